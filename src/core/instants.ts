import { MILLISECONDS_PER_DAY } from './time.js';

/**
 * The range of instants that callers may send. `past`: an event that has happened. `plan`: a planned event. An instant outside
 * is a mistake of the caller, and arithmetic with it could leave the years 1 to 9999, which JavaScript and PostgreSQL share.
 */
export const INSTANT_KINDS = ['past', 'plan'] as const;
export type InstantKind = (typeof INSTANT_KINDS)[number];

/** No event and no plan is older than 1970-01-01T00:00:00Z. */
export const EARLIEST_INSTANT = Date.UTC(1970, 0, 1);
/** How far the clock of a caller may be ahead of the service's, milliseconds. */
const CLOCK_SKEW = 5 * 60_000;
/** Ten years with the most leap days they can have, milliseconds. */
export const LONGEST_PLAN = (10 * 365 + 3) * MILLISECONDS_PER_DAY;

const LATEST: Record<InstantKind, number> = { past: CLOCK_SKEW, plan: LONGEST_PLAN };

/** How `at` violates the range of its kind; undefined when it does not. Epoch milliseconds; `now` by the workspace's clock. */
export function instantFault(kind: InstantKind, at: number, now: number): 'too_early' | 'too_late' | undefined {
  if (at < EARLIEST_INSTANT) return 'too_early';
  return at > now + LATEST[kind] ? 'too_late' : undefined;
}
