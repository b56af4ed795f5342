import type { Store } from '../db/store.js';
import { guardService } from './guard.js';

const CACHED_MS = 5_000;
const MOST_CACHED = 1_000;

/** The name of a rep, team, source, campaign or segment; undefined without an id and for an id that is not known. */
export type NameLookup = (id: string | null | undefined) => string | undefined;

/** Names to show beside ids. They are at most five seconds old: another process may have renamed what they name. */
export interface Names {
  /** The names known in a workspace. Adds the ids whose names must be loaded to `missing`. */
  lookup(workspaceId: string, missing: Set<string>): NameLookup;
  /** Loads names by one statement, on the pool or in the transaction that `read` belongs to. */
  load(workspaceId: string, ids: ReadonlySet<string>, read?: ReadNames): Promise<void>;
  /** Takes the names of a workspace from what a transaction has loaded. */
  learn(workspaceId: string, find: NameLookup): void;
  /** Drops the names of a workspace, one of which may have changed. */
  forget(workspaceId: string): void;
}

export type ReadNames = (ids: readonly string[]) => Promise<readonly { id: string; name: string }[]>;

interface KnownNames {
  until: number;
  find: NameLookup;
  loaded: Map<string, string>;
}

const NO_NAME: NameLookup = () => undefined;

export function createNames(store: Store, clock: () => number): Names {
  const known = new Map<string, KnownNames>();
  const add = (workspaceId: string, find: NameLookup): KnownNames => {
    known.delete(workspaceId);
    const oldest = known.size >= MOST_CACHED ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    const names = { until: clock() + CACHED_MS, find, loaded: new Map<string, string>() };
    known.set(workspaceId, names);
    return names;
  };
  const current = (workspaceId: string): KnownNames | undefined => {
    const names = known.get(workspaceId);
    return names && names.until > clock() ? names : undefined;
  };
  const load: Names['load'] = async (workspaceId, ids, read = store.read(workspaceId).names.find) => {
    const rows = await read([...ids]);
    const { loaded } = current(workspaceId) ?? add(workspaceId, NO_NAME);
    for (const { id, name } of rows) loaded.set(id, name);
  };
  return {
    lookup(workspaceId, missing) {
      const names = current(workspaceId);
      return (id) => {
        if (id === undefined || id === null) return undefined;
        const name = names?.find(id) ?? names?.loaded.get(id);
        if (name === undefined) missing.add(id);
        return name;
      };
    },
    learn: (workspaceId, find) => void add(workspaceId, find),
    forget: (workspaceId) => void known.delete(workspaceId),
    ...guardService(store, { load }),
  };
}
