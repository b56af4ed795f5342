import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import { firstTouches } from '../../batch/touch-records.js';
import { confirmedChannel, noteStatements, withLedger } from '../../consents/commands/note-statements.js';
import { suppressionRefusal } from '../../consents/suppression.js';
import type { EngagementFact } from '../../engagement.js';
import { withSections } from '../../events/lead-events.js';
import { requestsPurchase } from '../../lifecycle/returning-rules.js';
import type { ReferralClaim } from '../../referrals/claims.js';
import { claimRefusal, recordReferral, referrerOwnerOf } from '../../referrals/commands/refer.js';
import type { Referral } from '../../referrals/referral.js';
import type { Refusal } from '../../refusals.js';
import type { LeadTouch } from '../../replay/event-contents.js';
import type { SourceReference } from '../../sources.js';
import type { LeadFacts } from '../facts.js';
import { type KeyValue, sharedPhoneKeys } from '../keys.js';
import type { Lead } from '../lead.js';
import { type FirstTouch, newLead } from '../lead-changes.js';
import { type Lifecycle, mergeSections } from '../lifecycle.js';
import { type Match, matchSubmission } from '../matching.js';
import { statesNoPurchase, unlessRequested } from '../purchase-intent.js';
import { effectOf, type Submission } from '../submissions.js';
import type { MatchKey } from '../vocabulary.js';
import {
  attributeRefusal,
  claimUniqueValues,
  withAttributeDefaults,
  withDeclared,
  withoutTaken,
  withoutUnknownReferences,
} from './attributes.js';
import { identifyVisitor } from './identify-visitor.js';
import { touchLead } from './touch.js';

/** A new lead, or another touch of a known one. */
export interface SubmitCommand extends Submission {
  type: 'submission';
  source: SourceReference;
  referredBy?: ReferralClaim | undefined;
  /** The person or organization is a customer by the statement of the caller, whether or not the workspace has a record of it. */
  isCustomer?: boolean | undefined;
  /** The request body as sent. */
  raw: Record<string, unknown>;
}

export interface SubmitResult {
  outcome: 'created' | 'matched';
  matchedBy?: MatchKey | undefined;
  /** Other leads that own one of the submitted keys: candidates, never merged. */
  otherMatches: { leadId: string; by: MatchKey }[];
  touchId: string;
  /** Values beyond the limits of a lead, which are kept with the touch. */
  surplus?: Partial<LeadFacts> | undefined;
  lead: Lead;
  /** Whether another lead has the phone of this lead as its key. */
  hasSharedPhone: boolean;
  /** Set when the submission names a referrer. */
  referral?: Referral | undefined;
}

export function submitReads({ keys, visitorId, referredBy, facts }: SubmitCommand): Reads {
  const visitor: KeyValue[] = visitorId === undefined ? [] : [{ kind: 'visitor', value: visitorId }];
  const referrerLeadId = referredBy?.referrer.leadId;
  return {
    keys: [...keys, ...sharedPhoneKeys(facts, keys), ...visitor],
    visitorId,
    facts,
    referrerLeadId,
    referrals: referredBy !== undefined,
  };
}

export function submitRefusal(batch: Batch, command: SubmitCommand): Refusal | undefined {
  const { referredBy, facts } = command;
  const { lead } = matchOf(batch, command);
  const refused = statedRefusal(batch, command, lead);
  if (refused !== undefined || referredBy === undefined) return refused;
  return claimRefusal(batch, referredBy, lead ? { lead } : { facts });
}

type Stated = Pick<Submission, 'facts' | 'fillOnly' | 'publicOrigin'>;

/** Refuses suppressed people, and attributes that do not fit. A submission that only fills gaps takes no unique value where the lead has one. */
export function statedRefusal(
  batch: Batch,
  { facts, fillOnly, publicOrigin }: Stated,
  lead: Lead | undefined,
): Refusal | undefined {
  const suppressed = suppressionRefusal(batch, facts);
  if (suppressed) return suppressed;
  if (batch.basis.attributes === undefined || facts.attributes === undefined) return undefined;
  const attributes = lead?.facts.attributes;
  const stated = fillOnly ? { ...facts.attributes, ...attributes } : facts.attributes;
  // A public page does not learn which values other leads have and which records exist: `statedFacts` leaves those values out.
  return attributeRefusal(batch, stated, { id: lead?.id, attributes }, publicOrigin === undefined);
}

/** The facts of a submission with declared attributes in their stored form. */
export function statedFacts(
  batch: Batch,
  { facts, publicOrigin }: Pick<Stated, 'facts' | 'publicOrigin'>,
  known: Lead | undefined,
): LeadFacts {
  const declared = withDeclared(batch, facts, known?.facts);
  if (publicOrigin === undefined) return declared;
  return withoutTaken(batch, withoutUnknownReferences(batch, declared, known?.facts), known?.id);
}

/** The lead of a submission, as far as it is loaded. */
export const matchOf = ({ leads }: Batch, command: SubmitCommand): Match =>
  matchSubmission(command, (kind, value) => leads.byKey(kind, value));

/** What is known of the person of a new lead, who is a customer or works for one. */
export interface KnownCustomer {
  /** Absent: its lead was moved to `customer` without a conversion, the customer is where the person works, or a list says that it is one. */
  customerId: string | undefined;
  /** The person, where that customer is an organization. */
  contactId?: string | undefined;
  /** A customer for whom the person works. */
  customerOrganizationId?: string | undefined;
  /** The rep who gets the lead while available; absent: the routing rules decide. */
  formerOwnerId: string | undefined;
  /** A lead that is not pursued is disqualified from the start. */
  isPursued: boolean;
  /** The event that opens the lead: recorded afterwards, and counted by the first evaluation. */
  opening?: EngagementFact | undefined;
}

export function submit(batch: Batch, command: SubmitCommand, match: Match, customer?: KnownCustomer): SubmitResult {
  const { leads, now } = batch;
  const touchId = batch.newId();
  const known = match.lead;
  const effect = effectOf({ ...command, facts: unlessRequestedSince(batch, command, known) }, known);
  const { kept, consents, keys } = effect;
  const fillOnly = command.fillOnly || command.publicOrigin !== undefined;
  const confirmed = confirmedChannel(command.publicOrigin);
  const facts = withLedger(batch, effect.facts, { known: known?.facts, fillOnly, confirmed });
  const { publicOrigin, source, visitorId, referredBy, raw, occurredAt: touchedAt } = command;
  const { sourceId, campaignId } = publicOrigin ? batch.sources.publicIdsOf(source) : batch.sources.idsOf(source);
  const occurredAt = touchedAt ?? now;
  const isKnown = known !== undefined;
  const lifecycle = customer && sectionsOf(customer, now);
  const before = known ?? create(batch, { facts, sourceId, campaignId, occurredAt: touchedAt, lifecycle });
  batch.touches.add({
    id: touchId,
    leadId: before.id,
    sourceId,
    campaignId,
    matchedBy: match.by,
    occurredAt,
    raw,
    publicKeyId: publicOrigin?.keyId,
    consents,
    kept,
  });
  if (publicOrigin?.confirmedId !== undefined) batch.confirm(publicOrigin.confirmedId);
  noteStatements(batch, command, { leadId: before.id, touchId, consents });
  const touch: LeadTouch = { touchId, sourceId, campaignId, matchedBy: match.by, touchedAt };
  const lead = isKnown ? touchLead(batch, before, { facts, touch, occurredAt, cause: 'api' }) : before;
  leads.claimKeys(lead.id, keys);
  claimUniqueValues(batch, lead.id, lead.facts.attributes, known?.facts.attributes);
  leads.claimSharedKeys(lead.id, sharedKeysOf(batch, command, lead));
  batch.assignment.setReferrerOwner(lead.id, referredBy && referrerOwnerOf(batch, referredBy));
  noteFormerOwner(batch, lead, customer?.formerOwnerId);
  if (customer?.opening) leads.setEngagement(lead.id, [customer.opening]);
  const evaluated = batch.evaluate(lead.id, isKnown ? 'touch' : 'api');
  if (customer?.opening) leads.setEngagement(lead.id, []);
  if (visitorId !== undefined) identifyVisitor(batch, visitorId, lead.id);
  return {
    outcome: isKnown ? 'matched' : 'created',
    matchedBy: match.by,
    otherMatches: match.others,
    touchId,
    surplus: publicOrigin ? undefined : kept,
    lead: evaluated,
    hasSharedPhone: leads.isOfOther(lead.id, 'phone', evaluated.facts.phoneNormalized),
    referral: referredBy && recordReferral(batch, referredBy, lead.id),
  };
}

/** The former owner of the person gets the new lead now, or waits for it without room. */
function noteFormerOwner(batch: Batch, lead: Lead, repId: string | undefined): void {
  if (repId === undefined) return;
  const { assignment, leads } = batch;
  assignment.setFormerOwner(lead.id, repId);
  if (assignment.rep(repId)?.active !== true || !assignment.isFullFor(repId, lead)) return;
  batch.putQuietly(withSections(leads.get(lead.id), { awaitedRepId: repId }));
}

/** What the submission states, unless the lead requested to buy after a statement that it does not buy. */
function unlessRequestedSince(batch: Batch, { facts }: SubmitCommand, known: Lead | undefined): LeadFacts {
  if (known === undefined || !statesNoPurchase(facts)) return facts;
  const { returning } = batch.basis.lifecycle.funnel;
  const requests = batch.leads.engagementOf(known.id).filter((event) => requestsPurchase(returning, event));
  const last = requests.reduce<number | undefined>(
    (at, { occurredAt }) => Math.max(at ?? occurredAt, occurredAt),
    undefined,
  );
  return unlessRequested(facts, last);
}

function sectionsOf(known: KnownCustomer, at: number): Lifecycle | undefined {
  const { customerId, contactId, customerOrganizationId, isPursued } = known;
  return mergeSections(undefined, {
    customerId,
    contactId,
    customerOrganizationId,
    disqualification: isPursued ? undefined : { at, reason: 'existing_customer' },
  });
}

/**
 * The keys of the lead for submitted numbers that are keys of another lead. Only keys with the name in the submission were read, and the lead
 * may keep another name.
 */
export function sharedKeysOf(
  { leads }: Batch,
  { facts, keys }: Pick<Submission, 'facts' | 'keys'>,
  lead: Lead,
): KeyValue[] {
  const shared = keys.filter(({ kind, value }) => kind === 'phone' && leads.isOfOther(lead.id, kind, value));
  if (shared.length === 0) return [];
  const its = new Set(sharedPhoneKeys(lead.facts).map(({ value }) => value));
  return sharedPhoneKeys(facts, shared).filter(({ value }) => its.has(value));
}

/** The lead of a customer's next purchase leaves unique values to the lead that has them. */
function create(batch: Batch, first: FirstTouch): Lead {
  const facts = withAttributeDefaults(batch, withoutTaken(batch, first.facts));
  const { sourceId, campaignId, occurredAt = batch.now } = first;
  const touches = firstTouches(batch.basis, { sourceId, campaignId, occurredAt });
  const touch = facts === first.facts && touches === undefined ? first : { ...first, facts, touches };
  const { scoreModelFor, classification } = batch.basis;
  const { version: scoreModelVersion } = scoreModelFor(touch.facts);
  const versions = { scoreModelVersion, classificationPolicyVersion: classification.version };
  const lead = newLead(touch, batch.newId(), versions, batch.now);
  batch.insert(lead);
  return lead;
}
