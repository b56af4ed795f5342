import { setTimeout as sleep } from 'node:timers/promises';
import type { Clients } from './clients.js';
import type { Cluster } from './cluster.js';
import type { Pooler } from './pooler.js';
import type { Fleet } from './services.js';

export interface Environment {
  cluster: Cluster;
  fleet: Fleet;
  pooler: Pooler | undefined;
}

/** A failure of the surroundings, which has ended when `run` returns. */
interface Failure {
  name: string;
  /** Why the failure cannot run here; undefined when it can. */
  skipReason(environment: Environment): string | undefined;
  /** Returns the faults found while the failure lasted. */
  run(environment: Environment, clients: Clients): Promise<string[]>;
}

const runsAlways = () => undefined;

const CUT_ALL = "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'headwater'";
const KILLS = 6;
const CUTS = 10;
/** Time during which the database cannot write. Readiness may need a few probes to notice. */
const UNABLE_MS = 6_000;
/** Longer than the time after which the service closes an unresponsive connection. */
const HUNG_MS = 15_000;

export const FAILURES: readonly Failure[] = [
  {
    name: 'processes-killed',
    skipReason: runsAlways,
    async run({ fleet }) {
      for (let kill = 0; kill < KILLS; kill++) {
        await sleep(Math.random() * 300);
        await fleet.killAndStart(kill % fleet.urls.length);
      }
      return [];
    },
  },
  {
    name: 'connections-terminated',
    skipReason: runsAlways,
    async run({ cluster }) {
      for (let cut = 0; cut < CUTS; cut++) {
        await cluster.sql(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where datname = 'headwater' and pid <> pg_backend_pid() and random() < 0.5`,
        );
        await sleep(200 + Math.random() * 300);
      }
      return [];
    },
  },
  {
    name: 'database-restarted',
    skipReason: runsAlways,
    async run({ cluster }) {
      await cluster.stop();
      await sleep(500);
      await cluster.start();
      return [];
    },
  },
  {
    name: 'database-killed',
    skipReason: runsAlways,
    async run({ cluster }) {
      cluster.signalAll('SIGKILL');
      await cluster.ended();
      await cluster.start();
      return [];
    },
  },
  {
    name: 'database-hung',
    skipReason: () => (process.platform === 'win32' ? 'processes cannot be stopped here' : undefined),
    async run({ cluster }) {
      cluster.signalAll('SIGSTOP');
      await sleep(HUNG_MS);
      cluster.signalAll('SIGCONT');
      return [];
    },
  },
  {
    name: 'read-only',
    skipReason: runsAlways,
    async run({ cluster, fleet }, clients) {
      await cluster.runOutside('alter database headwater set default_transaction_read_only = on');
      await cluster.runOutside(CUT_ALL);
      const found = await checkWhileUnable(fleet, clients);
      await cluster.runOutside('alter database headwater reset default_transaction_read_only');
      await cluster.runOutside(CUT_ALL);
      return found;
    },
  },
  {
    name: 'disk-full',
    skipReason: ({ cluster }) => (cluster.disk ? undefined : 'the data lie on a disk that others use'),
    async run({ cluster, fleet }, clients) {
      cluster.disk?.fill();
      // Writes that fit into existing files still succeed, and the checker looks for them.
      const found = await checkWhileUnable(fleet, clients, { mayWrite: true });
      cluster.disk?.free();
      await sleep(1_000);
      // PostgreSQL ends itself when it cannot write its log.
      if (!cluster.isRunning()) await cluster.start();
      return found;
    },
  },
  {
    name: 'pooler-restarted',
    skipReason: ({ pooler }) => (pooler ? undefined : 'pgbouncer is not installed'),
    async run({ pooler }) {
      await pooler?.restart();
      return [];
    },
  },
];

/** Checks that no write is acknowledged, unless `mayWrite`, and that /readyz of every process turns 503. */
async function checkWhileUnable({ urls }: Fleet, clients: Clients, { mayWrite = false } = {}): Promise<string[]> {
  await sleep(UNABLE_MS / 2);
  const before = clients.acknowledged();
  await sleep(UNABLE_MS / 2);
  const faults: string[] = [];
  const written = clients.acknowledged() - before;
  if (written > 0 && !mayWrite) faults.push(`${written} writes were acknowledged`);
  for (const url of urls) {
    if (url === undefined) continue;
    const status = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(10_000) })
      .then((response) => response.status)
      .catch(() => 0);
    if (status !== 503) faults.push(`/readyz answered ${status}`);
  }
  return faults;
}
