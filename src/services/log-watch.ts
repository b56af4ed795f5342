import type { Store } from '../db/store.js';

/** Wakes requests that wait for events. */
export interface LogWatch {
  /**
   * Waits until the log of a workspace goes beyond the event `after`, or until the signal aborts. Answers whether there are
   * new events. When too many requests wait already, it answers false at once.
   */
  waitForEvents(workspaceId: string, after: number, signal: AbortSignal): Promise<boolean>;
}

interface Waiting {
  after: number;
  wake: (moved: boolean) => void;
}

/** How often a process looks for new events while requests wait: one statement for all workspaces. */
const LOOK_EVERY_MS = 200;
const MOST_OF_A_WORKSPACE = 100;
const MOST_OF_A_PROCESS = 1_000;

export function logWatch(store: Store): LogWatch {
  const waiting = new Map<string, Set<Waiting>>();
  let count = 0;
  let looking = false;

  const look = async () => {
    // While the database does not answer, requests wait until their time is over.
    const ends = await store.deployment.lastSequences([...waiting.keys()]).catch(() => new Map<string, number>());
    for (const [workspaceId, end] of ends)
      for (const { after, wake } of waiting.get(workspaceId) ?? []) if (end > after) wake(true);
    if (count > 0) setTimeout(look, LOOK_EVERY_MS).unref();
    else looking = false;
  };

  return {
    waitForEvents(workspaceId, after, signal) {
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
        const entry = { after, wake };
        ofWorkspace.add(entry);
        signal.addEventListener('abort', () => wake(false), { once: true });
        if (looking) return;
        looking = true;
        setTimeout(look, LOOK_EVERY_MS).unref();
      });
    },
  };
}
