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
import type { Channel } from '../../sources.js';
import { type ReturningRules, strengthOf } from '../returning-rules.js';

/** Interest that a lead showed. `at` is epoch milliseconds. */
export interface ShownInterest extends Pick<ReturningInterest, 'strength' | 'by' | 'at'> {
  cause: 'touch' | 'engagement' | 'api';
  /** The timeframe of a submission or a correction. */
  timeframe?: Pick<LeadFacts, 'purchaseTimeframeDays' | 'timeframeStatedAt'> | undefined;
}

type Stated = Pick<LeadFacts, 'purchaseIntent' | 'purchaseTimeframeDays'>;

/** The interest that a submission or a correction states: a timeframe, or that it is buying. A submission has a channel. */
export function statedInterest(
  rules: ReturningRules,
  { purchaseIntent, purchaseTimeframeDays: timeframeDays }: Stated,
  channel?: Channel,
): Pick<ShownInterest, 'strength' | 'by'> | undefined {
  if (statesNoPurchase({ purchaseIntent })) return undefined;
  const strength = strengthOf(rules, { timeframeDays, channel });
  if (strength) return { strength, by: 'purchase_timeframe' };
  const isIgnored = channel !== undefined && rules.ignoredChannels.includes(channel);
  return purchaseIntent === 'buying' && !isIgnored ? { strength: 'clear', by: 'purchase_intent' } : undefined;
}

/** What the submission itself states; facts that were known before are no fresh interest. */
export function submittedInterest(
  { basis, now }: Batch,
  { facts, source, occurredAt: at = now }: SubmitCommand,
): ShownInterest | undefined {
  const stated = statedInterest(basis.lifecycle.funnel.returning, facts, source.channel);
  return stated && { ...stated, at, cause: 'touch', timeframe: timeframeOf(facts) };
}

function timeframeOf({ purchaseTimeframeDays, timeframeStatedAt }: LeadFacts): ShownInterest['timeframe'] {
  return purchaseTimeframeDays === undefined ? undefined : { purchaseTimeframeDays, timeframeStatedAt };
}

/** Notes when a lead from a list stated interest itself. */
export function noteTimeframe(batch: Batch, leadId: string, shown: ShownInterest | undefined): void {
  if (shown === undefined) return;
  const lead = batch.leads.get(leadId);
  const channel = batch.basis.sourceOf(lead)?.channel;
  if (channel === undefined || !batch.basis.lifecycle.funnel.returning.notPursuedChannels.includes(channel)) return;
  batch.putQuietly(withSections(lead, { timeframeShownAt: shown.at }));
}

/** What a correction states; it has no channel. What it leaves with its date, it does not state. */
export function correctedInterest(
  { basis, now }: Batch,
  before: LeadFacts,
  facts: LeadFacts,
): ShownInterest | undefined {
  if (statesNoPurchase(facts)) return undefined;
  const { purchaseIntent, purchaseIntentStatedAt, purchaseTimeframeDays, timeframeStatedAt } = facts;
  const hasTimeframe =
    before.purchaseTimeframeDays !== purchaseTimeframeDays || before.timeframeStatedAt !== timeframeStatedAt;
  const hasIntent =
    before.purchaseIntent !== purchaseIntent || before.purchaseIntentStatedAt !== purchaseIntentStatedAt;
  const stated = statedInterest(basis.lifecycle.funnel.returning, {
    purchaseIntent: hasIntent ? purchaseIntent : undefined,
    purchaseTimeframeDays: hasTimeframe ? purchaseTimeframeDays : undefined,
  });
  if (stated === undefined) return undefined;
  const at = stated.by === 'purchase_timeframe' ? timeframeStatedAt : purchaseIntentStatedAt;
  return { ...stated, at: at ?? now, cause: 'api', timeframe: timeframeOf(facts) };
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
  if (by === 'purchase_intent') return facts.purchaseIntent !== 'buying';
  if (by !== 'purchase_timeframe') return false;
  if (timeframeDays === undefined) return true;
  return (
    timeframeStatedAt !== undefined && timeframeStatedAt >= at && strengthOf(rules, { timeframeDays }) === undefined
  );
}
