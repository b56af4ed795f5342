import pg from 'pg';
import { checkDriver } from './driver.js';
import { databaseFailure } from './errors.js';
import { sendInOrder } from './in-order.js';
import { StartError } from './start-error.js';
import { types } from './types.js';

/** How to connect to an embedded server; `host` is the folder of its unix socket. */
export interface EmbeddedConnection {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  ssl: false;
}

/** A connection string, or the connection of an embedded server. */
export type Connection = string | EmbeddedConnection;

export interface PoolOptions {
  /** Most connections at a time. */
  max: number;
  statementTimeoutMs: number;
  lockTimeoutMs: number;
  idleInTransactionTimeoutMs: number;
  /** How much longer than the server's own limit we wait for an answer, before the connection counts as hung. */
  answerGraceMs: number;
  /** Send a statement without waiting for the answer to the one before; off behind a transaction pooler. */
  pipeline?: boolean;
  /** A pooler in transaction mode refuses startup parameters and loses named statements. */
  pgBouncer?: boolean;
  /** Called for connections lost while idle or between statements. Their loss is not an error of any request. */
  onConnectionLost?: (error: Error) => void;
}

export interface Database {
  pool: pg.Pool;
  /** Whether statements may be prepared under a name. */
  prepared: boolean;
  /** Statements that each transaction must run first when the connection cannot carry the timeouts. */
  transactionSettings: string | undefined;
}

const CONNECT_TIMEOUT_MS = 3_000;

export function createPool(connection: Connection, options: PoolOptions): Database {
  checkDriver();
  const pgBouncer = options.pgBouncer ?? false;
  const pipeline = (options.pipeline ?? true) && !pgBouncer;
  const pool = new pg.Pool({
    ...connectionConfig(connection),
    ...(pgBouncer ? {} : startupTimeouts(options)),
    max: options.max,
    types,
    pipeline,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 60_000,
    query_timeout: options.statementTimeoutMs + options.answerGraceMs,
  });
  const lost = options.onConnectionLost ?? (() => undefined);
  pool.on('error', lost);
  // The pool listens only while a connection idles; one lost between two statements of a transaction would end us.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    if (!pipeline) sendInOrder(client);
  });
  pool.on('release', (error: unknown) => {
    if (error instanceof Error && leadsToLostServer(error)) dropIdle(pool);
  });
  return { pool, prepared: !pgBouncer, transactionSettings: pgBouncer ? localTimeouts(options) : undefined };
}

/** The connection must not be used again, though it may look sound: its server is gone, silent, or no longer the primary. */
export function leadsToLostServer(error: unknown): boolean {
  const kind = databaseFailure(error)?.kind;
  return kind === 'unavailable' || kind === 'hung' || kind === 'read_only';
}

/** Members of pg that its types leave out. */
interface Connected {
  connection?: { stream: { destroy(): void } };
}

/**
 * Idle connections lead to the same server as the one that failed. Detected one by one, each would cost a request the
 * whole time-out. Destroyed rather than ended: a silent server would not confirm the end.
 */
function dropIdle(pool: pg.Pool): void {
  for (let left = pool.idleCount; left > 0; left--) {
    pool.connect((_error, client, release) => {
      (client as Connected | undefined)?.connection?.stream.destroy();
      release(true);
    });
  }
}

/** Creates a client outside the pool: for migrations and other work without time limits. */
export function createClient(connection: Connection, queryTimeoutMs?: number): pg.Client {
  const client = new pg.Client({
    ...connectionConfig(connection),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...(queryTimeoutMs === undefined ? {} : { query_timeout: queryTimeoutMs }),
  });
  client.on('error', () => undefined);
  return client;
}

/** Creates and connects such a client. Throws a StartError for the operator, without the password, when the server is absent. */
export async function connectClient(connection: Connection): Promise<pg.Client> {
  const client = createClient(connection);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    // A name with two addresses fails as an aggregate, whose message is empty.
    const reason = error instanceof AggregateError ? error.errors.map(String).join('; ') : String(error);
    throw new StartError(`The database does not answer (${reason}). Is it running, and is DATABASE_URL right?`);
  }
}

function connectionConfig(connection: Connection): pg.ClientConfig {
  const target = typeof connection === 'string' ? { connectionString: connection } : connection;
  return { ...target, keepAlive: true, keepAliveInitialDelayMillis: 10_000, fallback_application_name: 'headwater' };
}

function startupTimeouts(options: PoolOptions): pg.ClientConfig {
  return {
    statement_timeout: options.statementTimeoutMs,
    lock_timeout: options.lockTimeoutMs,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs,
  };
}

function localTimeouts(options: PoolOptions): string {
  return [
    `set local statement_timeout = ${Math.trunc(options.statementTimeoutMs)}`,
    `set local lock_timeout = ${Math.trunc(options.lockTimeoutMs)}`,
    `set local idle_in_transaction_session_timeout = ${Math.trunc(options.idleInTransactionTimeoutMs)}`,
  ].join('; ');
}
