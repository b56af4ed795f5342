import type { RepCondition } from './rep-conditions.js';
import type { Skill } from './reps.js';

/** Attributes of the rep that have to match those of the lead. */
export const REP_MATCHES = ['territory', 'language', 'product', 'country', 'region', 'time_zone'] as const;
export type RepMatch = (typeof REP_MATCHES)[number];

/**
 * How working hours limit the candidates. `anytime`: not at all (time off always does). `now`: only reps at work at this
 * instant. `within`: also reps who start within `hours`. `hold`: as `now`, and the lead waits for this rule's team instead of
 * going on to the next rule.
 */
export const AVAILABILITY_MODES = ['anytime', 'now', 'within', 'hold'] as const;
export interface Availability {
  mode: (typeof AVAILABILITY_MODES)[number];
  /** With `within`: 1 to 168. */
  hours?: number | undefined;
}

/** The requirements of a rule for a rep. */
export interface RepRequirements {
  /** Only these members of the team. */
  repIds?: ReadonlySet<string> | undefined;
  matches: readonly RepMatch[];
  skills: readonly Skill[];
  /** A condition over the lead and the rep together. */
  repCondition?: RepCondition | undefined;
  availability: Availability;
}

/** The requirements of a rule that requires nothing. One object, so that `route` skips a team it has already tried with it. */
export const ANY_REP: RepRequirements = { matches: [], skills: [], availability: { mode: 'anytime' } };
