import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool, PoolClient } from 'pg';

/**
 * What a repository holds: a pool or one transaction's client, it cannot tell which. `run` is for hot, set-based
 * statements (prepared under `name` unless the deployment sits behind a transaction pooler); `orm` for the rest.
 */
export interface Executor {
  run<Row>(name: string, text: string, values: unknown[]): Promise<Row[]>;
  readonly orm: NodePgDatabase;
}

/** Called with each statement's name or text; tests count statements with it. */
export type StatementListener = (statement: string) => void;

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
    get orm() {
      // Built only when asked for: the hot path never needs the query builder.
      orm ??= drizzle(client, { logger: onStatement ? { logQuery: onStatement } : false });
      return orm;
    },
  };
}
