import { randomBytes } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { Gauge, type Registry } from 'prom-client';
import { type Connection, createPool, type Database } from './db/client.js';
import { createCursorCodec } from './db/cursor.js';
import type { StatementListener } from './db/executor.js';
import { migrate, schemaVersion } from './db/migrate.js';
import { MIGRATIONS_FOLDER, readMigrations } from './db/migrations.js';
import { deploymentCursorSecret } from './db/repositories/deployment.js';
import { createStore, type Store } from './db/store.js';
import { operations, tags } from './http/api.js';
import type { Log } from './http/plugins/logging.js';
import { buildServer } from './http/server.js';
import { createIdSource } from './ids.js';
import type { KeyIssuer } from './services/api-keys/issue.js';
import { createServices, type Services } from './services/services.js';
import { startOperations } from './workers/operations.js';
import { startPurge } from './workers/purge.js';
import { startTimers } from './workers/timers.js';

export interface AppOptions {
  connection: Connection;
  poolSize: number;
  pgBouncer?: boolean;
  maxInFlight?: number;
  /** Requests a minute of one key; 0, and without it: no limit. */
  rateLimits?: { capture: number; others: number };
  cursorSecret?: string | undefined;
  log: Log;
  /** The deployment's name in its API keys. */
  env?: string;
  clock?: () => number;
  newId?: () => string;
  /** How often it is looked whether a timer is due, milliseconds; 0: never, then somebody else must. */
  timersEveryMs?: number;
  /** The same for operations. */
  operationsEveryMs?: number;
  onStatement?: StatementListener;
}

export interface App {
  server: FastifyInstance;
  services: Services;
  store: Store;
  issuer: KeyIssuer;
  database: Database;
  newId: () => string;
  clock: () => number;
  close(): Promise<void>;
}

const TIMERS_EVERY_MS = 5_000;
const OPERATIONS_EVERY_MS = 1_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const LOCK_TIMEOUT_MS = 10_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 15_000;
const BODY_LIMIT = 1_048_576;
const NO_LIMITS = { capture: 0, others: 0 };

/** Everything between a database and a listening server, wired once: the process and the tests differ in arguments only. */
export async function openApp(options: AppOptions): Promise<App> {
  const { connection, log, clock = Date.now, newId = createIdSource() } = options;
  await migrate(connection);
  const database = createPool(connection, {
    max: options.poolSize,
    pgBouncer: options.pgBouncer ?? false,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    idleInTransactionTimeoutMs: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  });
  const { pool, prepared, transactionSettings } = database;
  const secret = options.cursorSecret ?? (await deploymentCursorSecret(pool, randomBytes(32).toString('base64url')));
  const cursors = createCursorCodec(secret);
  const { onStatement } = options;
  const store = createStore({ pool, prepared, transactionSettings, cursors, clock, newId, onStatement });
  const { services, authenticate, issuer } = createServices({
    store,
    clock,
    newId,
    random: randomBytes,
    env: options.env ?? 'live',
  });
  const everyMs = options.timersEveryMs ?? TIMERS_EVERY_MS;
  const timers = everyMs > 0 ? startTimers(services, log, everyMs) : undefined;
  const operationsEveryMs = options.operationsEveryMs ?? OPERATIONS_EVERY_MS;
  const running = operationsEveryMs > 0 ? startOperations(services, log, operationsEveryMs) : undefined;
  const expected = readMigrations(MIGRATIONS_FOLDER);
  const server = buildServer({
    operations,
    tags,
    services,
    authenticate,
    health: {
      database: async () => void (await pool.query('select 1').catch(() => fail('the database does not answer'))),
      schema: async () => {
        const { ready } = await schemaVersion(pool, expected).catch(() => fail('the database does not answer'));
        if (!ready) fail('the database schema is not the one this version expects');
      },
    },
    config: {
      maxInFlight: options.maxInFlight ?? 1_000,
      bodyLimit: BODY_LIMIT,
      rateLimits: options.rateLimits ?? NO_LIMITS,
    },
    log,
    clock,
    newId,
    registerMetrics: (registry) => registerProcessMetrics(registry, database, () => timers?.lag() ?? 0),
  });
  const purge = startPurge(services, log);
  const close = async () => {
    await Promise.all([purge.stop(), timers?.stop(), running?.stop()]);
    await server.close();
    await pool.end();
  };
  return { server, services, store, issuer, database, newId, clock, close };
}

function fail(detail: string): never {
  throw new Error(detail);
}

function registerProcessMetrics(registry: Registry, { pool }: Database, timersLag: () => number): void {
  const lag = monitorEventLoopDelay({ resolution: 20 });
  lag.enable();
  const gauges: [string, string, () => number][] = [
    ['db_pool_total', 'Connections of the pool.', () => pool.totalCount],
    ['db_pool_idle', 'Connections that wait for work.', () => pool.idleCount],
    ['db_pool_waiting', 'Work that waits for a connection.', () => pool.waitingCount],
    ['event_loop_lag_p99_seconds', 'Delay of the event loop, 99th percentile.', () => lag.percentile(99) / 1e9],
    ['timers_lag_seconds', 'How long the longest overdue timer had waited when last looked at.', timersLag],
    ['process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss()],
  ];
  for (const [name, help, read] of gauges) {
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(read());
        },
      }),
    );
  }
}
