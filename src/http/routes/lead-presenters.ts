import { amountText } from '../../core/amounts.js';
import type { NextChange } from '../../core/classification/next-change.js';
import { HOLD_DETAILS } from '../../core/handoffs/hold.js';
import type { LeadFact } from '../../core/leads/facts.js';
import { type Lead, lossOf } from '../../core/leads/lead.js';
import { customerIdOf, customerOrganizationIdOf } from '../../core/leads/lifecycle.js';
import { stageKeyOf, stageSinceOf } from '../../core/lifecycle/funnel.js';
import type { ScoreExplanation } from '../../core/scoring/explain.js';
import { iso } from '../../core/time.js';
import type { LeadExplanation } from '../../services/leads/explain.js';
import type { Submission, TouchWithProposal } from '../../services/leads/leads.js';
import type { ClaimedLead } from '../../services/leads/owners.js';
import type { NameLookup } from '../../services/names.js';
import { leadHandoffOut } from './handoff-presenters.js';
import { formatInstant } from './instants.js';
import { disqualificationOut, lossOut, parkedOut, returningOut, statedTimeframeOut } from './lifecycle-presenters.js';
import { clocksOut } from './sla-presenters.js';

/** Functions that turn values of the core and rows into the wire format. They decide nothing. */

const QUEUE_DETAILS: Record<string, string> = {
  no_rule_matched: 'No routing rule gives it to sales, so marketing has it. To change that, publish a routing policy.',
  no_team_member: 'The team that the rules select has no members. Add reps to it.',
  no_eligible_rep:
    'No rep of the teams that were tried can take it now, nor can a former owner. The decision lists the reason for each candidate.',
  no_rep: 'The workspace has no active rep. Add one: it gets the leads that wait.',
  held: 'The rule holds it for its team, in which no rep works now.',
  claim_pool: 'It waits to be claimed by a member of the team.',
  ...HOLD_DETAILS,
  closed: 'The lead is closed and needs no owner.',
};

export function queueOf(lead: Lead) {
  const { queueReason } = lead;
  if (queueReason === undefined) return undefined;
  const detail = QUEUE_DETAILS[queueReason] ?? 'No rep could take the lead.';
  return { reason: queueReason as 'closed', detail, nextEligibleAt: formatInstant(lead.nextEligibleAt) };
}

function conversionOut({ lifecycle }: Lead) {
  if (lifecycle?.conversion === undefined) return undefined;
  const { at, customerId, contactId, dealId } = lifecycle.conversion;
  return { convertedAt: iso(at), customerId, contactId, dealId };
}

/** One literal of one shape: it is built for every answer, and spreading the facts costs several times as much. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of columns, not logic.
export function leadOut(lead: Lead, names: NameLookup) {
  const { facts, id } = lead;
  const self = `/v1/leads/${id}`;
  return {
    id,
    version: lead.version,
    kind: facts.kind,
    externalId: facts.externalId,
    externalSystem: facts.externalSystem,
    name: facts.name,
    firstName: facts.firstName,
    lastName: facts.lastName,
    jobTitle: facts.jobTitle,
    organizationName: facts.organizationName,
    industry: facts.industry,
    employeeCount: facts.employeeCount,
    annualRevenue: amountText(facts.annualRevenue),
    website: facts.website,
    email: facts.email,
    emailNormalized: facts.emailNormalized,
    emailType: facts.emailType,
    phone: facts.phone,
    phoneNormalized: facts.phoneNormalized,
    phoneType: facts.phoneType,
    otherEmails: facts.otherEmails,
    otherPhones: facts.otherPhones,
    street: facts.street,
    city: facts.city,
    region: facts.region,
    postalCode: facts.postalCode,
    country: facts.country,
    language: facts.language,
    timeZone: facts.timeZone,
    products: facts.products,
    need: facts.need,
    budgetAmount: amountText(facts.budgetAmount),
    budgetCurrency: facts.budgetCurrency,
    authority: facts.authority,
    purchaseIntent: facts.purchaseIntent,
    purchaseTimeframeDays: facts.purchaseTimeframeDays,
    competitorProducts: facts.competitorProducts,
    competitorContractEndsOn: facts.competitorContractEndsOn,
    emailConsent: facts.emailConsent,
    phoneConsent: facts.phoneConsent,
    consentBasis: facts.consentBasis,
    emailBouncedAt: formatInstant(facts.emailBouncedAt),
    bouncedEmails: facts.bouncedEmails?.map(({ email, at }) => ({ email, at: iso(at) })),
    emailConsentAt: formatInstant(facts.emailConsentAt),
    phoneConsentAt: formatInstant(facts.phoneConsentAt),
    purchaseIntentStatedAt: formatInstant(facts.purchaseIntentStatedAt),
    tags: facts.tags,
    description: facts.description,
    attributes: facts.attributes,
    domain: facts.domain,
    timeframeStatedAt: formatInstant(facts.timeframeStatedAt),
    score: lead.score,
    grade: lead.grade,
    temperature: lead.temperature,
    category: lead.category,
    temperatureSince: iso(lead.temperatureSince),
    categorySince: iso(lead.categorySince),
    categoryDecidedBy: lead.categoryDecidedBy,
    moveReason: lead.moveReason,
    competitor: lead.competitor,
    scoreModelVersion: lead.scoreModelVersion,
    classificationPolicyVersion: lead.classificationPolicyVersion,
    scoredAt: iso(lead.scoredAt),
    conversionProbability: lead.conversionProbability,
    predictionModelVersion: lead.predictionModelVersion,
    ownerId: lead.ownerId,
    ownerName: names(lead.ownerId),
    teamId: lead.teamId,
    teamName: names(lead.teamId),
    assignedAt: formatInstant(lead.assignedAt),
    assignedBy: lead.ownerActorId,
    assignmentReason: lead.ownerReason,
    effort: lead.effort,
    leaseRepId: lead.leaseRepId,
    leaseRepName: names(lead.leaseRepId),
    leaseUntil: formatInstant(lead.leaseUntil),
    queue: queueOf(lead),
    handoff: leadHandoffOut(lead, names),
    stage: stageKeyOf(lead),
    stageSince: iso(stageSinceOf(lead)),
    firstContactAt: formatInstant(lead.lifecycle?.firstContactAt),
    lastActivityAt: formatInstant(lead.lifecycle?.lastActivityAt),
    sla: clocksOut(lead),
    rottedAt: formatInstant(lead.lifecycle?.rotting?.since),
    rotsAt: formatInstant(lead.lifecycle?.rotsAt),
    conversion: conversionOut(lead),
    loss: lossOut(lossOf(lead)),
    lastLoss: lead.category === 'lost' ? undefined : lossOut(lead.lifecycle?.loss),
    parked: parkedOut(lead.lifecycle?.parked),
    disqualification: disqualificationOut(lead.lifecycle?.disqualification),
    customerId: customerIdOf(lead),
    customerOrganizationId: customerOrganizationIdOf(lead),
    lastDisqualification: disqualificationOut(lead.lifecycle?.lastDisqualification),
    returningInterest: returningOut(lead),
    cycles: lead.lifecycle?.cycles,
    recycledAt: formatInstant(lead.lifecycle?.recycledAt),
    sourceId: lead.sourceId,
    sourceName: names(lead.sourceId),
    campaignId: lead.campaignId,
    campaignName: names(lead.campaignId),
    touchCount: lead.touchCount,
    firstTouchAt: iso(lead.firstTouchAt),
    lastTouchAt: iso(lead.lastTouchAt),
    lastEngagedAt: formatInstant(lead.lastEngagedAt),
    createdAt: iso(lead.createdAt),
    updatedAt: iso(lead.updatedAt),
    links: {
      self,
      score: `${self}/score`,
      prediction: `${self}/prediction`,
      classification: `${self}/classification`,
      assignment: `${self}/assignment`,
      touches: `${self}/touches`,
      engagement: `${self}/engagement-events`,
    },
  } satisfies Record<LeadFact, unknown> & Record<string, unknown>;
}

const resultOut = ({ outcome, matchedBy, touchId, otherMatches, referral, notes }: Submission) => ({
  outcome,
  matchedBy: matchedBy ?? null,
  touchId,
  otherMatches,
  referralId: referral?.id,
  notes,
});

/** A pool with masked contacts shows its leads without e-mail, phone and street until a rep takes them. */
export function claimedOut({ lead, masked }: ClaimedLead, names: NameLookup) {
  const out = leadOut(lead, names);
  if (!masked) return out;
  const hidden = { email: undefined, emailNormalized: undefined, phone: undefined, phoneNormalized: undefined };
  return { ...out, ...hidden, otherEmails: undefined, otherPhones: undefined, street: undefined, contactsMasked: true };
}

export function submissionOut(submission: Submission, names: NameLookup) {
  return { lead: leadOut(submission.lead, names), ...resultOut(submission) };
}

/** The short answer for an item of a batch: a thousand leads in full would be most of the answer and of its cost. */
export function batchOutcomeOut(submission: Submission, names: NameLookup) {
  const { lead } = submission;
  const { id, version, score, grade, temperature, category, ownerId, teamId } = lead;
  const returningInterest = returningOut(lead);
  const owned = {
    ownerId,
    ownerName: names(ownerId),
    teamId,
    teamName: names(teamId),
    queue: queueOf(lead),
  };
  const digest = { id, version, score, grade, temperature, category, ...owned, returningInterest };
  return { lead: digest, ...resultOut(submission) };
}

function proposedOut({ timeframeStatedAt, annualRevenue, budgetAmount, ...facts }: Partial<Lead['facts']>) {
  const amounts = { annualRevenue: amountText(annualRevenue), budgetAmount: amountText(budgetAmount) };
  return { ...facts, ...amounts, timeframeStatedAt: formatInstant(timeframeStatedAt) };
}

export function touchOut(touch: TouchWithProposal, names: NameLookup) {
  const { proposal } = touch;
  return {
    id: touch.id,
    leadId: touch.leadId,
    sourceId: touch.sourceId,
    sourceName: names(touch.sourceId),
    campaignId: touch.campaignId,
    campaignName: names(touch.campaignId),
    matchedBy: touch.matchedBy ?? null,
    occurredAt: iso(touch.occurredAt),
    receivedAt: iso(touch.receivedAt),
    submission: touch.raw,
    publicKeyId: touch.publicKeyId,
    consents: touch.consents,
    proposal: proposal && { current: proposedOut(proposal.current), proposed: proposedOut(proposal.proposed) },
  };
}

/** The parts of a score; instants become text. */
export function scorePartsOut({ fit, engagement, total, contributions, adjustments }: ScoreExplanation) {
  const parts = contributions.map(({ events, ...rest }) => ({
    ...rest,
    events: events?.map(({ occurredAt, ...event }) => ({ ...event, occurredAt: iso(occurredAt) })),
  }));
  return { score: { fit, engagement, total }, contributions: parts, adjustments };
}

export function scoreOut({ lead, explanation: { scoreExplanation } }: LeadExplanation) {
  return {
    leadId: lead.id,
    scoreModelVersion: lead.scoreModelVersion,
    scoredAt: iso(lead.scoredAt),
    ...scorePartsOut(scoreExplanation),
  };
}

export function classificationOut({ lead, explanation, next }: LeadExplanation) {
  const { temperature, category, grade, reasons, statedTimeframe } = explanation;
  return {
    leadId: lead.id,
    classificationPolicyVersion: lead.classificationPolicyVersion,
    classifiedAt: iso(lead.scoredAt),
    temperature,
    temperatureReason: reasons.temperature,
    category,
    categoryReason: reasons.category,
    grade,
    gradeReason: reasons.grade,
    statedTimeframe: statedTimeframeOut(statedTimeframe),
    temperatureSince: iso(lead.temperatureSince),
    categorySince: iso(lead.categorySince),
    categoryDecidedBy: lead.categoryDecidedBy,
    moveReason: lead.moveReason,
    competitor: lead.competitor,
    nextChangeAt: formatInstant(next?.at),
    nextChange: next && nextClass(next.becomes),
  };
}

const nextClass = ({ temperature, category, grade }: NextChange['becomes']) => ({ temperature, category, grade });
