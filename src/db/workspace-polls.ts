import { databaseFailure } from './errors.js';
import type { Executor } from './executor.js';

/** Reads what is due in all workspaces, or in the one given. */
export type PollStatement<T> = (workspaceId: string | undefined) => Promise<T[]>;

/**
 * Runs a poll over all workspaces; while one server of several does not answer, workspace by workspace, so that the work of the others
 * goes on.
 */
export type Poll = <T>(limit: number, read: PollStatement<T>) => Promise<T[]>;

/** After a failure the polls go workspace by workspace for this time, and a workspace that failed is left out. */
const APART_MS = 15_000;
const AT_ONCE = 4;
const PARTIAL = new Set(['unavailable', 'hung', 'timeout']);

/** Whether a failure may be of one server among several. */
export const mayBePartial = (error: unknown): boolean => PARTIAL.has(databaseFailure(error)?.kind ?? '');

/** Every workspace has a key. The directory of keys stays on the server that all others are reached through. */
export async function workspacesOfDirectory(executor: Executor): Promise<string[]> {
  const rows = await executor.run<{ id: string }>(
    'workspaces_of_directory',
    'select distinct workspace_id as id from api_key_directory order by workspace_id',
    [],
  );
  return rows.map(({ id }) => id);
}

/** A connection that was ended shows nothing about the server: the second try has another one. */
async function readTwice<T>(read: PollStatement<T>, workspaceId: string): Promise<T[]> {
  try {
    return await read(workspaceId);
  } catch (error) {
    if (!mayBePartial(error)) throw error;
    return read(workspaceId);
  }
}

export function createPoll(executor: Executor, clock: () => number = () => performance.now()): Poll {
  let apartUntil = Number.NEGATIVE_INFINITY;
  let start = 0;
  const failedUntil = new Map<string, number>();

  const readApart = async <T>(limit: number, read: PollStatement<T>, reason: unknown): Promise<T[]> => {
    const now = clock();
    const known = await workspacesOfDirectory(executor).catch(() => Promise.reject(reason));
    for (const [workspaceId, until] of failedUntil) if (until <= now) failedUntil.delete(workspaceId);
    const open = known.filter((workspaceId) => !failedUntil.has(workspaceId));
    // Another one is first in each round: a full round of some must not keep out the others.
    start = open.length === 0 ? 0 : (start + 1) % open.length;
    const waiting = [...open.slice(start), ...open.slice(0, start)];
    const found: T[] = [];
    const failed: string[] = [];
    let answered = 0;
    const lane = async () => {
      for (let next = waiting.shift(); next !== undefined && found.length < limit; next = waiting.shift()) {
        try {
          found.push(...(await readTwice(read, next)));
          answered += 1;
        } catch (error) {
          if (!mayBePartial(error)) throw error;
          failed.push(next);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    // Where none answers, the whole database is away: the next round tries all of them again.
    if (answered === 0 && failed.length > 0) throw reason;
    for (const workspaceId of failed) failedUntil.set(workspaceId, clock() + APART_MS);
    return found.slice(0, limit);
  };

  return async (limit, read) => {
    if (clock() < apartUntil) return readApart(limit, read, new Error('the database does not answer'));
    try {
      return await read(undefined);
    } catch (error) {
      if (!mayBePartial(error)) throw error;
      const found = await readApart(limit, read, error);
      apartUntil = clock() + APART_MS;
      return found;
    }
  };
}
