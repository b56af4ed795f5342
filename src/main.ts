import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import type { App } from './app.js';
import { startBackgroundThread } from './background.js';
import { announce } from './banner.js';
import { type Config, readConfig } from './config.js';
import type { Connection } from './db/client.js';
import { startEmbedded } from './db/embedded/server.js';
import { StartError } from './db/start-error.js';
import { parseApiKey } from './services/api-keys/format.js';
import { sourceStack } from './source-frames.js';
import type { Background } from './workers/background.js';

const MISUSE = 2;
const nothing = async () => undefined;
/** Two operations at a time, timers, and the next slice read ahead. */
const BACKGROUND_POOL = 6;

/** The service: environment, database, app, listening and orderly shutdown. Ends the process. */
export async function serve(): Promise<void> {
  await start().catch((error: unknown) => {
    const message = error instanceof StartError ? error.message : describeFault(error);
    process.stderr.write(`Headwater cannot start: ${message}\n`);
    process.exit(1);
  });
}

async function start(): Promise<void> {
  const read = readConfig(process.env);
  if ('problems' in read) return refuse(read.problems);
  const { config } = read;
  // The reader of the output may end; the service keeps running.
  process.stdout.on('error', () => undefined);
  if (config.adminKey !== undefined && parseApiKey(config.adminKey) === undefined) {
    return refuse(['HEADWATER_ADMIN_KEY has a wrong checksum: copy the whole key again.']);
  }
  // Log lines are written in blocks, at the latest after a second: a write per request costs more than formatting the line.
  const sink = pino.destination({ fd: 1, sync: false, minLength: 8_192, periodicFlush: 1_000 });
  const log = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime }, sink);
  const startedAt = performance.now();
  const opening = openDatabase(config, log);
  // Loaded while PostgreSQL starts.
  const loading = Promise.all([import('./app.js'), import('./services/bootstrap.js')]);
  loading.catch(() => undefined);
  const database = await opening;
  try {
    const [{ openApp }, { bootstrap }] = await loading;
    const { connection } = database;
    let background: Background | undefined;
    const lag = () => background?.lag() ?? 0;
    const reportFault = (fields: object, text: string) => log.error(fields, text);
    const telemetry = config.telemetry ? (await import('./telemetry.js')).openTelemetry(reportFault) : undefined;
    const app = await openApp({ ...config, connection, log, background: { lag }, tracing: telemetry?.tracing });
    telemetry?.exportMetrics(app.metrics);
    const { newId, clock } = app;
    await listen(app, config);
    const keyFile = config.showAdminKey ? undefined : join(config.dataDir, 'admin-key');
    const storeKey = keyFile === undefined ? undefined : (token: string) => writeSecret(keyFile, token);
    const made = await bootstrap(app.store, app.issuer, { newId, now: clock(), adminKey: config.adminKey, storeKey });
    announce({
      url: config.publicUrl ?? addressOf(app, config),
      database:
        config.databaseUrl === undefined ? `embedded PostgreSQL in ${config.dataDir}` : 'PostgreSQL at DATABASE_URL',
      adminKey: config.adminKey === undefined ? made?.token : undefined,
      keyFile,
      seconds: (performance.now() - startedAt) / 1000,
    });
    const { pgBouncer, cursorSecret, contactSecret, webhookTargets, visitorEventDays } = config;
    const setup = {
      connection,
      poolSize: BACKGROUND_POOL,
      pgBouncer,
      cursorSecret,
      contactSecret,
      webhookTargets,
      visitorEventDays,
      traced: config.telemetry,
    };
    background = startBackgroundThread(setup, log, app.observer.committed);
    endOnSignals(config, log, app, [background.stop, app.close, telemetry?.close ?? nothing, database.stop]);
  } catch (error) {
    await database.stop();
    throw error;
  }
}

function refuse(problems: readonly string[]): never {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exit(MISUSE);
}

async function listen({ server }: App, { host, port }: Config): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new StartError(
        `Port ${port} on ${host} is in use. Stop what listens there, or set PORT to another (0: any).`,
      );
    }
    throw error;
  }
}

async function openDatabase(
  config: Config,
  log: pino.Logger,
): Promise<{ connection: Connection; stop(): Promise<void> }> {
  if (config.databaseUrl !== undefined) return { connection: config.databaseUrl, stop: async () => undefined };
  const embedded = await startEmbedded({ dataDir: config.dataDir, log: (level, message) => log[level](message) });
  return { connection: embedded.connection, stop: () => embedded.stop() };
}

/** Writes the whole file or nothing, readable by its owner only. */
function writeSecret(file: string, secret: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.partial`, `${secret}\n`, { mode: 0o600, flush: true });
    renameSync(`${file}.partial`, file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(
      `The first admin API key cannot be written to ${file} (${reason}). Make HEADWATER_DATA_DIR writable, or set HEADWATER_ADMIN_KEY.`,
    );
  }
}

function addressOf({ server }: App, config: Config): string {
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** First signal: report not ready, drain, finish, exit 0. Second signal or time-out: exit at once. */
function endOnSignals(config: Config, log: pino.Logger, app: App, closing: (() => Promise<void>)[]): void {
  let ending = false;
  const end = async (signal: string) => {
    if (ending) process.exit(1);
    ending = true;
    log.info({ signal }, 'shutting down: finishing what is in flight');
    setTimeout(() => process.exit(1), config.shutdownTimeoutMs).unref();
    app.server.startDraining();
    await new Promise((resolve) => setTimeout(resolve, config.drainDelayMs));
    for (const close of closing) await close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      end(signal).catch((error: unknown) => {
        log.error({ name: error instanceof Error ? error.name : 'unknown' }, 'the shutdown failed');
        process.exit(1);
      });
    });
  }
}

const describeFault = (error: unknown): string =>
  error instanceof Error ? sourceStack(error.stack ?? error.message) : String(error);
