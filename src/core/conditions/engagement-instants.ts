import type { ZoneOffsets } from '../calendar/zone.js';
import type { EngagementCondition } from '../condition.js';
import { countSince, type EventGroup, indexOf } from '../engagement-index.js';
import { MILLISECONDS_PER_DAY } from '../time.js';
import { comparisonOf, compileSelection, lastOfDays, lastOfDaysIn, type Selection } from './engagement.js';
import { ofDetailed } from './event-details.js';
import type { Subject } from './subject.js';
import { zoneOfDays } from './zone-days.js';

/**
 * The instants (epoch milliseconds, in any order, also past ones) at which the condition can change because events leave its
 * window. Without new events, counts only fall and the latest event stays the latest. So at most two events matter: those at
 * which the count passes `value`. `distinct_days` counts future events of several days as one day until they happen; with
 * such events, the window ends of all days before the latest event are included.
 */
export const compileChangeInstants = (condition: EngagementCondition): ((subject: Subject) => number[]) =>
  ofDetailed(condition, instantsOfSelection(condition));

function instantsOfSelection(condition: EngagementCondition): (subject: Subject) => number[] {
  const { measure, value } = comparisonOf(condition);
  const selection = compileSelection(condition);
  const { window } = selection;
  const isWindowed = window !== Number.POSITIVE_INFINITY;
  const ranks = ranksOf(value);
  switch (measure) {
    case 'count':
      if (!isWindowed) return () => [];
      return (subject) => ranks.flatMap((rank) => endsOf(latestOf(selection, subject, rank), window));
    case 'days_since_last': {
      const spans = [...agesAt(value), ...(isWindowed ? [window] : [])];
      return (subject) => {
        const latest = latestOf(selection, subject, 1);
        return spans.flatMap((span) => endsOf(latest, span));
      };
    }
    case 'distinct_days':
      return isWindowed ? compileDayInstants(selection, ranks, zoneOfDays(condition)) : () => [];
  }
}

/** A comparison with `value` changes when fewer events than one of these ranks remain in the window. */
export const ranksOf = (value: number): number[] =>
  [...new Set([Math.ceil(value), Math.floor(value) + 1])].filter((rank) => rank >= 1);

/** The ages (whole milliseconds) around a number of days: where it is an age itself, the product may be rounded to either side of it. */
export const agesAt = (days: number): number[] => {
  const age = days * MILLISECONDS_PER_DAY;
  return [...new Set([Math.floor(age), Math.ceil(age)])];
};

/** An event of exactly the window's age still counts, so the millisecond after it is included. */
export function endsOf(at: number | undefined, window: number): number[] {
  return at === undefined ? [] : [at + window, at + window + 1];
}

function compileDayInstants(selection: Selection, ranks: readonly number[], zone: ZoneOffsets) {
  const { matches, window } = selection;
  return ({ engagement, now }: Subject): number[] => {
    const index = indexOf(engagement);
    const days = index
      ? lastOfDaysIn(index, selection, zone)
      : lastOfDays([engagement.flatMap((event) => (matches(event, now) ? event.occurredAt : []))], zone);
    const latest = days.at(-1);
    if (latest === undefined) return [];
    const eventInstants = ranks.flatMap((rank) => endsOf(days.at(-rank), window));
    if (latest <= now) return eventInstants;
    for (const at of days)
      if (at + window >= now && at + window <= latest + 1) eventInstants.push(...endsOf(at, window));
    return eventInstants;
  };
}

/** The instant of the `rank`th latest event; undefined when there are fewer events. */
function latestOf({ matches, groupsOf }: Selection, { engagement, now }: Subject, rank: number): number | undefined {
  const index = indexOf(engagement);
  if (index !== undefined) return latestOfGroups(groupsOf(index), rank);
  const times: number[] = [];
  for (const event of engagement) if (matches(event, now)) times.push(event.occurredAt);
  if (rank > 1) return times.sort((a, b) => b - a)[rank - 1];
  return times.length === 0 ? undefined : Math.max(...times);
}

/** By binary search: the greatest instant with at least `rank` events at or after it. */
function latestOfGroups(groups: readonly EventGroup[], rank: number): number | undefined {
  let [count, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { times } of groups) {
    count += times.length;
    low = Math.min(low, times[0] ?? low);
    high = Math.max(high, times.at(-1) ?? high);
  }
  if (count < rank) return undefined;
  while (low < high) {
    const middle = low + Math.ceil((high - low) / 2);
    const since = groups.reduce((sum, { times }) => sum + countSince(times, middle), 0);
    if (since >= rank) low = middle;
    else high = middle - 1;
  }
  return low;
}
