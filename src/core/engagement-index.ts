import type { EngagementFact, EngagementType } from './engagement.js';
import type { Channel } from './sources.js';

/** Shorter lists are read event by event, because an index would cost more. */
export const INDEXED_FROM = 128;

/** The instants of the events of one type and channel, epoch milliseconds, ascending. */
export interface EventGroup {
  readonly type: EngagementType;
  readonly channel: Channel | undefined;
  readonly times: Float64Array;
}

type GrowingGroup = Omit<EventGroup, 'times'> & { times: number[] };

/** The events of a lead by type and channel, so that a query costs one binary search per group. */
export interface EngagementIndex {
  /** Oldest first. */
  readonly events: readonly EngagementFact[];
  readonly groups: readonly EventGroup[];
  /** The latest instant. */
  readonly latest: number;
}

const known = new WeakMap<readonly EngagementFact[], EngagementIndex>();

/** Built once per list, which must not be changed afterwards. Undefined for short lists. */
export function indexOf(engagement: readonly EngagementFact[]): EngagementIndex | undefined {
  if (engagement.length < INDEXED_FROM) return undefined;
  const before = known.get(engagement);
  if (before !== undefined) return before;
  const index = build(oldestFirst(engagement));
  known.set(engagement, index);
  return index;
}

function build(events: readonly EngagementFact[]): EngagementIndex {
  const byType = new Map<EngagementType, GrowingGroup[]>();
  for (const { type, channel, occurredAt } of events) {
    const ofType = byType.get(type);
    const group = ofType?.find((one) => one.channel === channel);
    if (group !== undefined) group.times.push(occurredAt);
    else byType.set(type, [...(ofType ?? []), { type, channel, times: [occurredAt] }]);
  }
  const groups = [...byType.values()].flat().map((group) => ({ ...group, times: Float64Array.from(group.times) }));
  return { events, groups, latest: events.at(-1)?.occurredAt ?? Number.NEGATIVE_INFINITY };
}

/** The events oldest first, as they are stored. A list in another order is copied and sorted. */
export function oldestFirst(events: readonly EngagementFact[]): readonly EngagementFact[] {
  let last = Number.NEGATIVE_INFINITY;
  for (const { occurredAt } of events) {
    if (occurredAt < last) return events.toSorted((a, b) => a.occurredAt - b.occurredAt);
    last = occurredAt;
  }
  return events;
}

/** Index of the first of the ascending times that is not before `from`; the length when there is none. */
export function firstSince(times: Float64Array, from: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const countSince = (times: Float64Array, from: number): number => times.length - firstSince(times, from);
