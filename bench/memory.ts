import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figures.js';
import { furnishTeam, verifyLeads } from './furnish.js';
import { residentBytes } from './processes.js';
import { type Rig, startRig } from './rig.js';
import type { Session } from './session.js';

const PER_CALL = 1_000;
const EARLY = 20_000;
const ALL = 200_000;
/** Leads before the early mark over which it is taken: one reading would say where in a collection cycle it fell. */
const EARLY_FROM = 10_000;
const SAMPLE_EVERY_MS = 200;
const IDLE_SECONDS = 15;
const MEGABYTE = 1_048_576;

/** Memory of the server process while leads stream in by batches: it must not grow with what went through. */
export async function benchMemory(session: Session): Promise<Figure[]> {
  const rig = await startRig(session);
  await furnishTeam(rig);
  const fresh = residentBytes(rig.serverPid) / MEGABYTE;
  const samples = sampler(rig, session);
  await stream(rig, 0, EARLY_FROM);
  samples.take();
  await stream(rig, EARLY_FROM, EARLY);
  const early = samples.take();
  await stream(rig, EARLY, ALL);
  const late = samples.take();
  await sleep(IDLE_SECONDS * 1_000);
  const idle = residentBytes(rig.serverPid) / MEGABYTE;
  const verified = await verifyLeads(rig, ALL);
  const notes = [
    `most from ${EARLY_FROM.toLocaleString('en')} to ${EARLY.toLocaleString('en')} leads against most afterwards; ${early.at(-1)?.toFixed(0)} MB at the mark itself`,
    `before the first lead ${fresh.toFixed(0)} MB, after ${IDLE_SECONDS} idle seconds at the end ${idle.toFixed(0)} MB`,
    `most in each tenth after the early mark: ${tenths(late)} MB; ${verified}`,
  ];
  const [ours, value] = [Math.max(...late), Math.max(...early)];
  const against = { what: 'at 20,000 leads', value, ratio: ours / value, atMost: 1.2 };
  return [{ what: 'resident memory while 200,000 leads stream in', unit: 'MB', ours, against, notes }];
}

/** Megabytes, read over and over; `take` gives what was read since it was last called. */
function sampler({ serverPid }: Rig, { undo }: Session) {
  let samples: number[] = [];
  const read = () => samples.push(residentBytes(serverPid) / MEGABYTE);
  const timer = setInterval(read, SAMPLE_EVERY_MS);
  undo.add(() => clearInterval(timer));
  return {
    take(): number[] {
      read();
      const taken = samples;
      samples = [];
      return taken;
    },
  };
}

function stream(rig: Rig, from: number, to: number) {
  const calls = (to - from) / PER_CALL;
  return rig.load({
    port: rig.port,
    connections: 1,
    requests: { kind: 'leads', path: '/v1/leads/batch', key: rig.key, from, calls, perCall: PER_CALL },
  });
}

function tenths(samples: readonly number[]): string {
  const size = Math.ceil(samples.length / 10);
  const parts = Array.from({ length: 10 }, (_, index) => samples.slice(index * size, (index + 1) * size));
  return parts.flatMap((part) => (part.length > 0 ? [Math.max(...part).toFixed(0)] : [])).join(', ');
}
