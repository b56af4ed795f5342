import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool, PoolClient } from 'pg';
import { CopyIn } from './copy.js';
import { type Fields, Statement } from './statement.js';

/**
 * What a repository holds: a pool or one transaction's client, it cannot tell which. `run` is for hot, set-based
 * statements (prepared under `name` unless the deployment sits behind a transaction pooler); `orm` for the rest.
 */
export interface Executor {
  run<Row>(name: string, text: string, values: unknown[]): Promise<Row[]>;
  /** The same for wide rows: `decode` makes what is wanted of the columns in their order. Without a name, planned each time. */
  read<Row>(name: string | undefined, text: string, values: unknown[], decode: (fields: Fields) => Row): Promise<Row[]>;
  /** A `copy ... from stdin` with the data it takes. */
  copy(name: string, statement: string, data: Buffer): Promise<void>;
  readonly orm: NodePgDatabase;
}

/** Called with each statement's name or text; tests count statements with it. */
export type StatementListener = (statement: string) => void;

/** What pg takes and has, pool or client, and its types leave out. */
interface Connected {
  query(query: CopyIn | Statement<unknown>, values: undefined, callback: (error: Error | null) => void): void;
  connection?: { stream: { cork(): void; uncork(): void } };
}

/** From this much data on the database had better begin while the rest is being made. */
const AT_ONCE_BYTES = 65_536;
const held = new WeakSet<object>();

/**
 * What is sent in one turn of the event loop travels in one write. Each write wakes the database, and between two cores
 * that costs more than most statements do.
 */
export function holdTurn(client: Pool | PoolClient): void {
  const stream = (client as unknown as Connected).connection?.stream;
  if (stream === undefined || held.has(stream)) return;
  held.add(stream);
  stream.cork();
  process.nextTick(() => {
    held.delete(stream);
    stream.uncork();
  });
}

function sendNow(client: Connected): void {
  const stream = client.connection?.stream;
  if (stream === undefined || !held.has(stream)) return;
  stream.uncork();
  stream.cork();
}

export function createExecutor(
  client: Pool | PoolClient,
  prepared: boolean,
  onStatement?: StatementListener,
): Executor {
  let orm: NodePgDatabase | undefined;
  const connected = client as unknown as Connected;
  const read = <Row>(name: string | undefined, text: string, values: unknown[], decode?: (fields: Fields) => Row) => {
    onStatement?.(name ?? text);
    holdTurn(client);
    const statement = new Statement<Row>(prepared && name ? { name, text, values } : { text, values }, decode);
    return new Promise<Row[]>((resolve, reject) => {
      connected.query(statement, undefined, (error) => (error ? reject(error) : resolve(statement.found)));
    });
  };
  return {
    run: read,
    read,
    copy(name, statement, data) {
      onStatement?.(name);
      holdTurn(client);
      return new Promise((resolve, reject) => {
        const copied = (error: Error | null) => (error ? reject(error) : resolve());
        connected.query(new CopyIn(statement, data), undefined, copied);
        if (data.length >= AT_ONCE_BYTES) sendNow(connected);
      });
    },
    get orm() {
      // Built only when asked for: the hot path never needs the query builder.
      orm ??= drizzle(client, { logger: onStatement ? { logQuery: onStatement } : false });
      return orm;
    },
  };
}
