import { randomBytes } from 'node:crypto';
import type { UsualRateLimits } from './core/api-keys/settings.js';
import type { AddressBlock } from './core/network/addresses.js';
import { type Connection, createPool, type Database } from './db/client.js';
import { createContactHashes } from './db/contact-hashes.js';
import { createCursorCodec } from './db/cursor.js';
import type { StatementListener } from './db/executor.js';
import { followDatabaseIdentity } from './db/feed-epoch.js';
import { deploymentContactSecret, deploymentCursorSecret } from './db/repositories/deployment.js';
import { createStore, type Store } from './db/store.js';
import { createWritability, type Writability } from './db/writability.js';
import { createIdSource } from './ids.js';
import type { Observer } from './metrics.js';
import type { Authenticate } from './services/api-keys/authenticate.js';
import type { KeyIssuer } from './services/api-keys/issue.js';
import type { FormOrigins } from './services/api-keys/origins.js';
import type { FormLimits } from './services/forms/limits.js';
import type { Names } from './services/names.js';
import { createServices, type Services } from './services/services.js';
import type { Tracing } from './services/tracing.js';
import type { WorkspaceTime } from './services/workspace-time.js';

export interface EngineOptions {
  connection: Connection;
  poolSize: number;
  pgBouncer?: boolean;
  cursorSecret?: string | undefined;
  /** Key of the hashes of addresses; a random one kept in the database when absent. */
  contactSecret?: string | undefined;
  /** The deployment's name in its API keys. */
  env?: string;
  /** Longest lifetime of API keys in days; 0 or absent: no limit. */
  apiKeyMaxDays?: number;
  /** Requests a minute of keys without a limit of their own; no limit when absent. */
  rateLimits?: UsualRateLimits & Partial<FormLimits>;
  /** Days that events of visitors who became no lead are kept; 0: for ever; 90 when absent. */
  visitorEventDays?: number;
  /** Private addresses that webhooks may be sent to; none when absent. */
  webhookTargets?: readonly AddressBlock[];
  /** Bytes of an uploaded file at most; 1 GB when absent. */
  importBytes?: number;
  clock?: () => number;
  newId?: () => string;
  onStatement?: StatementListener;
  /** Absent: nothing is traced. */
  tracing?: Tracing | undefined;
  /** Counts what is committed and read. */
  observer?: Observer;
  /** Milliseconds that a statement may take on the server; tests shorten it. */
  statementTimeoutMs?: number;
  /** Milliseconds without an answer beyond that limit after which a connection counts as hung. */
  answerGraceMs?: number;
}

/** The product without HTTP: the services that routes and background loops call, with their own pool. */
export interface Engine {
  services: Services;
  store: Store;
  issuer: KeyIssuer;
  authenticate: Authenticate;
  database: Database;
  /** Whether the database accepts writes. */
  writability: Writability;
  newId: () => string;
  clock: () => number;
  /** The current instant of a workspace. */
  timeOf: WorkspaceTime;
  names: Names;
  /** Origins of the pages that publishable keys name. */
  formOrigins: FormOrigins;
}

const VISITOR_EVENT_DAYS = 90;
const IMPORT_BYTES = 1_000_000_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const ANSWER_GRACE_MS = 5_000;
/** Shorter than the statement timeout, so that waiting for a lock differs from a slow statement. */
const LOCK_TIMEOUT_MS = 4_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 15_000;

/** Expects a database with the schema of this version. The caller ends its pool. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { connection, clock = Date.now, newId = createIdSource(), onStatement, observer } = options;
  const database = createPool(connection, {
    max: options.poolSize,
    pgBouncer: options.pgBouncer ?? false,
    statementTimeoutMs: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
    answerGraceMs: options.answerGraceMs ?? ANSWER_GRACE_MS,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    idleInTransactionTimeoutMs: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  });
  const { pool, prepared, transactionSettings } = database;
  const random = () => randomBytes(32).toString('base64url');
  const secret = options.cursorSecret ?? (await deploymentCursorSecret(pool, random()));
  const contactHashes = createContactHashes(options.contactSecret ?? (await deploymentContactSecret(pool, random)));
  await followDatabaseIdentity(pool, newId());
  const cursors = createCursorCodec(secret);
  const writability = createWritability(pool, connection);
  const store = createStore({
    ...{ pool, prepared, transactionSettings, cursors, contactHashes, clock, newId, onStatement },
    onWriteFailure: writability.noteFailure,
    onCommitted: observer?.committed,
  });
  const { services, authenticate, issuer, timeOf, names, formOrigins } = createServices({
    store,
    clock,
    newId,
    random: randomBytes,
    env: options.env ?? 'live',
    apiKeyMaxDays: options.apiKeyMaxDays ?? 0,
    usualRateLimits: options.rateLimits ?? { capture: 0, others: 0 },
    formLimits: { form: 0, formAddress: 0, ...options.rateLimits },
    visitorEventDays: options.visitorEventDays ?? VISITOR_EVENT_DAYS,
    tracing: options.tracing,
    onFeedRead: observer?.feedRead,
    webhookTargets: options.webhookTargets ?? [],
    // The first export loads them: a thread without HTTP has no other use for the schemas.
    exportTables: async () => (await import('./http/export-tables.js')).EXPORT_TABLES,
    importBytes: options.importBytes ?? IMPORT_BYTES,
  });
  return { services, store, issuer, authenticate, database, writability, newId, clock, timeOf, names, formOrigins };
}
