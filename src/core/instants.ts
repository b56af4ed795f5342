import { MILLISECONDS_PER_DAY } from './time.js';

/**
 * The one range of instants that callers may state. `past`: something that happened. `plan`: something that is to
 * happen. Anything outside is a mistake of the caller, and arithmetic with it could leave the years 1 to 9999 that both
 * JavaScript and PostgreSQL have.
 */
export const INSTANT_KINDS = ['past', 'plan'] as const;
export type InstantKind = (typeof INSTANT_KINDS)[number];

/** Nothing that a lead did, and no plan, is older than 1970-01-01T00:00:00Z. */
export const EARLIEST_INSTANT = Date.UTC(1970, 0, 1);
/** How far the clock of a caller may be ahead of ours, milliseconds. */
const CLOCK_SKEW = 5 * 60_000;
/** Ten years, and as many leap days as they can have. */
export const LONGEST_PLAN = (10 * 365 + 3) * MILLISECONDS_PER_DAY;

const LATEST: Record<InstantKind, number> = { past: CLOCK_SKEW, plan: LONGEST_PLAN };

/** Whether `at` is out of the range of its kind; all three are epoch milliseconds, `now` by the clock of the workspace. */
export function instantFault(kind: InstantKind, at: number, now: number): 'too_early' | 'too_late' | undefined {
  if (at < EARLIEST_INSTANT) return 'too_early';
  return at > now + LATEST[kind] ? 'too_late' : undefined;
}
