import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { clusterProcesses, signal } from '../../src/db/embedded/processes.js';

/** A PostgreSQL that can be made to fail. */
export interface Cluster {
  port: number;
  url: string;
  version(): Promise<string>;
  sql<Row>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Runs SQL in the database `postgres`, because sessions of the service's database may be unable to write. */
  runOutside(text: string): Promise<void>;
  start(): Promise<void>;
  /** A fast shutdown, which ends every session. */
  stop(): Promise<void>;
  /** Sends a signal to every process of the cluster; `SIGSTOP` and `SIGCONT` suspend and resume it. */
  signalAll(name: NodeJS.Signals): void;
  /** Waits until all its processes have ended after a kill. */
  ended(): Promise<void>;
  isRunning(): boolean;
  /** Undefined when the cluster has no file system of its own. */
  disk: { fill(): void; free(): void } | undefined;
}

type Cleanup = (() => Promise<unknown> | unknown)[];

const DATABASE = 'headwater';
const START_TIMEOUT_MS = 60_000;

export async function createCluster(binaries: string, cleanup: Cleanup): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-chaos-'));
  chmodSync(folder, 0o755);
  cleanup.push(() => rmSync(folder, { recursive: true, force: true }));
  const volume = join(folder, 'volume');
  mkdirSync(volume);
  const mounted = mount(volume, cleanup);
  const data = join(volume, 'data');
  // PostgreSQL refuses root.
  const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  mkdirSync(data, { mode: 0o700 });
  if (account.uid !== undefined) chownSync(data, account.uid, account.gid);
  const initdb = [`--pgdata=${data}`, '--username=headwater', '--auth=trust', '--encoding=UTF8', '--locale=C'];
  execFileSync(join(binaries, 'initdb'), [...initdb, '--no-instructions'], { ...account, cwd: '/', stdio: 'ignore' });
  const port = await freePort();
  const url = `postgres://headwater@127.0.0.1:${port}/${DATABASE}`;
  const outside = `postgres://headwater@127.0.0.1:${port}/postgres`;
  let postmaster: ChildProcess | undefined;
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: 100 };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const isRunning = () => postmaster !== undefined && postmaster.exitCode === null && postmaster.signalCode === null;
  const cluster: Cluster = {
    port,
    url,
    version: async () => (await query<{ server_version: string }>(url, 'show server_version'))[0]?.server_version ?? '',
    sql: (text, values) => query(url, text, values),
    runOutside: async (text) => void (await query(outside, text)),
    async start() {
      postmaster = spawn(join(binaries, 'postgres'), ['-D', data, ...flags], { ...account, cwd: '/', stdio: 'ignore' });
      await untilReady(outside);
    },
    async stop() {
      postmaster?.kill('SIGINT');
      while (isRunning()) await sleep(20);
    },
    signalAll: (name) => {
      for (const pid of clusterProcesses(data)) signal(pid, name);
    },
    async ended() {
      while (isRunning() || clusterProcesses(data).length > 0) await sleep(20);
    },
    isRunning,
    disk: mounted ? diskOf(volume) : undefined,
  };
  cleanup.push(async () => {
    cluster.signalAll('SIGCONT');
    await cluster.stop();
  });
  await cluster.start();
  await cluster.runOutside(`create database ${DATABASE}`);
  return cluster;
}

/** Mounts a small file system in memory, which can be filled without side effects. Needs root and Linux. */
function mount(volume: string, cleanup: Cleanup): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1g,mode=755', 'none', volume]);
  if (status !== 0) return false;
  cleanup.push(() => spawnSync('umount', ['--lazy', volume]));
  return true;
}

function diskOf(volume: string): Cluster['disk'] {
  const ballast = join(volume, 'ballast');
  return {
    fill() {
      const { bavail, bsize } = statfsSync(volume);
      try {
        writeFileSync(ballast, Buffer.alloc(bavail * bsize));
      } catch {
        // The database used the last of the space first.
      }
    },
    free: () => rmSync(ballast, { force: true }),
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function untilReady(url: string): Promise<void> {
  for (const deadline = Date.now() + START_TIMEOUT_MS; ; await sleep(50)) {
    try {
      await query(url, 'select 1');
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

async function query<Row>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text, values)).rows as Row[];
  } finally {
    await client.end().catch(() => undefined);
  }
}
