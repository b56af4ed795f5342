import type { PoolClient } from 'pg';
import type { ContactHashes } from './contact-hashes.js';
import type { CursorCodec } from './cursor.js';
import { createExecutor, type Executor, type StatementListener } from './executor.js';
import { createRepositories, type Repositories } from './repositories/repositories.js';

interface BindingOptions {
  prepared: boolean;
  cursors: CursorCodec;
  contactHashes: ContactHashes;
  onStatement?: StatementListener | undefined;
}

/** A connection with its executor and repositories. */
export interface Bound {
  client: PoolClient;
  executor: Executor;
  repositoriesOf: (workspaceId: string) => Repositories;
}

const MOST_CACHED_WORKSPACES = 100;

/** Binds a connection once for its lifetime: hundreds of closures for each transaction would cost as much as its statements. */
export function createBinder(options: BindingOptions): (client: PoolClient) => Bound {
  const { prepared, onStatement } = options;
  const known = new WeakMap<PoolClient, Bound>();
  return (client) => {
    const before = known.get(client);
    if (before) return before;
    const executor = createExecutor(client, prepared, onStatement);
    const byWorkspace = new Map<string, Repositories>();
    const repositoriesOf = (workspaceId: string): Repositories => {
      const remembered = byWorkspace.get(workspaceId);
      if (remembered) return remembered;
      const repositories = createRepositories(executor, workspaceId, options);
      if (byWorkspace.size >= MOST_CACHED_WORKSPACES) byWorkspace.clear();
      byWorkspace.set(workspaceId, repositories);
      return repositories;
    };
    const bound = { client, executor, repositoriesOf };
    known.set(client, bound);
    return bound;
  };
}
