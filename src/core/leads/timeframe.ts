import { iso, MILLISECONDS_PER_DAY } from '../time.js';
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

/** A stated timeframe as it counts at an instant. Instants are epoch milliseconds. */
export interface StatedTimeframe {
  /** As stated. */
  days: number;
  statedAt: number;
  /** Days left of it, rounded to 2 decimals (a quarter of an hour); below 0 once it has passed. */
  daysLeft: number;
}

/** The stated timeframe counts down from the instant at which it was stated; undefined without one. */
export function statedTimeframe(facts: LeadFacts, now: number): StatedTimeframe | undefined {
  const { purchaseTimeframeDays: days, timeframeStatedAt: statedAt = now } = facts;
  const daysLeft = timeframeDaysLeft(facts, now);
  if (days === undefined || daysLeft === undefined) return undefined;
  return { days, statedAt, daysLeft: Math.round(daysLeft * 100) / 100 };
}

/** "stated 90 days on 2026-09-01, 60 remain"; days are rounded to one decimal. */
export function timeframeText({ days, statedAt, daysLeft }: StatedTimeframe): string {
  const count = (number: number) => `${number} ${number === 1 ? 'day' : 'days'}`;
  const rounded = Math.round(Math.abs(daysLeft) * 10) / 10;
  const rest = daysLeft < 0 ? `passed ${count(rounded)} ago` : `${rounded} ${rounded === 1 ? 'remains' : 'remain'}`;
  return `stated ${count(days)} on ${iso(statedAt).slice(0, 10)}, ${rest}`;
}
