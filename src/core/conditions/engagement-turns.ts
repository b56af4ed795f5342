import type { EngagementCondition } from '../condition.js';
import { countSince, type EventGroup, indexOf } from '../engagement-index.js';
import { MILLISECONDS_PER_DAY } from '../time.js';
import { comparisonOf, compileSelection, lastOfDays, lastOfDaysIn, type Selection } from './engagement.js';
import type { Subject } from './subject.js';

/**
 * The instants (epoch milliseconds, in any order, also past ones) at which the condition can turn over because events
 * leave its window. Without new events, counts only fall and the latest event stays the latest: so at most two events of
 * all decide when, those by which the count passes `value`. Events dated in the future, of which `distinct_days` counts
 * those of several days as one until they have come, bring the ends of all days until then.
 */
export function compileTurns(condition: EngagementCondition): (subject: Subject) => number[] {
  const { measure, value } = comparisonOf(condition);
  const selection = compileSelection(condition);
  const { window } = selection;
  const isWindowed = window !== Number.POSITIVE_INFINITY;
  // Passing the value: at least so many are there, and no longer.
  const ranks = [...new Set([Math.ceil(value), Math.floor(value) + 1])].filter((rank) => rank >= 1);
  switch (measure) {
    case 'count':
      if (!isWindowed) return () => [];
      return (subject) => ranks.flatMap((rank) => endsOf(latestOf(selection, subject, rank), window));
    case 'days_since_last': {
      const spans = [Math.floor(value * MILLISECONDS_PER_DAY), ...(isWindowed ? [window] : [])];
      return (subject) => {
        const latest = latestOf(selection, subject, 1);
        return spans.flatMap((span) => endsOf(latest, span));
      };
    }
    case 'distinct_days':
      return isWindowed ? compileDayTurns(selection, ranks) : () => [];
  }
}

/** An event of exactly the window's age still counts. Exactly so many days since it are another number than more. */
function endsOf(at: number | undefined, window: number): number[] {
  return at === undefined ? [] : [at + window, at + window + 1];
}

function compileDayTurns(selection: Selection, ranks: readonly number[]) {
  const { isMeant, window } = selection;
  return ({ engagement, now }: Subject): number[] => {
    const index = indexOf(engagement);
    const days = index
      ? lastOfDaysIn(index, selection)
      : lastOfDays([engagement.flatMap((event) => (isMeant(event, now) ? event.occurredAt : []))]);
    const latest = days.at(-1);
    if (latest === undefined) return [];
    const turns = ranks.flatMap((rank) => endsOf(days.at(-rank), window));
    if (latest <= now) return turns;
    for (const at of days) if (at + window >= now && at + window <= latest + 1) turns.push(...endsOf(at, window));
    return turns;
  };
}

/** The instant of the event that is `rank`th when the latest is first; undefined when there are fewer. */
function latestOf({ isMeant, groupsOf }: Selection, { engagement, now }: Subject, rank: number): number | undefined {
  const index = indexOf(engagement);
  if (index !== undefined) return latestOfGroups(groupsOf(index), rank);
  const times: number[] = [];
  for (const event of engagement) if (isMeant(event, now)) times.push(event.occurredAt);
  if (rank > 1) return times.sort((a, b) => b - a)[rank - 1];
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Searches the instant by halving: the greatest that has at least `rank` events from it on. */
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
