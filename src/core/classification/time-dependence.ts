import { UTC, type ZoneOffsets } from '../calendar/zone.js';
import type { Condition, FieldCondition } from '../condition.js';
import { compileChangeInstants } from '../conditions/engagement-instants.js';
import { findAnyField } from '../conditions/fields.js';
import type { Subject } from '../conditions/subject.js';
import { compileTouchInstants, touchesAge } from '../conditions/touches.js';
import { nextDayStart, zoneOfDays } from '../conditions/zone-days.js';
import { timeframeEnd } from '../leads/timeframe.js';
import { type Grid, gridsOf, limitsOf, nextPeriodStart } from '../scoring/frequency.js';
import type { ScoreModel } from '../scoring/model.js';
import { MILLISECONDS_PER_DAY, parseInstant } from '../time.js';
import type { ClassificationPolicy } from './policy.js';

/**
 * The parts of the two documents whose value can change by time alone, apart from fading points. Extend this file when the
 * condition language gets another part that reads the clock: add the instants at which it can change. (Points that fade
 * towards zero need nothing here: `next-change.ts` finds their instants by bisection.)
 */
export interface TimeDependence {
  /** For each condition on events: the instants at which it can change because events grow older. */
  readonly eventInstants: readonly ((subject: Subject) => number[])[];
  /** The same for conditions on touches. */
  readonly touchInstants: readonly ((subject: Subject) => number[])[];
  /** Dates that are compared with now, by a distance of `days` before or after, or with `instants`. */
  readonly dates: readonly { field: string; days: readonly number[]; instants: readonly number[] }[];
  /** Number of leaf conditions. */
  readonly conditions: number;
  /** For each calendar on which events dated in the future count with today's events until their period: the next start of a period. */
  readonly nextStarts: readonly ((at: number) => number)[];
  /** Values that the days left of the stated timeframe are compared with. */
  readonly timeframeDays: readonly number[];
  /** Values that the conversion probability is compared with, 0 to 1. */
  readonly probabilities: readonly number[];
  /** Values that `score.engagement` and `score.total` are compared with, in points. */
  readonly scoreThresholds: Readonly<Record<'engagement' | 'total', readonly number[]>>;
}

export function timeDependenceOf(model: ScoreModel, policy: ClassificationPolicy): TimeDependence {
  const limits = model.engagement.rules.map(limitsOf);
  const zones = limits.flatMap(({ dayZone }) => dayZone ?? []);
  const { nextStarts, scoreThresholds, ...ofConditions } = dependenceOf(conditionsOf(model, policy), zones);
  const counted = limits.flatMap(gridsOf);
  const engagement = [...new Set([...model.grade.engagementBounds, ...scoreThresholds.engagement])];
  return {
    ...ofConditions,
    nextStarts: [...nextStarts, ...startsOf(counted)],
    scoreThresholds: { ...scoreThresholds, engagement },
  };
}

/** The same of conditions alone. `counting`: the zones of rules that count days. */
export function dependenceOf(among: readonly Condition[], counting: readonly ZoneOffsets[] = []): TimeDependence {
  const eventInstants = new Map<string, (subject: Subject) => number[]>();
  const touchInstants = new Map<string, (subject: Subject) => number[]>();
  const dates = new Map<string, { days: Set<number>; instants: Set<number> }>();
  const timeframeDays = new Set<number>();
  const zones = new Map(counting.map((zone) => [zone.name, zone]));
  const probabilities = new Set<number>();
  const scoreThresholds = {
    engagement: new Set<number>(),
    total: new Set<number>(),
  };
  let conditions = 0;
  const visit = (condition: Condition): void => {
    if (condition.type === 'field' || condition.type === 'engagement' || condition.type === 'related') conditions += 1;
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
        if (condition.measure === 'distinct_days') zones.set(condition.zone ?? UTC.name, zoneOfDays(condition));
        const key = JSON.stringify(condition);
        if (!eventInstants.has(key)) eventInstants.set(key, compileChangeInstants(condition));
        return;
      }
      case 'related': // Of touches: rules have no others.
        if (touchesAge(condition)) touchInstants.set(JSON.stringify(condition), compileTouchInstants(condition));
        return;
      case 'segment': // Not in rules.
        return;
      default:
        assertNever(condition);
    }
  };
  for (const condition of among) visit(condition);
  return {
    eventInstants: [...eventInstants.values()],
    touchInstants: [...touchInstants.values()],
    conditions,
    dates: [...dates].map(([field, { days, instants }]) => ({ field, days: [...days], instants: [...instants] })),
    nextStarts: [...zones.values()].map((zone) => (at: number) => nextDayStart(zone, at)),
    timeframeDays: [...timeframeDays],
    probabilities: [...probabilities],
    scoreThresholds: { engagement: [...scoreThresholds.engagement], total: [...scoreThresholds.total] },
  };
}

/** Whether the clock alone can change one of the conditions. Scores and classes that fade are no part of it. */
export const readsClock = ({ eventInstants, touchInstants, dates, timeframeDays }: TimeDependence): boolean =>
  eventInstants.length + touchInstants.length + dates.length + timeframeDays.length > 0;

/** Adds date fields, and custom attributes that relative operators read as dates. Other comparisons do not change by time. */
function addDate(
  dates: Map<string, { days: Set<number>; instants: Set<number> }>,
  { field, operator, value }: FieldCondition,
): void {
  const relative = operator === 'within_last' || operator === 'older_than' || operator === 'within_next';
  const isDate = findAnyField(field)?.type === 'date';
  if (!relative && !isDate) return;
  const known = dates.get(field) ?? { days: new Set(), instants: new Set() };
  dates.set(field, known);
  if (relative) known.days.add(Number(value));
  for (const one of [value].flat()) {
    const instant = typeof one === 'string' ? parseInstant(one) : undefined;
    if (instant !== undefined) known.instants.add(instant);
  }
}

/** The instants after now at which a condition on the subject can change, ascending, without duplicates. */
export function changeInstants(
  { eventInstants, touchInstants, dates, nextStarts, timeframeDays }: Omit<TimeDependence, 'scoreThresholds'>,
  subject: Subject,
): number[] {
  const { facts, engagement, now } = subject;
  const instants = new Set<number>();
  for (const at of dateInstants(dates, subject))
    for (const near of [at - 1, at, at + 1]) if (near > now) instants.add(near);
  const end = timeframeDays.length === 0 ? undefined : timeframeEnd(facts);
  if (end !== undefined) {
    // Includes the neighbouring milliseconds, because days are fractions and rounding must not decide.
    for (const days of timeframeDays) {
      const at = Math.floor(end - days * MILLISECONDS_PER_DAY);
      for (const near of [at - 1, at, at + 1, at + 2]) if (near > now) instants.add(near);
    }
  }
  for (const at of futureEventInstants(nextStarts, subject)) instants.add(at);
  for (const instantsOf of touchInstants) for (const at of instantsOf(subject)) if (at > now) instants.add(at);
  if (engagement.length > 0) {
    for (const instantsOf of eventInstants) for (const at of instantsOf(subject)) if (at > now) instants.add(at);
  }
  return instants.size < 2 ? [...instants] : [...instants].sort((a, b) => a - b);
}

/**
 * The instants at which events dated in the future stop counting together with today's events: at the next start of a period, and at the
 * start of the period after each of these events.
 */
function futureEventInstants(nextStarts: TimeDependence['nextStarts'], { engagement, now }: Subject): Iterable<number> {
  const starts = new Set<number>();
  if (nextStarts.length === 0) return starts;
  for (const { occurredAt } of engagement) {
    if (occurredAt <= now) continue;
    for (const nextStart of nextStarts) starts.add(nextStart(occurredAt));
  }
  if (starts.size > 0) for (const nextStart of nextStarts) starts.add(nextStart(now));
  return starts;
}

function startsOf(grids: readonly Grid[]): ((at: number) => number)[] {
  const distinct = new Map(grids.map((grid) => [`${grid.origin} ${grid.period}`, grid]));
  return [...distinct.values()].map((grid) => (at: number) => nextPeriodStart(grid, at));
}

function dateInstants(dates: TimeDependence['dates'], subject: Subject): number[] {
  return dates.flatMap(({ field, days, instants }) => {
    // Reads the date itself: with the real `now`, a date of the service that lies in the future would be read as now.
    const value = findAnyField(field)?.read({ ...subject, now: Number.POSITIVE_INFINITY });
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

/** Exhaustiveness check: this call does not compile while a kind of condition is not handled above. */
function assertNever(part: never): never {
  throw new Error(`a condition of an unknown kind: ${JSON.stringify(part)}`);
}
