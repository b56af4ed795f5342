import pg from 'pg';
import type { EmbeddedConnection } from './embedded/ready.js';
import { types } from './types.js';

/** A connection string, or what an embedded server answers to. */
export type Connection = string | EmbeddedConnection;

export interface PoolOptions {
  /** Most connections at a time. */
  max: number;
  statementTimeoutMs: number;
  lockTimeoutMs: number;
  idleInTransactionTimeoutMs: number;
  /** Send a statement without waiting for the answer to the one before; off behind a transaction pooler. */
  pipeline?: boolean;
  /** A pooler in transaction mode refuses startup parameters and loses named statements. */
  pgBouncer?: boolean;
  /** Told of connections lost while idle or between statements; their loss is not an error of any request. */
  onConnectionLost?: (error: Error) => void;
}

export interface Database {
  pool: pg.Pool;
  /** Whether statements may be prepared under a name. */
  prepared: boolean;
  /** What each transaction must run first, when the timeouts could not be given to the connection. */
  transactionSettings: string | undefined;
}

const CONNECT_TIMEOUT_MS = 3_000;
/** How much longer than the server we wait for an answer, before taking the connection for half-open. */
const ANSWER_GRACE_MS = 5_000;

export function createPool(connection: Connection, options: PoolOptions): Database {
  const pgBouncer = options.pgBouncer ?? false;
  const pool = new pg.Pool({
    ...connectionConfig(connection),
    ...(pgBouncer ? {} : startupTimeouts(options)),
    max: options.max,
    types,
    pipeline: (options.pipeline ?? true) && !pgBouncer,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 60_000,
    query_timeout: options.statementTimeoutMs + ANSWER_GRACE_MS,
  });
  const lost = options.onConnectionLost ?? (() => undefined);
  pool.on('error', lost);
  // The pool listens only while a connection idles; one lost between two statements of a transaction would end us.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return { pool, prepared: !pgBouncer, transactionSettings: pgBouncer ? localTimeouts(options) : undefined };
}

/** For a session of its own, outside the pool: migrations, and whatever needs no limit. */
export function createClient(connection: Connection): pg.Client {
  const client = new pg.Client({ ...connectionConfig(connection), connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', () => undefined);
  return client;
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
