import { MILLISECONDS_PER_DAY } from '../time.js';
import type { LeadFacts } from './facts.js';

/** The end of the stated purchase timeframe, epoch milliseconds; undefined without a timeframe or without its date. */
export function timeframeEnd({ purchaseTimeframeDays, timeframeStatedAt }: LeadFacts): number | undefined {
  if (purchaseTimeframeDays === undefined || timeframeStatedAt === undefined) return undefined;
  return timeframeStatedAt + purchaseTimeframeDays * MILLISECONDS_PER_DAY;
}

/**
 * Days (decimals) from `now` to the end of the stated purchase timeframe: `purchaseTimeframeDays` at the statement, below 0
 * after the end. A timeframe without a date counts as stated just now.
 */
export function timeframeDaysLeft(facts: LeadFacts, now: number): number | undefined {
  const end = timeframeEnd(facts);
  return end === undefined ? facts.purchaseTimeframeDays : (end - now) / MILLISECONDS_PER_DAY;
}
