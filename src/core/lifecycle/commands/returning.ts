import type { Batch } from '../../batch/batch.js';
import { isNotPursued } from '../../batch/current-class.js';
import type { PendingEngagement } from '../../batch/engagement-records.js';
import { categoryByRules } from '../../batch/evaluation.js';
import type { Reads } from '../../batch/reads.js';
import { customerKeysOf, isProof, organizationKeysOf } from '../../customers/keys.js';
import { leadEvent, withSections } from '../../events/lead-events.js';
import {
  type EngagementCommand,
  leadOf,
  type RecordedEvent,
  recordEngagement,
} from '../../leads/commands/record-engagement.js';
import { matchOf, type SubmitCommand, type SubmitResult, submit, submitReads } from '../../leads/commands/submit.js';
import type { LeadFacts } from '../../leads/facts.js';
import { matchKeysOf } from '../../leads/keys.js';
import { type Lead, lossOf, OPEN_CATEGORIES } from '../../leads/lead.js';
import { ownCustomerIdOf, type ReturningInterest } from '../../leads/lifecycle.js';
import { ENDED_CATEGORIES, type EndedCategory } from '../../leads/lifecycle-reasons.js';
import { factsChanged } from '../../leads/merge.js';
import { afterRequest } from '../../leads/purchase-intent.js';
import { type VisitCommand, type VisitResult, visit } from '../../visits/commands/visit.js';
import { type ReturningRule, returningRuleFor } from '../returning-rules.js';
import { disqualificationOf } from './disqualify.js';
import {
  correctedInterest,
  engagedInterest,
  noteTimeframe,
  type ShownInterest,
  submittedInterest,
} from './interest.js';
import { knownCustomer, leadOfInterest, newLeadRule, nextLead, openNextLead } from './next-lead.js';
import { settingsOf, wakeCause } from './park.js';
import { isWorkedAnyway, stopPursuit } from './pursuit.js';
import { newCycle, reopen } from './reopening.js';

/** A lead that is reopened may lose its owner. One of a customer may not be worked. */
export const endedReads = (lead: Lead | undefined): Reads =>
  lead === undefined || OPEN_CATEGORIES.has(lead.category)
    ? {}
    : { ownerDecisions: [lead.id], ...ownCustomerReads(lead) };

/** Rules decide again about a lead that is released: it may be opened, and one of a customer may not be worked. */
export function releasedReads(batch: Batch, { leadId }: { leadId: string }): Reads {
  const lead = batch.leads.find(leadId);
  return { ...ownCustomerReads(lead), ...endedReads(lead) };
}

/** The customer who is the lead. */
function ownCustomerReads(lead: Lead | undefined): Reads {
  const customerId = lead && ownCustomerIdOf(lead);
  return customerId === undefined ? {} : { sales: { customerIds: [customerId] } };
}

/** What is read of a lead that may show interest. The next lead of a customer gets its keys. */
export function readsOf(lead: Lead): Reads {
  const { category, facts, lifecycle } = lead;
  if (category !== 'customer') return endedReads(lead);
  const { leadId } = lifecycle?.returning ?? {};
  return { keys: matchKeysOf(facts), leadIds: leadId === undefined ? [] : [leadId], facts };
}

/** The customers of the keys are read with the leads of the keys: read afterwards, they would cost each new lead a round of its own. */
export function submissionReads(command: SubmitCommand): Reads {
  const { facts } = command;
  const customerKeys = [...customerKeysOf(facts).filter(isProof), ...organizationKeysOf(facts)];
  return { sales: customerKeys.length > 0 ? { customerKeys } : undefined, ...submitReads(command) };
}

export function returningReads(batch: Batch, command: SubmitCommand): Reads {
  const { lead } = matchOf(batch, command);
  return lead ? readsOf(lead) : {};
}

export function engagedReads(batch: Batch, command: EngagementCommand): Reads {
  const lead = leadOf(batch, command);
  return lead ? readsOf(lead) : {};
}

export function visitedReads(batch: Batch, { visitorId }: VisitCommand): Reads {
  const lead = batch.leads.byKey('visitor', visitorId);
  return lead ? readsOf(lead) : {};
}

/** A submission. Interest takes up a lead that had ended, and gives a customer a new lead. */
export function submitReturning(batch: Batch, command: SubmitCommand): SubmitResult {
  const match = matchOf(batch, command);
  const { lead: ended } = match;
  if (ended === undefined) return submit(batch, command, match, knownCustomer(batch, command));
  if (OPEN_CATEGORIES.has(ended.category)) {
    const result = submit(batch, command, match);
    noteTimeframe(batch, ended.id, submittedInterest(batch, command));
    return command.isCustomer ? { ...result, lead: closeCustomer(batch, ended.id) } : result;
  }
  const shown = submittedInterest(batch, command) ?? visitedInterest(batch, ended, command);
  const rule = newLeadRule(batch, ended, shown);
  if (shown && rule) return nextLead(batch, ended, { command, match, shown, rule });
  const result = submit(batch, command, match);
  noteTimeframe(batch, ended.id, submittedInterest(batch, command));
  return { ...result, lead: takeUp(batch, ended, shown) };
}

/** A list says that the lead is a customer. It is closed unless it has shown interest, a person decided about it, or its customer has left. */
function closeCustomer(batch: Batch, leadId: string): Lead {
  const lead = batch.leads.get(leadId);
  const hasLeft = batch.sales.customers.find(ownCustomerIdOf(lead))?.churnedAt !== undefined;
  const isUntouched = lead.category === 'suspect' && lead.categoryDecidedBy === 'rule';
  if (hasLeft || !OPEN_CATEGORIES.has(lead.category) || (!isUntouched && isWorkedAnyway(batch, lead))) return lead;
  stopPursuit(batch, lead, 'customer');
  return batch.leads.get(leadId);
}

/** An event. Strong interest of a customer belongs to the lead of the next purchase, which it opens if there is none. */
export function recordReturning(batch: Batch, command: EngagementCommand): RecordedEvent {
  const lead = leadOf(batch, command);
  const isRepeated = batch.engagement.countedBefore(command.externalId) !== undefined;
  const next = lead?.category !== 'customer' || isRepeated ? undefined : leadOfInterest(batch, lead, command);
  return recordEngagement(batch, next === undefined ? command : { ...command, lead: { id: next.id } });
}

/** A visit. That of a customer follows the same rule. */
export const visitReturning = (batch: Batch, command: VisitCommand): VisitResult =>
  visit(batch, command, (lead) =>
    lead.category === 'customer' ? (leadOfInterest(batch, lead, command) ?? lead) : lead,
  );

/** What a customer did as a visitor who was not known yet: the submission that names the visitor shows it. */
function visitedInterest(batch: Batch, ended: Lead, { visitorId }: SubmitCommand): ShownInterest | undefined {
  if (ended.category !== 'customer' || visitorId === undefined) return undefined;
  return engagedInterest(batch, ended, batch.visitors.waitingOf(visitorId));
}

/**
 * After a correction of a lead that had ended (`ended`). A timeframe that it states is the interest that a submission with it shows. For a
 * customer it opens the lead of the next purchase if there is none.
 */
export function takeUpCorrected(batch: Batch, ended: Lead): void {
  const { facts } = batch.leads.get(ended.id);
  const shown = correctedInterest(batch, ended.facts, facts);
  noteTimeframe(batch, ended.id, shown);
  if (OPEN_CATEGORIES.has(ended.category)) return;
  const rule = newLeadRule(batch, ended, shown);
  if (shown && rule) openNextLead(batch, ended, shown, rule);
  else takeUp(batch, ended, shown);
}

/** After the evaluation of events, of which some may show interest. */
export function takeUpEngaged(batch: Batch, { before, added }: PendingEngagement): void {
  if (!OPEN_CATEGORIES.has(before.category)) takeUp(batch, before, engagedInterest(batch, before, added));
}

/**
 * What the funnel does with fresh interest of a lead that had ended (`ended`) and has been evaluated since (`lead`). A lead that meets
 * its own wake conditions is left to them.
 */
function ruleFor(batch: Batch, ended: Lead, lead: Lead, shown: ShownInterest): (Ending & ReturningAnswer) | undefined {
  const ending = endingOf(ended);
  if (ending === undefined) return undefined;
  const rule = returningRuleFor(batch.basis.lifecycle.funnel.returning, ending, shown.strength);
  const stay = { ...ending, action: 'stay_closed' } as const;
  const { parked } = lead.lifecycle ?? {};
  const isWaking =
    parked !== undefined && wakeCause(parked, lead, batch.subjectOf(lead), settingsOf(batch.basis)) !== undefined;
  if (ending.isByRule && !(rule?.action === 'reopen' && staysOpen(batch, ended, lead, shown))) {
    // Classification rules look at a lead that they closed at every change, and may have opened it by now.
    if (ending.reason !== undefined && OPEN_CATEGORIES.has(lead.category)) {
      return { ...ending, action: 'reopen', owner: rule?.owner };
    }
    return OPEN_CATEGORIES.has(lead.category) || isWaking ? undefined : stay;
  }
  if (rule?.action === 'new_lead' || (isWaking && !ending.isByRule)) return undefined;
  // The lead of a customer shows the new lead that earlier interest has opened.
  if (rule === undefined) return ending.category === 'customer' ? undefined : stay;
  return { ...ending, action: rule.action, owner: rule.owner };
}

/** Whether the rules that closed a lead for a reason leave it open when it is reopened. */
function staysOpen(batch: Batch, ended: Lead, lead: Lead, shown: ShownInterest): boolean {
  if (endingOf(ended)?.reason === undefined) return false;
  const { basis, now, leads } = batch;
  const facts = restatedFacts(lead.facts, shown);
  const reopened = withSections({ ...lead, facts }, newCycle(ended, now));
  return OPEN_CATEGORIES.has(categoryByRules(basis, reopened, leads.engagementOf(lead.id), now));
}

type ReturningAnswer = Pick<ReturningRule, 'action' | 'owner'>;

/** Applies the rules to a lead that had ended (`ended`), after the evaluation of what shows interest. Returns the lead as it is then. */
function takeUp(batch: Batch, ended: Lead, shown: ShownInterest | undefined): Lead {
  const lead = batch.leads.get(ended.id);
  if (shown === undefined || shown.at < ended.categorySince) return lead;
  const rule = ruleFor(batch, ended, lead, shown);
  if (rule === undefined) return lead;
  const { strength, by, at, cause } = shown;
  const { category, reason, action, owner, isByRule } = rule;
  const isReopened = action === 'reopen';
  const sections = isReopened ? { ...newCycle(ended, batch.now), handoff: undefined } : undefined;
  const returning: ReturningInterest = { at, strength, by, action, category, reason };
  if (isByRule && !isReopened) returning.isByRule = true;
  const { moveReason, competitor, lifecycle } = ended;
  const next = batch.record(lead, {
    type: isReopened ? 'lead.returned' : 'lead.interest_shown',
    cause,
    sections: { ...sections, returning },
    before: { category, reason: moveReason, competitor: competitor ?? lifecycle?.parked?.competitor },
    after: {
      ...(isReopened ? { cycle: sections?.cycles } : { action }),
      funnelVersion: batch.basis.lifecycle.funnel.version,
    },
  });
  return isReopened ? reopen(batch, restated(batch, next, shown), { cause: 'interest', owner }) : next;
}

/** The timeframe of the cycle before is over, so the new one counts also where a public page may overwrite nothing. */
const restatedFacts = (known: LeadFacts, { timeframe, at }: ShownInterest): LeadFacts =>
  afterRequest({ ...known, ...timeframe }, timeframe?.timeframeStatedAt ?? at);

function restated(batch: Batch, lead: Lead, shown: ShownInterest): Lead {
  const facts = restatedFacts(lead.facts, shown);
  const difference = factsChanged(lead.facts, facts);
  if (!difference) return lead;
  const next = { ...lead, facts };
  batch.put(next);
  batch.emit(leadEvent(next, 'lead.updated', 'interest', difference.before, difference.after));
  return next;
}

interface Ending {
  category: EndedCategory;
  reason?: string | undefined;
  /** A classification rule closed it. */
  isByRule: boolean;
}

/** How the lead ended; undefined: it is open. */
function endingOf(lead: Lead): Ending | undefined {
  const category = ENDED_CATEGORIES.find((one) => one === lead.category);
  if (category === undefined) return undefined;
  const { parked } = lead.lifecycle ?? {};
  const reason = (lossOf(lead) ?? disqualificationOf(lead) ?? parked)?.reason;
  const isByRule =
    (category === 'disqualified' || category === 'parked') && lead.categoryDecidedBy === 'rule' && !isNotPursued(lead);
  return { category, reason, isByRule };
}
