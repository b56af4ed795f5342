/**
 * Decisions count the latest so many engagement events of a lead in the order of arrival, which is the order of their ids
 * (UUIDv7). However many a lead has, one more costs no more processor time than this many: `npm run bench -- engagement`.
 */
export const HISTORY_LIMIT = 5_000;

/** The events that arrived last, in the order given. A list within the limit is returned as it is. */
export function latestArrived<Event extends { id: string }>(
  events: readonly Event[],
  limit = HISTORY_LIMIT,
): readonly Event[] {
  const surplus = events.length - limit;
  if (surplus <= 0) return events;
  const first = events.map(({ id }) => id).sort()[surplus];
  return first === undefined ? [] : events.filter(({ id }) => id >= first);
}

/** As if these events had just arrived, whatever their ids. */
export function withArrived<Event extends { id: string }>(
  events: readonly Event[],
  added: readonly Event[],
): readonly Event[] {
  return [...latestArrived(events, HISTORY_LIMIT - added.length), ...added];
}
