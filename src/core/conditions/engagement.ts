import type { ZoneOffsets } from '../calendar/zone.js';
import type { EngagementCondition, EngagementMeasure, EngagementOperator } from '../condition.js';
import type { EngagementFact, EngagementType } from '../engagement.js';
import { countSince, type EngagementIndex, type EventGroup, indexOf } from '../engagement-index.js';
import type { Channel } from '../sources.js';
import { ageOf, MILLISECONDS_PER_DAY, millisecondsOfDays } from '../time.js';
import { ofDetailed } from './event-details.js';
import type { Subject } from './subject.js';
import { dayIn, zoneOfDays } from './zone-days.js';

export type Measured = Pick<
  EngagementCondition,
  'engagementTypes' | 'sourceChannels' | 'withinDays' | 'measure' | 'sourceIds' | 'properties' | 'zone'
>;

/** The comparison of the condition in full: `minimumCount` is short for `count` `gte`. */
export function comparisonOf({ measure = 'count', operator, value, minimumCount = 1 }: EngagementCondition): {
  measure: EngagementMeasure;
  operator: EngagementOperator;
  value: number;
} {
  if (operator === undefined || value === undefined) return { measure: 'count', operator: 'gte', value: minimumCount };
  return { measure, operator, value };
}

/** Whether the condition is false for leads without any event that it selects. */
export function requiresEvent(condition: EngagementCondition): boolean {
  const { measure, operator, value } = comparisonOf(condition);
  if (measure === 'days_since_last') return operator === 'eq' || operator === 'lt' || operator === 'lte';
  return (operator === 'gt' && value >= 0) || ((operator === 'gte' || operator === 'eq') && value > 0);
}

export function compileEngagement(condition: EngagementCondition): (subject: Subject) => boolean {
  const { measure, operator, value } = comparisonOf(condition);
  if (measure === 'count' && operator === 'gte' && value === 1)
    return ofDetailed(condition, compileHappened(condition));
  const compare = COMPARE[operator];
  const read = compileMeasure({ ...condition, measure });
  return (subject) => compare(read(subject), value);
}

export const COMPARE: Record<EngagementOperator, (measured: number, value: number) => boolean> = {
  eq: (measured, value) => measured === value,
  neq: (measured, value) => measured !== value,
  gt: (measured, value) => measured > value,
  gte: (measured, value) => measured >= value,
  lt: (measured, value) => measured < value,
  lte: (measured, value) => measured <= value,
};

/** Whether there is at least one such event. The most frequent condition, so it stops at the first event. */
function compileHappened(condition: EngagementCondition): (subject: Subject) => boolean {
  const selection = compileSelection(condition);
  const { matches } = selection;
  return ({ engagement, now }) => {
    const index = indexOf(engagement);
    if (index !== undefined) {
      return selection.groupsOf(index).some(({ times }) => countSince(times, now - selection.window) > 0);
    }
    for (const event of engagement) if (matches(event, now)) return true;
    return false;
  };
}

/** The events that a condition selects. */
export interface Selection {
  matches(event: EngagementFact, now: number): boolean;
  /** The groups of these types and channels, whatever their age. */
  groupsOf(index: EngagementIndex): EventGroup[];
  /** Cache key: equal for all selections of these types and channels. */
  readonly key: string;
  /** The greatest age that counts, whole milliseconds. */
  readonly window: number;
}

/** The age is tested first, because comparing numbers is faster than comparing texts. */
export function compileSelection({ engagementTypes, sourceChannels, withinDays }: Measured): Selection {
  const types = engagementTypes && membership(engagementTypes);
  const channels: ReadonlySet<Channel> | undefined = sourceChannels && new Set(sourceChannels);
  const window = withinDays === undefined ? Number.POSITIVE_INFINITY : millisecondsOfDays(withinDays);
  const belongs = ({ type, channel }: Pick<EngagementFact, 'type' | 'channel'>): boolean =>
    (types === undefined || types[type] === true) &&
    (channels === undefined || (channel !== undefined && channels.has(channel)));
  return {
    matches: (event, now) => now - event.occurredAt <= window && belongs(event),
    groupsOf: ({ groups }) => groups.filter(belongs),
    key: [engagementTypes, sourceChannels].map((words) => words?.toSorted().join() ?? '*').join(' '),
    window,
  };
}

/** A plain record: it is read for every event, and with few keys is several times as fast as a `Set`. */
function membership(types: readonly EngagementType[]): Readonly<Partial<Record<EngagementType, true>>> {
  const members: Partial<Record<EngagementType, true>> = Object.create(null);
  for (const type of types) members[type] = true;
  return members;
}

/** The number that the condition compares; Infinity for `days_since_last` without an event. */
export function compileMeasure(measured: Measured): (subject: Subject) => number {
  return ofDetailed(measured, MEASURES[measured.measure ?? 'count'](compileSelection(measured), measured));
}

type Compile = (selection: Selection, measured: Measured) => (subject: Subject) => number;

const MEASURES: Record<EngagementMeasure, Compile> = {
  count: (selection) => compileCount(selection),
  distinct_days: (selection, measured) => compileDistinctDays(selection, zoneOfDays(measured)),
  days_since_last: (selection) => compileDaysSinceLast(selection),
};

function compileCount({ matches, groupsOf, window }: Selection): (subject: Subject) => number {
  return ({ engagement, now }) => {
    const index = indexOf(engagement);
    let count = 0;
    if (index !== undefined) for (const { times } of groupsOf(index)) count += countSince(times, now - window);
    else for (const event of engagement) if (matches(event, now)) count += 1;
    return count;
  };
}

function compileDistinctDays(selection: Selection, zone: ZoneOffsets): (subject: Subject) => number {
  const { matches, groupsOf, window } = selection;
  return ({ engagement, now }) => {
    const index = indexOf(engagement);
    if (index === undefined) {
      const days = new Set<number>();
      for (const event of engagement) {
        if (matches(event, now)) days.add(dayIn(zone, Math.min(event.occurredAt, now)));
      }
      return days.size;
    }
    const days = lastOfDaysIn(index, selection, zone);
    const past = days.length - countSince(days, now + 1);
    const counted = past - (days.length - countSince(days, now - window));
    if (latestOf(groupsOf(index)) <= now) return counted;
    // Events dated in the future count as today, which may have earlier ones.
    const last = past === 0 ? Number.NEGATIVE_INFINITY : (days[past - 1] as number);
    return last >= now - window && dayIn(zone, last) === dayIn(zone, now) ? counted : counted + 1;
  };
}

const daysByIndex = new WeakMap<EngagementIndex, Map<string, Float64Array>>();

/** The last instant of each day of the zone with an event of the selection, ascending; computed once per index, selection and zone. */
export function lastOfDaysIn(
  index: EngagementIndex,
  { key: selected, groupsOf }: Selection,
  zone: ZoneOffsets,
): Float64Array {
  const key = `${selected} ${zone.name}`;
  const known = daysByIndex.get(index) ?? new Map<string, Float64Array>();
  daysByIndex.set(index, known);
  const times = () => groupsOf(index).map((group) => group.times);
  const days = known.get(key) ?? lastOfDays(times(), zone);
  known.set(key, days);
  return days;
}

export function lastOfDays(lists: readonly Iterable<number>[], zone: ZoneOffsets): Float64Array {
  const lastOfDay = new Map<number, number>();
  const add = (day: number, at: number) => lastOfDay.set(day, Math.max(lastOfDay.get(day) ?? at, at));
  for (const times of lists) {
    let [day, last] = [Number.NaN, Number.NEGATIVE_INFINITY];
    for (const at of times) {
      const next = dayIn(zone, at);
      if (next !== day && last !== Number.NEGATIVE_INFINITY) add(day, last);
      last = next === day ? Math.max(last, at) : at;
      day = next;
    }
    if (last !== Number.NEGATIVE_INFINITY) add(day, last);
  }
  return Float64Array.from(lastOfDay.values()).sort();
}

function compileDaysSinceLast({ matches, groupsOf, window }: Selection): (subject: Subject) => number {
  return ({ engagement, now }) => {
    const index = indexOf(engagement);
    let age = Number.POSITIVE_INFINITY;
    if (index !== undefined) {
      const latest = latestOf(groupsOf(index));
      if (latest >= now - window) age = ageOf(latest, now);
    } else for (const event of engagement) if (matches(event, now)) age = Math.min(age, ageOf(event.occurredAt, now));
    return age / MILLISECONDS_PER_DAY;
  };
}

/** The latest event of the groups; -Infinity without one. */
function latestOf(groups: readonly EventGroup[]): number {
  let latest = Number.NEGATIVE_INFINITY;
  for (const { times } of groups) latest = Math.max(latest, times.at(-1) ?? latest);
  return latest;
}
