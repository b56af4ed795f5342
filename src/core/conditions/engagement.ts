import type { EngagementFact, EngagementType } from '../engagement.js';
import type { Channel } from '../sources.js';
import { ageOf, MILLISECONDS_PER_DAY } from '../time.js';
import type { EngagementCondition, EngagementMeasure, EngagementOperator } from './grammar.js';
import type { Subject } from './subject.js';

type Measured = Pick<EngagementCondition, 'engagementTypes' | 'sourceChannels' | 'withinDays' | 'measure'>;

/** What the condition compares with, spelled out: `minimumCount` is short for count gte. */
export function comparisonOf({ measure = 'count', operator, value, minimumCount = 1 }: EngagementCondition): {
  measure: EngagementMeasure;
  operator: EngagementOperator;
  value: number;
} {
  if (operator === undefined || value === undefined) return { measure: 'count', operator: 'gte', value: minimumCount };
  return { measure, operator, value };
}

export function compileEngagement(condition: EngagementCondition): (subject: Subject) => boolean {
  const { measure, operator, value } = comparisonOf(condition);
  if (measure === 'count' && operator === 'gte' && value === 1) return compileHappened(condition);
  const compare = COMPARE[operator];
  const read = compileMeasure({ ...condition, measure });
  return (subject) => compare(read(subject), value);
}

const COMPARE: Record<EngagementOperator, (measured: number, value: number) => boolean> = {
  eq: (measured, value) => measured === value,
  neq: (measured, value) => measured !== value,
  gt: (measured, value) => measured > value,
  gte: (measured, value) => measured >= value,
  lt: (measured, value) => measured < value,
  lte: (measured, value) => measured <= value,
};

/** Whether there is any such event: the question asked most, which ends at the first. */
function compileHappened(condition: EngagementCondition): (subject: Subject) => boolean {
  const isMeant = compileSelection(condition);
  return ({ engagement, now }) => {
    for (const event of engagement) if (isMeant(event, now)) return true;
    return false;
  };
}

/** Which events a condition is about. The age is asked first: numbers are compared sooner than words. */
function compileSelection({ engagementTypes, sourceChannels, withinDays }: Measured) {
  const types = engagementTypes && membership(engagementTypes);
  const channels: ReadonlySet<Channel> | undefined = sourceChannels && new Set(sourceChannels);
  const window = withinDays === undefined ? Number.POSITIVE_INFINITY : withinDays * MILLISECONDS_PER_DAY;
  return ({ type, channel, occurredAt }: EngagementFact, now: number): boolean =>
    now - occurredAt <= window &&
    (types === undefined || types[type] === true) &&
    (channels === undefined || (channel !== undefined && channels.has(channel)));
}

/** A plain record: asked for every event, and several times as fast as a set with few members. */
function membership(types: readonly EngagementType[]): Readonly<Partial<Record<EngagementType, true>>> {
  const members: Partial<Record<EngagementType, true>> = Object.create(null);
  for (const type of types) members[type] = true;
  return members;
}

/** The number that the condition compares; infinite for the days since something that never happened. */
export function compileMeasure(measured: Measured): (subject: Subject) => number {
  const isMeant = compileSelection(measured);
  switch (measured.measure ?? 'count') {
    case 'count':
      return ({ engagement, now }) => {
        let count = 0;
        for (const event of engagement) if (isMeant(event, now)) count += 1;
        return count;
      };
    case 'distinct_days':
      return ({ engagement, now }) => {
        const days = new Set<number>();
        for (const event of engagement) {
          if (isMeant(event, now)) days.add(Math.floor(Math.min(event.occurredAt, now) / MILLISECONDS_PER_DAY));
        }
        return days.size;
      };
    case 'days_since_last':
      return ({ engagement, now }) => {
        let age = Number.POSITIVE_INFINITY;
        for (const event of engagement) if (isMeant(event, now)) age = Math.min(age, ageOf(event.occurredAt, now));
        return age / MILLISECONDS_PER_DAY;
      };
  }
}
