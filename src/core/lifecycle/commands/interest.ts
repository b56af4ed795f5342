import type { Batch } from '../../batch/batch.js';
import type { LeadChange, Reaction } from '../../batch/reaction.js';
import type { EngagementFact } from '../../engagement.js';
import { withSections } from '../../events/lead-events.js';
import type { SubmitCommand } from '../../leads/commands/submit.js';
import type { LeadFacts } from '../../leads/facts.js';
import type { Lead } from '../../leads/lead.js';
import type { ReturningInterest } from '../../leads/lifecycle.js';
import type { InterestStrength } from '../../leads/lifecycle-reasons.js';
import { statesNoPurchase } from '../../leads/purchase-intent.js';
import { type ReturningRules, strengthOf } from '../returning-rules.js';

/** Interest that a lead showed. `at` is epoch milliseconds. */
export interface ShownInterest extends Pick<ReturningInterest, 'strength' | 'by' | 'at'> {
  cause: 'touch' | 'engagement' | 'api';
  /** The timeframe that a submission or a correction states. */
  timeframe?: Pick<LeadFacts, 'purchaseTimeframeDays' | 'timeframeStatedAt'> | undefined;
}

/** What the submission itself states; facts that were known before are no fresh interest. */
export function submittedInterest(
  { basis, now }: Batch,
  { facts, source, occurredAt: at = now }: SubmitCommand,
): ShownInterest | undefined {
  const { purchaseTimeframeDays, timeframeStatedAt } = facts;
  if (statesNoPurchase(facts)) return undefined;
  const shown = { timeframeDays: purchaseTimeframeDays, channel: source.channel };
  const strength = strengthOf(basis.lifecycle.funnel.returning, shown);
  const timeframe = { purchaseTimeframeDays, timeframeStatedAt };
  return strength && { strength, by: 'purchase_timeframe', at, cause: 'touch', timeframe };
}

/** Notes when a lead from a list showed interest by a timeframe. */
export function noteTimeframe(batch: Batch, leadId: string, shown: ShownInterest | undefined): void {
  if (shown?.timeframe === undefined) return;
  const lead = batch.leads.get(leadId);
  const channel = batch.basis.sourceOf(lead)?.channel;
  if (channel === undefined || !batch.basis.lifecycle.funnel.returning.notPursuedChannels.includes(channel)) return;
  batch.putQuietly(withSections(lead, { timeframeShownAt: shown.at }));
}

/** What a correction states; it has no channel. A correction that leaves the timeframe and its date states none. */
export function correctedInterest(
  { basis, now }: Batch,
  before: LeadFacts,
  facts: LeadFacts,
): ShownInterest | undefined {
  const { purchaseTimeframeDays, timeframeStatedAt } = facts;
  const isSame =
    before.purchaseTimeframeDays === purchaseTimeframeDays && before.timeframeStatedAt === timeframeStatedAt;
  if (isSame || statesNoPurchase(facts)) return undefined;
  const strength = strengthOf(basis.lifecycle.funnel.returning, { timeframeDays: purchaseTimeframeDays });
  const timeframe = { purchaseTimeframeDays, timeframeStatedAt };
  return strength && { strength, by: 'purchase_timeframe', at: timeframeStatedAt ?? now, cause: 'api', timeframe };
}

/** The strongest interest of events that happened since the lead ended; of equals the latest. */
export function engagedInterest(
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

/** Removes the interest of a lead that has ended when a change of its facts takes back what carried it, or denies it. */
export function interestReaction({ before, lead, basis }: LeadChange): Reaction | undefined {
  const { returning } = lead.lifecycle ?? {};
  // The lead of the next purchase, which a customer's lead shows, has facts of its own.
  if (returning === undefined || returning.action === 'new_lead' || before?.facts === lead.facts) return undefined;
  if (!isWithdrawn(returning, lead.facts, basis.lifecycle.funnel.returning)) return undefined;
  const { strength, by, action, category, reason } = returning;
  return {
    events: {
      type: 'lead.interest_withdrawn',
      cause: 'moved',
      sections: { returning: undefined },
      before: { strength, by, action, category, reason },
    },
  };
}

/** Whether the lead stated since that it does not buy, or its timeframe is gone or has become one that shows no interest. */
function isWithdrawn({ by, at }: ReturningInterest, facts: LeadFacts, rules: ReturningRules): boolean {
  const { purchaseIntentStatedAt, purchaseTimeframeDays: timeframeDays, timeframeStatedAt } = facts;
  if (statesNoPurchase(facts) && purchaseIntentStatedAt !== undefined && purchaseIntentStatedAt >= at) return true;
  if (by !== 'purchase_timeframe') return false;
  if (timeframeDays === undefined) return true;
  return (
    timeframeStatedAt !== undefined && timeframeStatedAt >= at && strengthOf(rules, { timeframeDays }) === undefined
  );
}
