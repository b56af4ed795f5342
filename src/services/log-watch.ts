import type { EventFilter, EventHead } from '../db/repositories/event-feed.js';
import type { Store } from '../db/store.js';

/** What a follower of the log waits for. */
export interface AwaitedEvents {
  workspaceId: string;
  /** Events after this number. */
  after: number;
  /** Its period is not looked at: an event outside it ends the wait as well. */
  filter: EventFilter;
}

/** Wakes requests that wait for events. */
export interface LogWatch {
  /**
   * Waits until the log has an event that is awaited, or until the signal aborts. Answers whether there is one. When too many
   * requests wait already, it answers false at once.
   */
  waitForEvents(awaited: AwaitedEvents, signal: AbortSignal): Promise<boolean>;
}

interface Waiting {
  /** The last event that was looked at. */
  after: number;
  selects: (event: EventHead) => boolean;
  wake: (moved: boolean) => void;
}

/** How often a process looks for new events while requests wait: one statement, and one for each workspace with new events. */
const LOOK_EVERY_MS = 200;
const MOST_OF_A_WORKSPACE = 100;
const MOST_OF_A_PROCESS = 1_000;
/** After more new events than these all that wait are woken. */
const MOST_HEADS = 5_000;

export function logWatch(store: Store): LogWatch {
  const waiting = new Map<string, Set<Waiting>>();
  let count = 0;
  let looking = false;

  const look = async () => {
    // While the database does not answer, requests wait until their time is over.
    await lookOnce().catch(() => undefined);
    if (count > 0) setTimeout(look, LOOK_EVERY_MS).unref();
    else looking = false;
  };
  const lookOnce = async () => {
    const ends = await store.deployment.lastSequences([...waiting.keys()]);
    await Promise.all([...ends].map(([workspaceId, end]) => wakeSelecting(workspaceId, end)));
  };
  const wakeSelecting = async (workspaceId: string, end: number) => {
    const behind = [...(waiting.get(workspaceId) ?? [])].filter(({ after }) => after < end);
    if (behind.length === 0) return;
    const first = Math.min(...behind.map(({ after }) => after));
    const heads = end - first > MOST_HEADS ? undefined : await store.read(workspaceId).events.heads(first, end);
    for (const one of behind) {
      if (!heads || heads.some((event) => event.sequence > one.after && one.selects(event))) one.wake(true);
      else one.after = end;
    }
  };

  return {
    waitForEvents({ workspaceId, after, filter }, signal) {
      const ofWorkspace = waiting.get(workspaceId) ?? new Set();
      const isFull = ofWorkspace.size >= MOST_OF_A_WORKSPACE || count >= MOST_OF_A_PROCESS;
      if (isFull || signal.aborted) return Promise.resolve(false);
      waiting.set(workspaceId, ofWorkspace);
      count += 1;
      return new Promise((resolve) => {
        const wake = (moved: boolean) => {
          if (!ofWorkspace.delete(entry)) return;
          count -= 1;
          if (ofWorkspace.size === 0) waiting.delete(workspaceId);
          resolve(moved);
        };
        const entry: Waiting = { after, selects: selectionOf(filter), wake };
        ofWorkspace.add(entry);
        signal.addEventListener('abort', () => wake(false), { once: true });
        if (looking) return;
        looking = true;
        setTimeout(look, LOOK_EVERY_MS).unref();
      });
    },
  };
}

function selectionOf({ types, type, subjectKind, subjectId, actorKind, actorId }: EventFilter) {
  const selected = types && new Set<string>(types);
  const wanted = Object.entries({ type, subjectKind, subjectId, actorKind, actorId });
  const equal = wanted.filter(([, value]) => value !== undefined) as [keyof EventHead, string][];
  return (event: EventHead): boolean =>
    (selected === undefined || selected.has(event.type)) && equal.every(([name, value]) => event[name] === value);
}
