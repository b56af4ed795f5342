import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import { residentBytes } from './processes.js';
import { seedTeam, verifyLeads } from './seed-team.js';
import type { Session } from './session.js';

const PER_CALL = 1_000;
const EARLY = 20_000;
const ALL = 200_000;
/** The early maximum is taken from here to `EARLY`: a single sample would depend on the garbage collection cycle. */
const EARLY_FROM = 10_000;
const SAMPLE_EVERY_MS = 200;
const IDLE_SECONDS = 15;
const MEGABYTE = 1_048_576;

/** Memory of the server process while leads stream in by batches: it must not grow with the number of leads. */
export async function benchMemory(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  await seedTeam(harness);
  const before = residentBytes(harness.serverPid) / MEGABYTE;
  const samples = startSampling(harness, session);
  await sendLeads(harness, 0, EARLY_FROM);
  samples.take();
  await sendLeads(harness, EARLY_FROM, EARLY);
  const early = samples.take();
  await sendLeads(harness, EARLY, ALL);
  const late = samples.take();
  await sleep(IDLE_SECONDS * 1_000);
  const idle = residentBytes(harness.serverPid) / MEGABYTE;
  const verified = await verifyLeads(harness, ALL);
  const notes = [
    `most from ${EARLY_FROM.toLocaleString('en')} to ${EARLY.toLocaleString('en')} leads against most afterwards; ${early.at(-1)?.toFixed(0)} MB at the mark itself`,
    `before the first lead ${before.toFixed(0)} MB, after ${IDLE_SECONDS} idle seconds at the end ${idle.toFixed(0)} MB`,
    `most in each tenth after the early mark: ${tenths(late)} MB; ${verified}`,
  ];
  const [ours, value] = [Math.max(...late), Math.max(...early)];
  const against = { what: 'at 20,000 leads', value, ratio: ours / value, atMost: 1.2 };
  return [{ what: 'resident memory while 200,000 leads stream in', unit: 'MB', ours, against, notes }];
}

/** Samples the server's resident memory in megabytes; `take` returns the samples since the last `take`. */
function startSampling({ serverPid }: Harness, { cleanup }: Session) {
  let samples: number[] = [];
  const read = () => samples.push(residentBytes(serverPid) / MEGABYTE);
  const timer = setInterval(read, SAMPLE_EVERY_MS);
  cleanup.add(() => clearInterval(timer));
  return {
    take(): number[] {
      read();
      const taken = samples;
      samples = [];
      return taken;
    },
  };
}

function sendLeads(harness: Harness, from: number, to: number) {
  const calls = (to - from) / PER_CALL;
  return harness.load({
    port: harness.port,
    connections: 1,
    requests: { kind: 'leads', path: '/v1/leads/batch', key: harness.key, from, calls, perCall: PER_CALL },
  });
}

function tenths(samples: readonly number[]): string {
  const size = Math.ceil(samples.length / 10);
  const parts = Array.from({ length: 10 }, (_, index) => samples.slice(index * size, (index + 1) * size));
  return parts.flatMap((part) => (part.length > 0 ? [Math.max(...part).toFixed(0)] : [])).join(', ');
}
