import type { RepCondition } from './rep-conditions.js';
import type { Skill } from './reps.js';

/** Facts of the rep that have to fit those of the lead, each lead anew. */
export const REP_MATCHES = ['territory', 'language', 'product', 'country', 'region', 'time_zone'] as const;
export type RepMatch = (typeof REP_MATCHES)[number];

/**
 * Whether working hours matter: `anytime`, they do not (time off always does); `now`, only who works at this instant;
 * `within`, also who begins within so many hours; `hold`, as `now`, and the lead waits for this rule's team instead of
 * going on to the next rule.
 */
export const AVAILABILITY_MODES = ['anytime', 'now', 'within', 'hold'] as const;
export interface Availability {
  mode: (typeof AVAILABILITY_MODES)[number];
  /** With `within`: 1 to 168. */
  hours?: number | undefined;
}

/** What a rule asks of a rep. */
export interface Demand {
  /** Only these members of the team. */
  repIds?: ReadonlySet<string> | undefined;
  matches: readonly RepMatch[];
  skills: readonly Skill[];
  /** What has to hold of the lead and the rep together. */
  fits?: RepCondition | undefined;
  availability: Availability;
}

/** Of a rule that asks for nothing: one object, so that a team which could not is not asked the same again. */
export const ANY_REP: Demand = { matches: [], skills: [], availability: { mode: 'anytime' } };
