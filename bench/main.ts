import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchBatch } from './batch.js';
import { benchCore } from './core.js';
import { benchCreate } from './create.js';
import { type Figure, isShort, table } from './figures.js';
import { benchGet } from './get.js';
import { compileBench, createUndo, ROOT, type Undo } from './processes.js';
import type { Pace } from './rounds.js';

type Bench = (undo: Undo, pace: Pace, profileTo?: string) => Promise<Figure[]> | Figure[];

const coreFigures: Bench = () =>
  benchCore().map(({ name, microseconds }) => ({
    what: `core: ${name}`,
    unit: 'us/lead',
    ours: microseconds,
    notes: [],
  }));

const BENCHES: Record<string, Bench> = { create: benchCreate, batch: benchBatch, get: benchGet, core: coreFigures };

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '6' },
      profile: { type: 'string' },
    },
  });
  const wrong = positionals.filter((name) => !(name in BENCHES));
  if (wrong.length > 0)
    throw new Error(`no such benchmark: ${wrong.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs', '--quiet'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('the build failed');
  compileBench();
  const pace = { rounds: Number(values.rounds), seconds: Number(values.seconds) };
  const figures: Figure[] = [];
  for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
    if (!values.json) console.error(`${name} ...`);
    figures.push(...(await runBench(name, pace, values.profile)));
  }
  console.log(values.json ? JSON.stringify({ figures }, null, 2) : table(figures));
  console.log(cpus().length);
  if (figures.some(isShort)) process.exitCode = 1;
}

async function runBench(name: string, pace: Pace, profileTo: string | undefined): Promise<Figure[]> {
  const undo = createUndo();
  const interrupted = () => void undo.run().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return (await BENCHES[name]?.(undo, pace, profileTo)) ?? [];
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await undo.run();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
