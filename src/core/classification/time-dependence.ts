import type { Condition, FieldCondition } from '../conditions/grammar.js';
import type { Subject } from '../conditions/subject.js';
import type { EngagementType } from '../engagement.js';
import { timeframeEnd } from '../leads/timeframe.js';
import type { ScoreModel } from '../scoring/model.js';
import { MILLISECONDS_PER_DAY } from '../time.js';
import type { ClassificationPolicy } from './policy.js';

/**
 * What in the two documents can change by time alone, apart from the fading of points. THE PLACE TO EXTEND when the
 * condition language gets another part that reads the clock: say here at which instants it can turn over. (Rules whose
 * points only fade towards zero need nothing: `next-change.ts` finds their instants by bisection.)
 */
export interface TimeDependence {
  /** A condition counts events of these types no older than this (milliseconds). */
  readonly windows: readonly { types: ReadonlySet<EngagementType>; window: number }[];
  /** What the days left of the stated timeframe are compared with. */
  readonly timeframeDays: readonly number[];
  /** What `score.engagement` and `score.total` are compared with, in points. */
  readonly scoreThresholds: Readonly<Record<'engagement' | 'total', readonly number[]>>;
}

export function timeDependenceOf(model: ScoreModel, policy: ClassificationPolicy): TimeDependence {
  const windows = new Map<number, Set<EngagementType>>();
  const timeframeDays = new Set<number>();
  const scoreThresholds = {
    engagement: new Set<number>(model.grade.engagementBounds),
    total: new Set<number>(),
  };
  const visit = (condition: Condition): void => {
    switch (condition.type) {
      case 'all':
      case 'any':
        condition.conditions.forEach(visit);
        return;
      case 'not':
        visit(condition.condition);
        return;
      case 'field':
        for (const number of operandsOf(condition)) {
          if (condition.field === 'timeframeDaysLeft') timeframeDays.add(number);
          if (condition.field === 'score.engagement') scoreThresholds.engagement.add(number);
          if (condition.field === 'score.total') scoreThresholds.total.add(number);
        }
        return;
      case 'engagement': {
        if (condition.withinDays === undefined) return;
        const window = condition.withinDays * MILLISECONDS_PER_DAY;
        const types = windows.get(window) ?? new Set();
        windows.set(window, types);
        for (const type of condition.engagementTypes) types.add(type);
        return;
      }
      default:
        unknownPart(condition);
    }
  };
  for (const condition of conditionsOf(model, policy)) visit(condition);
  return {
    windows: [...windows].map(([window, types]) => ({ window, types })),
    timeframeDays: [...timeframeDays],
    scoreThresholds: { engagement: [...scoreThresholds.engagement], total: [...scoreThresholds.total] },
  };
}

/** Instants after now at which a condition about the subject can turn over, in order, each once. */
export function turningInstants(
  { windows, timeframeDays }: Pick<TimeDependence, 'windows' | 'timeframeDays'>,
  { facts, engagement, now }: Subject,
): number[] {
  const instants = new Set<number>();
  const end = timeframeDays.length === 0 ? undefined : timeframeEnd(facts);
  if (end !== undefined) {
    // The millisecond before and after as well: days are fractions, and their rounding must not decide.
    for (const days of timeframeDays) {
      const at = Math.floor(end - days * MILLISECONDS_PER_DAY);
      for (const near of [at - 1, at, at + 1, at + 2]) if (near > now) instants.add(near);
    }
  }
  if (engagement.length > 0) {
    for (const { types, window } of windows) {
      for (const { type, occurredAt } of engagement) {
        // An event of exactly the window's age still counts.
        const at = occurredAt + Math.floor(window) + 1;
        if (at > now && types.has(type)) instants.add(at);
      }
    }
  }
  return instants.size < 2 ? [...instants] : [...instants].sort((a, b) => a - b);
}

function conditionsOf({ fit, engagement }: ScoreModel, { temperature, category }: ClassificationPolicy): Condition[] {
  const rules = [...temperature.rules, ...category.rules];
  return [
    ...fit.rules.map(({ when }) => when),
    ...engagement.rules.flatMap(({ when }) => when ?? []),
    ...rules.flatMap(({ when, stay }) => (stay === undefined ? [when] : [when, stay])),
    ...(category.guards ?? []).map(({ requires }) => requires),
  ];
}

function operandsOf({ value }: FieldCondition): number[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((one): one is number => typeof one === 'number');
}

/** The compiler refuses this call while a part of the language is not looked at above. */
function unknownPart(part: never): never {
  throw new Error(`a condition of an unknown kind: ${JSON.stringify(part)}`);
}
