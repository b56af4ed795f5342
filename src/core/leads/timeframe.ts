import { MILLISECONDS_PER_DAY } from '../time.js';
import type { LeadFacts } from './facts.js';

/** The instant (epoch ms) at which the stated purchase timeframe is over; undefined when none, or none with a date. */
export function timeframeEnd({ purchaseTimeframeDays, timeframeStatedAt }: LeadFacts): number | undefined {
  if (purchaseTimeframeDays === undefined || timeframeStatedAt === undefined) return undefined;
  return timeframeStatedAt + purchaseTimeframeDays * MILLISECONDS_PER_DAY;
}

/**
 * Days (decimals) from `now` until the stated purchase timeframe is over: `purchaseTimeframeDays` when it is stated,
 * below 0 once it has passed. A timeframe without a date counts as stated just now.
 */
export function timeframeDaysLeft(facts: LeadFacts, now: number): number | undefined {
  const end = timeframeEnd(facts);
  return end === undefined ? facts.purchaseTimeframeDays : (end - now) / MILLISECONDS_PER_DAY;
}
