/**
 * Decisions count this many of the latest engagement events of a lead, in the order of arrival, which is the order of their ids
 * (UUIDv7). So the processor time for one more event stays bounded, however many events a lead has: `npm run bench -- engagement`.
 */
export const HISTORY_LIMIT = 5_000;

/** The events that arrived last, in the given order. Returns a list within the limit unchanged. */
export function latestArrived<Event extends { id: string }>(
  events: readonly Event[],
  limit = HISTORY_LIMIT,
): readonly Event[] {
  const surplus = events.length - limit;
  if (surplus <= 0) return events;
  const first = events.map(({ id }) => id).sort()[surplus];
  return first === undefined ? [] : events.filter(({ id }) => id >= first);
}

/** The events with `added` as the latest arrivals, whatever their ids. */
export function withArrived<Event extends { id: string }>(
  events: readonly Event[],
  added: readonly Event[],
): readonly Event[] {
  return [...latestArrived(events, HISTORY_LIMIT - added.length), ...added];
}
