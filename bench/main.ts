import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { benchBatch } from './batch.js';
import { benchBulk } from './bulk.js';
import { benchClaims } from './claims.js';
import { benchCluster } from './cluster.js';
import { benchCore } from './core.js';
import { benchCreate } from './create.js';
import { benchDecay } from './decay.js';
import { benchEngagement } from './engagement.js';
import { benchExport } from './export.js';
import { benchFairness } from './fairness.js';
import { type Figure, missesLimit, table } from './figures.js';
import { benchFloor } from './floor.js';
import { benchGet } from './get.js';
import { benchHistory } from './history.js';
import { benchImport } from './import.js';
import { benchList } from './list.js';
import { benchMatching } from './matching.js';
import { benchMemory } from './memory.js';
import { benchOverload } from './overload.js';
import { benchPolicy } from './policy.js';
import { compileBench, ROOT } from './processes.js';
import { hottestFunctions } from './profile.js';
import { benchReports } from './reports.js';
import { benchRescore } from './rescore.js';
import { benchSearch } from './search.js';
import { benchSegmentPasses } from './segment-passes.js';
import { benchSegments } from './segments.js';
import { benchSequences } from './sequences.js';
import { createCleanup, type Session } from './session.js';
import { benchStart } from './start.js';
import { benchTimers } from './timers.js';
import { benchTraining } from './training.js';
import { benchWebhookEndpoints } from './webhook-endpoints.js';
import { benchWebhooks } from './webhooks.js';

type Bench = (session: Session) => Promise<Figure[]> | Figure[];

const coreFigures: Bench = () =>
  benchCore().map(({ name, microseconds }) => ({ what: `core: ${name}`, unit: 'us', ours: microseconds, notes: [] }));

const BENCHES: Record<string, Bench> = {
  create: benchCreate,
  batch: benchBatch,
  bulk: benchBulk,
  engagement: benchEngagement,
  history: benchHistory,
  import: benchImport,
  export: benchExport,
  floor: benchFloor,
  get: benchGet,
  list: benchList,
  reports: benchReports,
  search: benchSearch,
  segments: benchSegments,
  'segment-passes': benchSegmentPasses,
  sequences: benchSequences,
  matching: benchMatching,
  memory: benchMemory,
  start: benchStart,
  rescore: benchRescore,
  training: benchTraining,
  timers: benchTimers,
  decay: benchDecay,
  policy: benchPolicy,
  claims: benchClaims,
  fairness: benchFairness,
  overload: benchOverload,
  webhooks: benchWebhooks,
  'webhook-endpoints': benchWebhookEndpoints,
  core: coreFigures,
  cluster: benchCluster,
};

const USAGE = `npm run bench -- [${Object.keys(BENCHES).join('] [')}] [options]
  --json           figures as JSON
  --iterations <n> how often the product and the baseline are measured in turn (3)
  --seconds <n>    approximate duration of one measurement (6)
  --size <n>       leads that rescore scores again (100000), that claims claims (100000), that fairness assigns (50000),
                   that history records (100000), rows of import (100000), that export writes (100000), that bulk changes (100000);
                   pending timers (1000000), that decay reviews (1000000), that search searches (1000000), that reports count (1000000), in sequences (1000000)
  --profile <dir>  write a processor profile of the product there and print its hottest functions`;

const BUSY_LOAD = 1;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      iterations: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '6' },
      size: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const pace = { iterations: Number(values.iterations), seconds: Number(values.seconds) };
  if (!(pace.iterations >= 1 && pace.seconds > 0 && positionals.every((name) => name in BENCHES)))
    throw new Error(USAGE);
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs', '--quiet'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed.');
  compileBench();
  const [load = 0] = loadavg();
  let database = 'no database';
  const figures: Figure[] = [];
  for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
    process.stderr.write(`${name} ...\n`);
    const session = {
      pace,
      size: values.size === undefined ? undefined : Number(values.size),
      profileTo: values.profile,
      onDatabase: (description: string) => {
        database = description;
      },
    };
    figures.push(...(await runBench(name, session)));
  }
  const machine = `${cpus().length} cores (${cpus()[0]?.model}), node ${process.version}, ${database}`;
  if (values.json) {
    const rows = figures.map((figure) => ({ ...figure, ok: !missesLimit(figure) }));
    console.log(JSON.stringify({ machine, loadAtStart: load, figures: rows }, null, 2));
  } else {
    console.log(`${machine}\n${table(figures)}`);
  }
  if (load > BUSY_LOAD) console.error(`The machine was busy (load ${load.toFixed(1)}): trust ratios at most.`);
  if (values.profile !== undefined) console.error(hottestFunctions(values.profile));
  if (figures.some(missesLimit)) process.exitCode = 1;
}

async function runBench(name: string, session: Omit<Session, 'cleanup'>): Promise<Figure[]> {
  const cleanup = createCleanup();
  const onInterrupt = () => {
    cleanup.run().then(
      () => process.exit(130),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', onInterrupt).once('SIGTERM', onInterrupt);
  try {
    return (await BENCHES[name]?.({ ...session, cleanup })) ?? [];
  } finally {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt);
    await cleanup.run();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
