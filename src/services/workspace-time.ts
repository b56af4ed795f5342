import type { Store } from '../db/store.js';

const MOST_CACHED = 10_000;

/** The present instant in a workspace, epoch milliseconds: real time, unless it is a sandbox whose clock was moved. */
export type WorkspaceTime = (workspaceId: string) => Promise<number> | number;

/** A workspace never becomes a sandbox, so ordinary ones are read once. The clock of a sandbox is read each time. */
export function createWorkspaceTime(store: Store, clock: () => number): WorkspaceTime {
  const ordinary = new Set<string>();
  const read = async (workspaceId: string): Promise<number> => {
    const workspace = await store.read(workspaceId).workspaces.find();
    if (workspace?.clockOffset === null) {
      if (ordinary.size >= MOST_CACHED) ordinary.clear();
      ordinary.add(workspaceId);
    }
    return clock() + (workspace?.clockOffset ?? 0);
  };
  return (workspaceId) => (ordinary.has(workspaceId) ? clock() : read(workspaceId));
}
