import { randomBytes } from 'node:crypto';
import { type Connection, createPool, type Database } from './db/client.js';
import { createCursorCodec } from './db/cursor.js';
import type { StatementListener } from './db/executor.js';
import { followDatabaseIdentity } from './db/feed-epoch.js';
import { deploymentCursorSecret } from './db/repositories/deployment.js';
import { createStore, type Store } from './db/store.js';
import { createIdSource } from './ids.js';
import type { Authenticate } from './services/api-keys/authenticate.js';
import type { KeyIssuer } from './services/api-keys/issue.js';
import { createServices, type Services } from './services/services.js';

export interface EngineOptions {
  connection: Connection;
  poolSize: number;
  pgBouncer?: boolean;
  cursorSecret?: string | undefined;
  /** The deployment's name in its API keys. */
  env?: string;
  /** How long API keys live at most; 0, and without it: no limit. */
  apiKeyMaxDays?: number;
  clock?: () => number;
  newId?: () => string;
  onStatement?: StatementListener;
}

/** The product without a door: what HTTP routes and background loops call, over a pool of its own. */
export interface Engine {
  services: Services;
  store: Store;
  issuer: KeyIssuer;
  authenticate: Authenticate;
  database: Database;
  newId: () => string;
  clock: () => number;
}

const STATEMENT_TIMEOUT_MS = 5_000;
const LOCK_TIMEOUT_MS = 10_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 15_000;

/** Over a database whose schema is the one this version expects; end its pool when done. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { connection, clock = Date.now, newId = createIdSource(), onStatement } = options;
  const database = createPool(connection, {
    max: options.poolSize,
    pgBouncer: options.pgBouncer ?? false,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    idleInTransactionTimeoutMs: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  });
  const { pool, prepared, transactionSettings } = database;
  const secret = options.cursorSecret ?? (await deploymentCursorSecret(pool, randomBytes(32).toString('base64url')));
  await followDatabaseIdentity(pool, newId());
  const cursors = createCursorCodec(secret);
  const store = createStore({ pool, prepared, transactionSettings, cursors, clock, newId, onStatement });
  const { services, authenticate, issuer } = createServices({
    store,
    clock,
    newId,
    random: randomBytes,
    env: options.env ?? 'live',
    apiKeyMaxDays: options.apiKeyMaxDays ?? 0,
  });
  return { services, store, issuer, authenticate, database, newId, clock };
}
