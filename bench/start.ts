import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, median } from './figures.js';
import { cpuSeconds, makeFolder, NODE_FLAGS, residentBytes, startServer } from './processes.js';
import { createCleanup, type Session } from './session.js';

const WARM_STARTS = 5;
const IDLE_SECONDS = 10;
const WANTED_MS = 1_000;
const WANTED_MB = 150;
const MEGABYTE = 1_048_576;

interface Start {
  milliseconds: number;
  cpu: number;
}

/**
 * Time from the start of the process to `ready at` with its own PostgreSQL: once on an empty folder, then on its data.
 */
export async function benchStart({ cleanup }: Session): Promise<Figure[]> {
  const folder = makeFolder(cleanup);
  const cold = await start(folder);
  const warm: Start[] = [];
  for (let iteration = 0; iteration < WARM_STARTS; iteration++) warm.push(await start(folder));
  let idle = 0;
  await start(folder, async (pid) => {
    await sleep(IDLE_SECONDS * 1_000);
    idle = residentBytes(pid) / MEGABYTE;
  });
  const ours = median(warm.map(({ milliseconds }) => milliseconds));
  const cpuTime = median(warm.map(({ cpu }) => cpu));
  const notes = [
    `processor time of node until then ${cpuTime.toFixed(2)} s; each ${warm.map(({ milliseconds }) => milliseconds.toFixed(0)).join(', ')} ms`,
    `the first on an empty folder, initdb included, ${cold.milliseconds.toFixed(0)} ms`,
  ];
  return [
    { what: 'warm start to ready', unit: 'ms', ours, against: wanted(ours, WANTED_MS), notes },
    {
      what: `resident memory after ${IDLE_SECONDS} idle seconds, node alone`,
      unit: 'MB',
      ours: idle,
      against: wanted(idle, WANTED_MB),
      notes: [],
    },
  ];
}

const wanted = (ours: number, value: number) => ({ what: 'wanted', value, ratio: ours / value, atMost: 1 });

async function start(folder: string, whenReady?: (pid: number) => Promise<void>): Promise<Start> {
  const cleanup = createCleanup();
  try {
    const startedAt = performance.now();
    const env = { PATH: process.env.PATH ?? '', PORT: '0', HEADWATER_DATA_DIR: join(folder, 'data') };
    const args = [...NODE_FLAGS, join('dist', 'headwater.js'), 'serve'];
    const ready = (text: string) => text.includes('ready at') || undefined;
    const { pid } = await startServer({ args, env, output: join(folder, 'server.log'), ready }, cleanup);
    const milliseconds = performance.now() - startedAt;
    const cpu = cpuSeconds(pid, false) ?? Number.NaN;
    await whenReady?.(pid);
    return { milliseconds, cpu };
  } finally {
    await cleanup.run();
  }
}
