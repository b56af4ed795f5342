import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import type { AddressBlock } from './core/network/addresses.js';
import { migrate, schemaVersion } from './db/migrate.js';
import { MIGRATIONS_FOLDER, readMigrations } from './db/migrations.js';
import { type Engine, type EngineOptions, openEngine } from './engine.js';
import { operations, tags } from './http/api.js';
import { defaultConcurrency } from './http/plugins/admission.js';
import type { Log } from './http/plugins/logging.js';
import type { RateLimits } from './http/plugins/rate-limits.js';
import { buildServer } from './http/server.js';
import { createMetrics, type Observer } from './metrics.js';
import { type Background, type Pace, startBackground, USUAL_PACE } from './workers/background.js';

export interface AppOptions extends EngineOptions, Partial<Pace> {
  /** 0 or absent: derived from the size of the pool. */
  maxInFlight?: number;
  /** Requests per minute of one key; 0 or absent: no limit. */
  rateLimits?: RateLimits;
  /** Origins whose pages may call every operation, beside those of publishable keys; none when absent. */
  corsOrigins?: readonly string[];
  /** Proxies whose `X-Forwarded-For` names the caller; none when absent. */
  trustedProxies?: readonly AddressBlock[];
  log: Log;
  /** The background loops that run in a thread of their own; when absent, they run in this thread. */
  background?: Pick<Background, 'lag'>;
}

export interface App extends Engine {
  server: FastifyInstance;
  observer: Observer;
  /** What `/metrics` shows. */
  metrics: Registry;
  close(): Promise<void>;
}

const BODY_LIMIT = 1_048_576;
const NO_LIMITS = { capture: 0, others: 0 };

/**
 * Everything between a database and a listening server, wired in one place: the process and the tests differ only in the
 * arguments.
 */
export async function openApp(options: AppOptions): Promise<App> {
  const { connection, log, background } = options;
  const pace = paceOf(options);
  await migrate(connection);
  const { observer, register } = createMetrics();
  const engine = await openEngine({ ...options, observer });
  const { services, authenticate, database, writability, clock, newId, store, timeOf, names, formOrigins } = engine;
  const { pool } = database;
  const ownBackground = background ? undefined : startBackground(services, log, pace);
  const lag = () => (background ?? ownBackground)?.lag() ?? 0;
  const expected = readMigrations(MIGRATIONS_FOLDER);
  let metrics = new Registry();
  const server = buildServer({
    operations,
    tags,
    services,
    authenticate,
    leaseAllowance: services.rateLimits.lease,
    inbound: services.connectorPayloads,
    formOrigins,
    health: {
      database: writability.check,
      schema: async () => {
        const look = () => schemaVersion(pool, expected);
        const { ready } = await look()
          .catch(look)
          .catch(() => fail('the database does not answer'));
        if (!ready) fail('the database schema is not the one this version expects');
      },
    },
    config: {
      maxInFlight: options.maxInFlight || defaultConcurrency(options.poolSize),
      bodyLimit: BODY_LIMIT,
      rateLimits: options.rateLimits ?? NO_LIMITS,
      trustedProxies: options.trustedProxies ?? [],
      corsOrigins: options.corsOrigins ?? [],
    },
    log,
    clock,
    newId,
    timeOf,
    names,
    tracing: options.tracing,
    registerMetrics: (registry) => {
      metrics = registry;
      register(registry, { database, clock, timersLag: lag, figures: store.deployment });
    },
  });
  const close = async () => {
    await ownBackground?.stop();
    await server.close();
    await pool.end();
  };
  return { ...engine, server, observer, metrics, close };
}

/** The pace of each loop where the options set one, else the usual pace. */
function paceOf(options: Partial<Pace>): Pace {
  const { timersEveryMs, jobsEveryMs, webhooksEveryMs } = options;
  return {
    timersEveryMs: timersEveryMs ?? USUAL_PACE.timersEveryMs,
    jobsEveryMs: jobsEveryMs ?? USUAL_PACE.jobsEveryMs,
    webhooksEveryMs: webhooksEveryMs ?? USUAL_PACE.webhooksEveryMs,
  };
}

function fail(detail: string): never {
  throw new Error(detail);
}
