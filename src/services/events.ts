import type { EventFilter, EventRow } from '../db/repositories/events.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { Store } from '../db/store.js';

export type LoggedEvent = EventRow;
export type EventsService = ReturnType<typeof eventsService>;

export function eventsService(store: Store) {
  return {
    list: (workspaceId: string, filter: EventFilter, request: ListRequest): Promise<Page<LoggedEvent>> =>
      store.read(workspaceId).events.list(filter, request),
  };
}
