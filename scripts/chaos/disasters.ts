import { setTimeout as sleep } from 'node:timers/promises';
import type { Clients } from './clients.js';
import type { Cluster } from './cluster.js';
import type { Pooler } from './pooler.js';
import type { Fleet } from './services.js';

export interface World {
  cluster: Cluster;
  fleet: Fleet;
  pooler: Pooler | undefined;
}

/** Something that fails, and is mended when `run` returns. */
interface Disaster {
  name: string;
  /** Why it cannot happen here. */
  unless(world: World): string | undefined;
  /** What was wrong while it lasted. */
  run(world: World, clients: Clients): Promise<string[]>;
}

const anywhere = () => undefined;

const CUT_ALL = "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'headwater'";
const KILLS = 6;
const CUTS = 10;
/** How long the database stays unable to write. Readiness may take a few probes to notice. */
const UNABLE_MS = 6_000;
/** Beyond the time after which a connection without an answer is given up. */
const HUNG_MS = 15_000;

export const DISASTERS: readonly Disaster[] = [
  {
    name: 'processes-killed',
    unless: anywhere,
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
    unless: anywhere,
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
    unless: anywhere,
    async run({ cluster }) {
      await cluster.stop();
      await sleep(500);
      await cluster.start();
      return [];
    },
  },
  {
    name: 'database-killed',
    unless: anywhere,
    async run({ cluster }) {
      cluster.signalAll('SIGKILL');
      await cluster.ended();
      await cluster.start();
      return [];
    },
  },
  {
    name: 'database-hung',
    unless: () => (process.platform === 'win32' ? 'processes cannot be stopped here' : undefined),
    async run({ cluster }) {
      cluster.signalAll('SIGSTOP');
      await sleep(HUNG_MS);
      cluster.signalAll('SIGCONT');
      return [];
    },
  },
  {
    name: 'read-only',
    unless: anywhere,
    async run({ cluster, fleet }, clients) {
      await cluster.administer('alter database headwater set default_transaction_read_only = on');
      await cluster.administer(CUT_ALL);
      const found = await whileUnable(fleet, clients);
      await cluster.administer('alter database headwater reset default_transaction_read_only');
      await cluster.administer(CUT_ALL);
      return found;
    },
  },
  {
    name: 'disk-full',
    unless: ({ cluster }) => (cluster.disk ? undefined : 'the data lie on a disk that others use'),
    async run({ cluster, fleet }, clients) {
      cluster.disk?.fill();
      // What fits into files that are there is still written, and the checker looks for it.
      const found = await whileUnable(fleet, clients, { mayWrite: true });
      cluster.disk?.free();
      await sleep(1_000);
      // A database that could not write its log ends itself.
      if (!cluster.isRunning()) await cluster.start();
      return found;
    },
  },
  {
    name: 'pooler-restarted',
    unless: ({ pooler }) => (pooler ? undefined : 'pgbouncer is not installed'),
    async run({ pooler }) {
      await pooler?.restart();
      return [];
    },
  },
];

/** While writes fail: none is acknowledged unless some may fit, and no process calls itself ready for long. */
async function whileUnable({ urls }: Fleet, clients: Clients, { mayWrite = false } = {}): Promise<string[]> {
  await sleep(UNABLE_MS / 2);
  const before = clients.acknowledged();
  await sleep(UNABLE_MS / 2);
  const faults: string[] = [];
  const written = clients.acknowledged() - before;
  if (written > 0 && !mayWrite) faults.push(`${written} writes were acknowledged`);
  for (const url of urls) {
    if (url === undefined) continue;
    const status = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(10_000) })
      .then((answer) => answer.status)
      .catch(() => 0);
    if (status !== 503) faults.push(`/readyz answered ${status}`);
  }
  return faults;
}
