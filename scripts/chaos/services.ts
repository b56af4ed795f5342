import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { makeApiKey } from '../../src/services/api-keys/format.js';

/** Processes of the service on one database. */
export interface Fleet {
  key: string;
  /** The URL of each process; undefined while it is down. */
  urls: (string | undefined)[];
  pidOf(index: number): number | undefined;
  /** Sends `SIGKILL`, then starts a new process. */
  killAndStart(index: number): Promise<void>;
}

const READY_TIMEOUT_MS = 60_000;

/** Starts one process for each database URL; a process whose URL is `pooled` is configured for pgbouncer. `settings` are of all. */
export async function startFleet(
  databases: readonly string[],
  pooled: string | undefined,
  cleanup: (() => Promise<unknown> | unknown)[],
  settings: Record<string, string> = {},
): Promise<Fleet> {
  const key = makeApiKey({ env: 'live', kind: 'admin', random: randomBytes });
  const children: ChildProcess[] = [];
  const fleet: Fleet = {
    key,
    urls: databases.map(() => undefined),
    pidOf: (index) => children[index]?.pid,
    async killAndStart(index) {
      fleet.urls[index] = undefined;
      await end(children[index], 'SIGKILL');
      await start(index);
    },
  };
  const start = async (index: number) => {
    const database = databases[index] ?? '';
    const { child, url } = await startService(database, {
      ...settings,
      HEADWATER_PG_BOUNCER: String(database === pooled),
      HEADWATER_ADMIN_KEY: key,
    });
    children[index] = child;
    fleet.urls[index] = url;
  };
  cleanup.push(() => Promise.all(children.map((child) => end(child, 'SIGTERM'))));
  for (const index of databases.keys()) await start(index);
  return fleet;
}

async function startService(
  databaseUrl: string,
  settings: Record<string, string>,
): Promise<{ child: ChildProcess; url: string }> {
  const env = {
    PATH: process.env.PATH ?? '',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    HEADWATER_LOG_LEVEL: 'fatal',
    HEADWATER_RATE_LIMIT: '0',
    ...settings,
  };
  const child = spawn(process.execPath, ['dist/headwater.js', 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error('a process was not ready in time')), READY_TIMEOUT_MS);
    child.once('exit', (code) => reject(new Error(`a process ended with code ${code} before it was ready`)));
    createInterface(child.stdout).on('line', (line) => {
      const readyUrl = /ready at (http\S+)/.exec(line)?.[1];
      if (readyUrl === undefined) return;
      clearTimeout(timeout);
      resolve(readyUrl);
    });
  });
  return { child, url };
}

function end(child: ChildProcess | undefined, name: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(name);
  });
}
