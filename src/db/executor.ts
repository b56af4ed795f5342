import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool, PoolClient } from 'pg';
import { arrayLiteral, CopyIn } from './copy.js';
import { type DriverClient, driverClient } from './driver.js';
import { type Fields, Statement } from './statement.js';

/**
 * Runs a repository's statements on a pool or on one transaction's client. `run` is for hot, set-based
 * statements (prepared under `name` unless the deployment sits behind a transaction pooler); `orm` for the rest.
 */
export interface Executor {
  run<Row>(name: string, text: string, values: unknown[]): Promise<Row[]>;
  /** For wide rows: `decode` converts the columns, in their order, to a result. Without a name the statement is planned each time. */
  read<Row>(name: string | undefined, text: string, values: unknown[], decode: (fields: Fields) => Row): Promise<Row[]>;
  /** A `copy ... from stdin` with the data it takes. */
  copy(name: string, statement: string, data: Buffer): Promise<void>;
  readonly orm: NodePgDatabase;
}

/** Called with each statement's name or text; tests count statements with it. */
export type StatementListener = (statement: string) => void;

/** The driver escapes each element of an array by expressions, which takes three times as long. */
const parameterOf = (value: unknown): unknown =>
  Array.isArray(value) && value.every((element) => typeof element === 'string') ? arrayLiteral(value) : value;

/** From this size on data is sent at once, so that the database begins while the rest is built. */
const AT_ONCE_BYTES = 65_536;
const corked = new WeakSet<object>();

/**
 * Sends all statements of one turn of the event loop in one write. Each write wakes the database, and on two cores that
 * costs more than most statements do.
 */
export function corkTurn(client: Pool | PoolClient): void {
  const stream = driverClient(client).connection?.stream;
  if (stream === undefined || corked.has(stream)) return;
  corked.add(stream);
  stream.cork();
  process.nextTick(() => {
    corked.delete(stream);
    stream.uncork();
  });
}

function sendNow(client: DriverClient): void {
  const stream = client.connection?.stream;
  if (stream === undefined || !corked.has(stream)) return;
  stream.uncork();
  stream.cork();
}

export function createExecutor(
  client: Pool | PoolClient,
  prepared: boolean,
  onStatement?: StatementListener,
): Executor {
  let orm: NodePgDatabase | undefined;
  const connected = driverClient(client);
  const read = <Row>(name: string | undefined, text: string, given: unknown[], decode?: (fields: Fields) => Row) => {
    onStatement?.(name ?? text);
    corkTurn(client);
    const values = given.map(parameterOf);
    const statement = new Statement<Row>(prepared && name ? { name, text, values } : { text, values }, decode);
    return new Promise<Row[]>((resolve, reject) => {
      connected.query(statement, undefined, (error: Error | null) =>
        error ? reject(error) : resolve(statement.decodedRows),
      );
    });
  };
  return {
    run: read,
    read,
    copy(name, statement, data) {
      onStatement?.(name);
      corkTurn(client);
      return new Promise((resolve, reject) => {
        const copied = (error: Error | null) => (error ? reject(error) : resolve());
        connected.query(new CopyIn(statement, data), undefined, copied);
        if (data.length >= AT_ONCE_BYTES) sendNow(connected);
      });
    },
    get orm() {
      // Built on first use: the hot path never needs the query builder.
      orm ??= drizzle(client, { logger: onStatement ? { logQuery: onStatement } : false });
      return orm;
    },
  };
}
