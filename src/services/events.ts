import type { EventFilter, FeedPage, LoggedEvent } from '../db/repositories/events.js';
import type { ListRequest } from '../db/repositories/lists.js';
import type { Store } from '../db/store.js';

export type { LoggedEvent };
export type EventsService = ReturnType<typeof eventsService>;

export function eventsService(store: Store) {
  return {
    list: (workspaceId: string, filter: EventFilter, request: ListRequest): Promise<FeedPage> =>
      store.read(workspaceId).events.list(filter, request),
  };
}
