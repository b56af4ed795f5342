import { isWithinReach, type KeyRights } from '../core/api-keys/reach.js';
import type { EventType } from '../core/events/events.js';
import { MOST_TYPE_PATTERNS, selectEventTypes } from '../core/events/type-patterns.js';
import type { EventFilter, FeedPage, LoggedEvent } from '../db/repositories/event-feed.js';
import type { ListRequest } from '../db/repositories/lists.js';
import type { Store } from '../db/store.js';
import { loggedRights } from './api-keys/rights.js';
import type { Principal, WhileIdle } from './context.js';
import { AppError } from './errors.js';
import type { AwaitedEvents, LogWatch } from './log-watch.js';

export type { LoggedEvent };
export type EventsService = ReturnType<typeof eventsService>;

/** Filters of a caller: `types` are patterns, as `lead.*`. */
export interface FeedQuery extends Omit<EventFilter, 'types'> {
  types?: readonly string[] | undefined;
}

/** How long a request may wait for the first event, and how it waits without holding capacity. */
export interface FeedWait {
  milliseconds: number;
  whileIdle: WhileIdle;
}

interface Options {
  watch: LogWatch;
  clock: () => number;
  onFeedRead?: ((seconds: number) => void) | undefined;
}

export function eventsService(store: Store, { watch, clock, onFeedRead }: Options) {
  return {
    async list(principal: Principal, query: FeedQuery, request: ListRequest, wait: FeedWait): Promise<FeedPage> {
      const { workspaceId } = principal;
      const filter = { ...query, types: query.types && eventTypes(query.types) };
      const read = (cursor: string | undefined) => store.read(workspaceId).events.list(filter, { ...request, cursor });
      const until = performance.now() + wait.milliseconds;
      let page = await read(request.cursor);
      while (page.rows.length === 0 && performance.now() < until) {
        const { position, nextCursor, hasMore } = page;
        const moved = hasMore || (await waitForEvents({ workspaceId, after: position, filter }, until, wait));
        if (!moved) break;
        page = await read(nextCursor);
      }
      const newest = page.rows.at(-1);
      // The clock of a sandbox is ahead.
      if (newest) onFeedRead?.(Math.max(0, clock() - newest.occurredAt.getTime()) / 1_000);
      return { ...page, rows: page.rows.map((event) => withinReach(event, principal)) };
    },
  };

  function waitForEvents(awaited: AwaitedEvents, until: number, { whileIdle }: FeedWait): Promise<boolean> {
    const time = AbortSignal.timeout(Math.max(0, Math.ceil(until - performance.now())));
    return whileIdle((ended) => watch.waitForEvents(awaited, AbortSignal.any([ended, time])));
  }
}

function eventTypes(patterns: readonly string[]) {
  if (patterns.length > MOST_TYPE_PATTERNS) throw typesRefused(`has more than ${MOST_TYPE_PATTERNS} patterns`);
  const selected = selectEventTypes(patterns);
  if ('types' in selected) return selected.types;
  throw typesRefused(`has ${selected.unknown}, which selects no event type; the types are those of the field type`);
}

function typesRefused(detail: string): AppError {
  return new AppError('validation_failed', 'The request breaks the rules listed in `errors`.', {
    errors: [{ parameter: 'types', code: 'not_allowed', detail }],
  });
}

/** Events that contain the rights of a key. */
export const OF_RIGHTS: ReadonlySet<string> = new Set<EventType>(['api_key.created', 'api_key.rotated']);

/** Removes the data of an event about a key beyond the reach of the caller: only the key's id remains visible. */
export function withinReach(event: LoggedEvent, principal: KeyRights): LoggedEvent {
  if (!OF_RIGHTS.has(event.type)) return event;
  const rights = loggedRights(event.data.after);
  return rights && isWithinReach(rights, principal) ? event : { ...event, data: {} };
}
