import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { makeApiKey } from '../../src/services/api-keys/format.js';

/** Processes of the service on one database. */
export interface Fleet {
  key: string;
  /** Where each listens; undefined while it is down. */
  urls: (string | undefined)[];
  /** `SIGKILL`, then a new process in its place. */
  killAndStart(place: number): Promise<void>;
}

const READY_WITHIN_MS = 60_000;

/** One process for each database URL; those that go through `pooled` know it. */
export async function startFleet(
  databases: readonly string[],
  pooled: string | undefined,
  undo: (() => Promise<unknown> | unknown)[],
): Promise<Fleet> {
  const key = makeApiKey({ env: 'live', kind: 'admin', random: randomBytes });
  const children: ChildProcess[] = [];
  const fleet: Fleet = {
    key,
    urls: databases.map(() => undefined),
    async killAndStart(place) {
      fleet.urls[place] = undefined;
      await end(children[place], 'SIGKILL');
      await start(place);
    },
  };
  const start = async (place: number) => {
    const database = databases[place] ?? '';
    const { child, url } = await startService(database, database === pooled, key);
    children[place] = child;
    fleet.urls[place] = url;
  };
  undo.push(() => Promise.all(children.map((child) => end(child, 'SIGTERM'))));
  for (const place of databases.keys()) await start(place);
  return fleet;
}

async function startService(
  databaseUrl: string,
  pooled: boolean,
  key: string,
): Promise<{ child: ChildProcess; url: string }> {
  const env = {
    PATH: process.env.PATH ?? '',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    HEADWATER_PG_BOUNCER: String(pooled),
    HEADWATER_ADMIN_KEY: key,
    HEADWATER_LOG_LEVEL: 'fatal',
    HEADWATER_RATE_LIMIT: '0',
  };
  const child = spawn(process.execPath, ['dist/main.js'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('a process was not ready in time')), READY_WITHIN_MS);
    child.once('exit', (code) => reject(new Error(`a process ended with code ${code} before it was ready`)));
    createInterface(child.stdout).on('line', (line) => {
      const found = /ready at (http\S+)/.exec(line)?.[1];
      if (found === undefined) return;
      clearTimeout(late);
      resolve(found);
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
