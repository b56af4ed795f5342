import type { Store } from '../db/store.js';

const REMEMBERED = 10_000;

/** The instant it is in a workspace, epoch milliseconds: real time, unless it is a sandbox whose clock was moved. */
export type WorkspaceTime = (workspaceId: string) => Promise<number> | number;

/** That a workspace is no sandbox never changes, so it is asked once; the clock of a sandbox is asked each time. */
export function createWorkspaceTime(store: Store, clock: () => number): WorkspaceTime {
  const ordinary = new Set<string>();
  const ask = async (workspaceId: string): Promise<number> => {
    const workspace = await store.read(workspaceId).workspaces.find();
    if (workspace?.clockOffset === null) {
      if (ordinary.size >= REMEMBERED) ordinary.clear();
      ordinary.add(workspaceId);
    }
    return clock() + (workspace?.clockOffset ?? 0);
  };
  return (workspaceId) => (ordinary.has(workspaceId) ? clock() : ask(workspaceId));
}
