import type { Condition, FieldCondition } from '../condition.js';
import { compileTurns } from '../conditions/engagement-turns.js';
import { findField } from '../conditions/fields.js';
import type { Subject } from '../conditions/subject.js';
import { timeframeEnd } from '../leads/timeframe.js';
import { DAYS, type Grid, gridsOf, limitsOf, nextStretch } from '../scoring/frequency.js';
import type { ScoreModel } from '../scoring/model.js';
import { MILLISECONDS_PER_DAY, parseInstant } from '../time.js';
import type { ClassificationPolicy } from './policy.js';

/**
 * What in the two documents can change by time alone, apart from the fading of points. THE PLACE TO EXTEND when the
 * condition language gets another part that reads the clock: say here at which instants it can turn over. (Rules whose
 * points only fade towards zero need nothing: `next-change.ts` finds their instants by bisection.)
 */
export interface TimeDependence {
  /** Of each condition about events: when it can turn over because events grow older. */
  readonly turns: readonly ((subject: Subject) => number[])[];
  /** A date is asked for its distance from now, in days before or after it, or compared with instants. */
  readonly dates: readonly { field: string; days: readonly number[]; instants: readonly number[] }[];
  /** How many conditions there are, without those that join others. */
  readonly conditions: number;
  /** On these, events dated in the future count with today's until their day has come. */
  readonly grids: readonly Grid[];
  /** What the days left of the stated timeframe are compared with. */
  readonly timeframeDays: readonly number[];
  /** What the conversion probability is compared with, 0 to 1. */
  readonly probabilities: readonly number[];
  /** What `score.engagement` and `score.total` are compared with, in points. */
  readonly scoreThresholds: Readonly<Record<'engagement' | 'total', readonly number[]>>;
}

export function timeDependenceOf(model: ScoreModel, policy: ClassificationPolicy): TimeDependence {
  const turns = new Map<string, (subject: Subject) => number[]>();
  const dates = new Map<string, { days: Set<number>; instants: Set<number> }>();
  const timeframeDays = new Set<number>();
  const grids = model.engagement.rules.flatMap((rule) => gridsOf(limitsOf(rule)));
  const probabilities = new Set<number>();
  const scoreThresholds = {
    engagement: new Set<number>(model.grade.engagementBounds),
    total: new Set<number>(),
  };
  let conditions = 0;
  const visit = (condition: Condition): void => {
    if (condition.type === 'field' || condition.type === 'engagement') conditions += 1;
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
          if (condition.field === 'conversionProbability') probabilities.add(number);
          if (condition.field === 'score.engagement') scoreThresholds.engagement.add(number);
          if (condition.field === 'score.total') scoreThresholds.total.add(number);
        }
        addDate(dates, condition);
        return;
      case 'engagement': {
        if (condition.measure === 'distinct_days') grids.push(DAYS);
        const key = JSON.stringify(condition);
        if (!turns.has(key)) turns.set(key, compileTurns(condition));
        return;
      }
      default:
        unknownPart(condition);
    }
  };
  for (const condition of conditionsOf(model, policy)) visit(condition);
  return {
    turns: [...turns.values()],
    conditions,
    dates: [...dates].map(([field, { days, instants }]) => ({ field, days: [...days], instants: [...instants] })),
    grids: [...new Map(grids.map((grid) => [`${grid.origin} ${grid.period}`, grid])).values()],
    timeframeDays: [...timeframeDays],
    probabilities: [...probabilities],
    scoreThresholds: { engagement: [...scoreThresholds.engagement], total: [...scoreThresholds.total] },
  };
}

/** Only texts of custom attributes may be dates; what is compared otherwise stands still. */
function addDate(
  dates: Map<string, { days: Set<number>; instants: Set<number> }>,
  { field, operator, value }: FieldCondition,
): void {
  const relative = operator === 'within_last' || operator === 'older_than' || operator === 'within_next';
  const isDate = findField(field)?.type === 'date';
  if (!relative && !isDate) return;
  const known = dates.get(field) ?? { days: new Set(), instants: new Set() };
  dates.set(field, known);
  if (relative) known.days.add(Number(value));
  for (const one of [value].flat()) {
    const instant = typeof one === 'string' ? parseInstant(one) : undefined;
    if (instant !== undefined) known.instants.add(instant);
  }
}

/** Instants after now at which a condition about the subject can turn over, in order, each once. */
export function turningInstants(
  { turns, dates, grids, timeframeDays }: Omit<TimeDependence, 'scoreThresholds'>,
  subject: Subject,
): number[] {
  const { facts, engagement, now } = subject;
  const instants = new Set<number>();
  for (const at of datesTurning(dates, subject))
    for (const near of [at - 1, at, at + 1]) if (near > now) instants.add(near);
  const end = timeframeDays.length === 0 ? undefined : timeframeEnd(facts);
  if (end !== undefined) {
    // The millisecond before and after as well: days are fractions, and their rounding must not decide.
    for (const days of timeframeDays) {
      const at = Math.floor(end - days * MILLISECONDS_PER_DAY);
      for (const near of [at - 1, at, at + 1, at + 2]) if (near > now) instants.add(near);
    }
  }
  for (const at of futureTurning(grids, subject)) instants.add(at);
  if (engagement.length > 0) {
    for (const turnsOf of turns) for (const at of turnsOf(subject)) if (at > now) instants.add(at);
  }
  return instants.size < 2 ? [...instants] : [...instants].sort((a, b) => a - b);
}

/**
 * When events dated in the future part from those that are counted with them until then: at the next stretch of each grid,
 * and at the next one after each of them has come.
 */
function futureTurning(grids: readonly Grid[], { engagement, now }: Subject): Iterable<number> {
  const stretches = new Set<number>();
  if (grids.length === 0) return stretches;
  for (const { occurredAt } of engagement) {
    if (occurredAt <= now) continue;
    for (const grid of grids) stretches.add(nextStretch(grid, occurredAt));
  }
  if (stretches.size > 0) for (const grid of grids) stretches.add(nextStretch(grid, now));
  return stretches;
}

function datesTurning(dates: TimeDependence['dates'], subject: Subject): number[] {
  return dates.flatMap(({ field, days, instants }) => {
    // As it will be read once it has come: until then the service's own dates count as now.
    const value = findField(field)?.read({ ...subject, now: Number.POSITIVE_INFINITY });
    const date = typeof value === 'string' ? parseInstant(value) : value;
    if (typeof date !== 'number') return [];
    const spans = days.map((count) => Math.floor(count * MILLISECONDS_PER_DAY));
    return [date, ...instants, ...spans.flatMap((span) => [date + span, date - span])];
  });
}

export function conditionsOf(
  { fit, engagement }: ScoreModel,
  { temperature, category }: ClassificationPolicy,
): Condition[] {
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
