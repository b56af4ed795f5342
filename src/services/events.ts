import { isWithinReach, type KeyRights } from '../core/api-keys/reach.js';
import type { EventType } from '../core/events/events.js';
import type { EventFilter, FeedPage, LoggedEvent } from '../db/repositories/events.js';
import type { ListRequest } from '../db/repositories/lists.js';
import type { Store } from '../db/store.js';
import { loggedRights } from './api-keys/rights.js';
import type { Principal } from './context.js';

export type { LoggedEvent };
export type EventsService = ReturnType<typeof eventsService>;

export function eventsService(store: Store, clock: () => number, onFeedRead?: (seconds: number) => void) {
  return {
    async list(principal: Principal, filter: EventFilter, request: ListRequest): Promise<FeedPage> {
      const page = await store.read(principal.workspaceId).events.list(filter, request);
      const newest = page.rows.at(-1);
      // The clock of a sandbox is ahead.
      if (newest) onFeedRead?.(Math.max(0, clock() - newest.occurredAt.getTime()) / 1_000);
      return { ...page, rows: page.rows.map((event) => withinReach(event, principal)) };
    },
  };
}

/** Events that contain the rights of a key. */
const OF_RIGHTS: ReadonlySet<string> = new Set<EventType>(['api_key.created', 'api_key.rotated']);

/** Removes the data of an event about a key beyond the reach of the caller: only the key's id remains visible. */
function withinReach(event: LoggedEvent, principal: KeyRights): LoggedEvent {
  if (!OF_RIGHTS.has(event.type)) return event;
  const rights = loggedRights(event.data.after);
  return rights && isWithinReach(rights, principal) ? event : { ...event, data: {} };
}
