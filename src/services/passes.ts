import type { EventOrigin } from '../db/repositories/events.js';
import type { Store, WriteScope } from '../db/store.js';

/** Workspaces of a round. */
const ROUND = 20;
/** After this time a pass yields to those of other workspaces, and goes on in the next round. */
const TURN_MS = 5_000;

/** Work that goes through the records of a workspace, slice by slice, each in a transaction that also stores how far the pass is. */
export interface Passes {
  origin: EventOrigin;
  /** At most so many workspaces that have such a pass. */
  due: (limit: number) => Promise<string[]>;
  /** Returns whether the pass is complete. */
  makeSlice: (scope: WriteScope) => Promise<boolean>;
}

export function passesService(store: Store, clock: () => number, { origin, due, makeSlice }: Passes) {
  /** Returns whether the pass is complete. */
  const takeTurn = async (workspaceId: string, signal: AbortSignal | undefined): Promise<boolean> => {
    const until = clock() + TURN_MS;
    let isComplete = false;
    while (!isComplete && clock() < until && signal?.aborted !== true) {
      isComplete = (await store.write(workspaceId, origin, makeSlice)) !== false;
    }
    return isComplete;
  };
  return {
    /** Continues the pass of each workspace that has one for a while. Returns whether some are not complete. Rejects at its end when one failed. */
    async runDue(signal?: AbortSignal): Promise<boolean> {
      const workspaceIds = await due(ROUND);
      let more = workspaceIds.length === ROUND;
      const failures: unknown[] = [];
      for (const workspaceId of workspaceIds) {
        try {
          if (!(await takeTurn(workspaceId, signal))) more = true;
        } catch (error) {
          // A workspace that cannot be written to must not hold up others.
          if (await store.isDown(error)) throw error;
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
      return more;
    },
  };
}
