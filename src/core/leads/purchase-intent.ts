import type { LeadFacts } from './facts.js';

/**
 * What a lead states about buying: `purchaseIntent`, a timeframe, or an event that requests to buy. What was stated later holds, whatever arrives
 * later; of statements at one instant the one that arrives later. Instants are epoch milliseconds; a statement without an instant is the earliest.
 */

/** Whether the lead has stated that it does not buy. */
export const statesNoPurchase = ({ purchaseIntent }: Pick<LeadFacts, 'purchaseIntent'>): boolean =>
  purchaseIntent === 'information_only' || purchaseIntent === 'none';

/** The facts with the instant at which their purchase intent was stated. */
export const withIntentAt = (facts: LeadFacts, at: number): LeadFacts =>
  facts.purchaseIntent === undefined ? facts : { ...facts, purchaseIntentStatedAt: at };

/**
 * The facts after a request to buy: `information_only` and `none` are removed unless they were stated later. Returns
 * the same object if nothing is removed.
 */
export function afterRequest<Facts extends Partial<LeadFacts>>(facts: Facts, requestedAt: number | undefined): Facts {
  if (requestedAt === undefined || !statesNoPurchase(facts)) return facts;
  const { purchaseIntentStatedAt: statedAt } = facts;
  if (statedAt !== undefined && statedAt > requestedAt) return facts;
  const others = { ...facts };
  delete others.purchaseIntent;
  delete others.purchaseIntentStatedAt;
  return others;
}

/** Facts that one submission states, without a statement of no purchase that was made before a request of the lead. */
export const unlessRequested = (stated: LeadFacts, requestedAt: number | undefined): LeadFacts =>
  // A request at the instant of the statement arrived before it.
  afterRequest(stated, requestedAt === undefined ? undefined : requestedAt - 1);

/**
 * Writes what `incoming` states about buying into `merged`. A timeframe counts as a request only where it was taken over.
 * @param overwrite whether an intent without an instant replaces another
 */
export function mergeIntent(merged: LeadFacts, known: LeadFacts, incoming: LeadFacts, overwrite: boolean): void {
  const { purchaseIntent, purchaseIntentStatedAt, timeframeStatedAt } = incoming;
  if (purchaseIntent !== undefined) {
    if (!replacesIntent(known, incoming, overwrite)) return;
    merged.purchaseIntent = purchaseIntent;
    merged.purchaseIntentStatedAt = purchaseIntentStatedAt;
    return;
  }
  const isTaken = timeframeStatedAt !== undefined && merged.timeframeStatedAt === timeframeStatedAt;
  const left = isTaken ? afterRequest(merged, timeframeStatedAt) : merged;
  if (left === merged) return;
  delete merged.purchaseIntent;
  delete merged.purchaseIntentStatedAt;
}

function replacesIntent(known: LeadFacts, incoming: LeadFacts, overwrite: boolean): boolean {
  const { purchaseIntentStatedAt: at, timeframeStatedAt } = incoming;
  if (at === undefined) return overwrite || known.purchaseIntent === undefined;
  // The timeframe of the same submission is no other statement.
  const ownTimeframe = timeframeStatedAt !== undefined && timeframeStatedAt === known.timeframeStatedAt;
  const requestedAt = ownTimeframe || known.purchaseTimeframeDays === undefined ? undefined : known.timeframeStatedAt;
  if (statesNoPurchase(incoming) && requestedAt !== undefined && requestedAt > at) return false;
  return known.purchaseIntent === undefined || (known.purchaseIntentStatedAt ?? at) <= at;
}

/** The facts after a correction at `now`, which states the intent, or a timeframe without one. */
export function correctedIntent(
  before: LeadFacts,
  after: LeadFacts,
  stated: { intent: boolean; timeframe: boolean },
  now: number,
): LeadFacts {
  if (stated.intent) return withIntentAt(after, now);
  const kept = { ...after };
  if (before.purchaseIntentStatedAt !== undefined) kept.purchaseIntentStatedAt = before.purchaseIntentStatedAt;
  const isRequested = stated.timeframe && after.purchaseTimeframeDays !== undefined;
  return isRequested ? afterRequest(kept, after.timeframeStatedAt) : kept;
}
