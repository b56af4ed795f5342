import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool, PoolClient } from 'pg';
import { CopyIn } from './copy.js';

/**
 * What a repository holds: a pool or one transaction's client, it cannot tell which. `run` is for hot, set-based
 * statements (prepared under `name` unless the deployment sits behind a transaction pooler); `orm` for the rest.
 */
export interface Executor {
  run<Row>(name: string, text: string, values: unknown[]): Promise<Row[]>;
  /** A `copy ... from stdin` with the data it takes. */
  copy(name: string, statement: string, data: Buffer): Promise<void>;
  readonly orm: NodePgDatabase;
}

/** Called with each statement's name or text; tests count statements with it. */
export type StatementListener = (statement: string) => void;

/** What pg takes, pool or client, and its types leave out. */
interface CopyClient {
  query(copy: CopyIn, values: undefined, callback: (error: Error | null) => void): void;
}

export function createExecutor(
  client: Pool | PoolClient,
  prepared: boolean,
  onStatement?: StatementListener,
): Executor {
  let orm: NodePgDatabase | undefined;
  return {
    async run<Row>(name: string, text: string, values: unknown[]): Promise<Row[]> {
      onStatement?.(name);
      const result = await client.query(prepared ? { name, text, values } : { text, values });
      return result.rows as Row[];
    },
    copy(name, statement, data) {
      onStatement?.(name);
      return new Promise((resolve, reject) => {
        const copied = (error: Error | null) => (error ? reject(error) : resolve());
        (client as unknown as CopyClient).query(new CopyIn(statement, data), undefined, copied);
      });
    },
    get orm() {
      // Built only when asked for: the hot path never needs the query builder.
      orm ??= drizzle(client, { logger: onStatement ? { logQuery: onStatement } : false });
      return orm;
    },
  };
}
