import type { Batch } from '../../batch/batch.js';
import type { PendingEngagement } from '../../batch/engagement-records.js';
import type { Reads } from '../../batch/reads.js';
import type { EngagementFact } from '../../engagement.js';
import { leadEvent } from '../../events/lead-events.js';
import { type EngagementCommand, leadOf } from '../../leads/commands/record-engagement.js';
import { matchOf, type SubmitCommand, type SubmitResult, submit } from '../../leads/commands/submit.js';
import type { LeadFacts } from '../../leads/facts.js';
import { type Lead, OPEN_CATEGORIES } from '../../leads/lead.js';
import type { ReturningInterest } from '../../leads/lifecycle.js';
import { ENDED_CATEGORIES, type EndedCategory, type InterestStrength } from '../../leads/lifecycle-reasons.js';
import { factsChanged } from '../../leads/merge.js';
import { type ReturningRule, returningRuleFor, strengthOf } from '../returning-rules.js';
import { disqualificationOf } from './disqualify.js';
import { lossOf } from './lose.js';
import { wakeCause } from './park.js';
import { newCycle, reopen } from './reopening.js';

/** Interest that a lead showed. `at` is epoch milliseconds. */
interface ShownInterest extends Pick<ReturningInterest, 'strength' | 'by' | 'at'> {
  cause: 'touch' | 'engagement';
  /** The timeframe that a submission states. */
  timeframe?: Pick<LeadFacts, 'purchaseTimeframeDays' | 'timeframeStatedAt'> | undefined;
}

/** A lead that is reopened may lose its owner. */
const readsOf = (lead: Lead | undefined): Reads =>
  lead === undefined || OPEN_CATEGORIES.has(lead.category) ? {} : { ownerDecisions: [lead.id] };

export const returningReads = (batch: Batch, command: SubmitCommand): Reads => readsOf(matchOf(batch, command).lead);

export const engagedReads = (batch: Batch, command: EngagementCommand): Reads => readsOf(leadOf(batch, command));

/** A submission; a lead that had ended is taken up again by its interest. */
export function submitReturning(batch: Batch, command: SubmitCommand): SubmitResult {
  const match = matchOf(batch, command);
  const result = submit(batch, command, match);
  const { lead: ended } = match;
  if (ended === undefined || OPEN_CATEGORIES.has(ended.category)) return result;
  return { ...result, lead: takeUp(batch, ended, submittedInterest(batch, command)) };
}

/** After the evaluation of events, of which some may show interest. */
export function takeUpEngaged(batch: Batch, { before, added }: PendingEngagement): void {
  if (!OPEN_CATEGORIES.has(before.category)) takeUp(batch, before, engagedInterest(batch, before, added));
}

/** What the submission itself states; facts that were known before are no fresh interest. */
function submittedInterest(
  { basis, now }: Batch,
  { facts, source, occurredAt: at = now }: SubmitCommand,
): ShownInterest | undefined {
  const { purchaseTimeframeDays, timeframeStatedAt } = facts;
  const shown = { timeframeDays: purchaseTimeframeDays, channel: source.channel };
  const strength = strengthOf(basis.lifecycle.funnel.returning, shown);
  const timeframe = { purchaseTimeframeDays, timeframeStatedAt };
  return strength && { strength, by: 'purchase_timeframe', at, cause: 'touch', timeframe };
}

/** The strongest interest of events that happened since the lead ended; of equals the latest. */
function engagedInterest(
  { basis }: Batch,
  { categorySince }: Lead,
  events: readonly EngagementFact[],
): ShownInterest | undefined {
  const { returning } = basis.lifecycle.funnel;
  let found: ShownInterest | undefined;
  for (const { type, occurredAt: at, channel } of events) {
    const strength = at < categorySince ? undefined : strengthOf(returning, { engagementType: type, channel });
    if (strength === undefined || (found && isLess(strength, at, found))) continue;
    found = { strength, by: type, at, cause: 'engagement' };
  }
  return found;
}

const isLess = (strength: InterestStrength, at: number, found: ShownInterest): boolean =>
  strength === found.strength ? at < found.at : found.strength === 'strong';

/** What the funnel does with fresh interest of a lead. A lead that meets its own wake conditions is left to them. */
function ruleFor(batch: Batch, lead: Lead, { strength }: ShownInterest): (Ending & ReturningAnswer) | undefined {
  const ending = endingOf(lead);
  if (ending === undefined) return undefined;
  // Classification rules look at a lead that they disqualified at every change.
  if (ending.isByRule) return { ...ending, action: 'stay_closed' };
  const rule = returningRuleFor(batch.basis.lifecycle.funnel.returning, ending, strength);
  if (rule === undefined || rule.action === 'new_lead') return undefined;
  const { parked } = lead.lifecycle ?? {};
  if (parked && wakeCause(parked, lead, batch.subjectOf(lead)) !== undefined) return undefined;
  return { ...ending, action: rule.action, owner: rule.owner };
}

type ReturningAnswer = Pick<ReturningRule, 'action' | 'owner'>;

/** Applies the rules to a lead that had ended (`ended`), after the evaluation of what shows interest. Returns the lead as it is then. */
function takeUp(batch: Batch, ended: Lead, shown: ShownInterest | undefined): Lead {
  const lead = batch.leads.get(ended.id);
  if (shown === undefined || shown.at < ended.categorySince) return lead;
  const rule = ruleFor(batch, lead, shown);
  if (rule === undefined) return lead;
  const { strength, by, at, cause } = shown;
  const { category, reason, action, owner } = rule;
  const isReopened = action === 'reopen';
  const sections = isReopened ? { ...newCycle(lead, batch.now), handoff: undefined } : undefined;
  const returning: ReturningInterest = { at, strength, by, action, category, reason };
  const { moveReason, competitor, lifecycle } = lead;
  const next = batch.record(lead, {
    type: 'lead.returned',
    cause,
    sections: { ...sections, returning },
    before: { category, reason: moveReason, competitor: competitor ?? lifecycle?.parked?.competitor },
    after: { cycle: sections?.cycles, funnelVersion: batch.basis.lifecycle.funnel.version },
  });
  return isReopened ? reopen(batch, restated(batch, next, shown), { cause: 'interest', owner }) : next;
}

/** The timeframe of the cycle before is over, so the new one counts also where a public page may overwrite nothing. */
function restated(batch: Batch, lead: Lead, { timeframe }: ShownInterest): Lead {
  const facts = { ...lead.facts, ...timeframe };
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
  const isByRule = category === 'disqualified' && lead.categoryDecidedBy === 'rule';
  return { category, reason, isByRule };
}
