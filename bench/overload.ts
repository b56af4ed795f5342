import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figures.js';
import { number } from './figures.js';
import type { FloodJob, FloodResult } from './flood.js';
import { furnishTeam } from './furnish.js';
import { leadAt } from './leads.js';
import type { Job, LoadResult } from './load.js';
import { startWorker, type Worker } from './processes.js';
import { type Rig, startRig } from './rig.js';
import type { Session } from './session.js';
import { openWire, type Wire } from './wire.js';

const CONNECTIONS = 64;
const TIMES = 5;
const FLOOD_CONNECTIONS = 1_000;
/** How often the quiet workspace sends: twenty to fifty leads a second. */
const QUIET_PAUSE_MS = 20;
const PROBE_EVERY_MS = 20;

/** Creates at five times what the service can do: what of it is done, how fast, and what a quiet neighbour notices. */
export async function benchOverload(session: Session): Promise<Figure[]> {
  const rig = await startRig(session);
  await furnishTeam(rig);
  const made = await rig.call<{ apiKey: { token: string } }>('POST', '/v1/workspaces', { name: 'Quiet' });
  const flooding = startWorker('flood', session.undo);
  const quiet = startWorker('load', session.undo);
  const { seconds } = session.pace;
  let place = 0;
  const closedLoop = async (duration: number) => {
    const result = await rig.load({
      ...createsOf(rig, rig.key, place, 8_000 * duration, CONNECTIONS),
      seconds: duration,
    });
    place += 8_000 * duration;
    return result;
  };
  await closedLoop(8);
  const peak = await closedLoop(seconds);
  const capacity = peak.calls / peak.seconds;
  const quietly = (from: number, duration: number): Promise<LoadResult> =>
    quiet.ask<LoadResult>({
      ...createsOf(rig, made.apiKey.token, from, 60 * duration, 1),
      seconds: duration,
      pauseMs: QUIET_PAUSE_MS,
    });
  await quietly(0, 3);
  const alone = assertAccepted(await quietly(200, seconds));
  const [busy] = await Promise.all([closedLoop(seconds), undefined]);
  const job = (): FloodJob => {
    place += 1_000_000;
    const perSecond = TIMES * capacity;
    return { port: rig.port, key: rig.key, from: place, perSecond, seconds, connections: FLOOD_CONNECTIONS };
  };
  const flood = await flooded(flooding, job());
  const recovery = await recoveryMs(rig, () => flooding.ask<FloodResult>(job()), seconds);
  const [beside, atCapacity] = [await besideFlood(), await besideNeighbour()];

  async function besideFlood(): Promise<LoadResult> {
    const running = flooded(flooding, job());
    const result = await quietly(2_000, seconds);
    await running;
    return assertAccepted(result);
  }
  async function besideNeighbour(): Promise<LoadResult> {
    const running = closedLoop(seconds + 1);
    const result = await quietly(4_000, seconds);
    await running;
    return assertAccepted(result);
  }
  const [p99Alone, p99Beside, p99Capacity] = [alone, beside, atCapacity].map(
    (r) => r.latencies[0]?.p99 ?? Number.NaN,
  ) as [number, number, number];
  return [
    {
      what: `goodput at ${TIMES} times the load`,
      unit: 'leads/s',
      ours: flood.accepted,
      against: { what: 'capacity', value: capacity, ratio: flood.accepted / capacity, atLeast: 0.9 },
      notes: [
        `capacity: creates over ${CONNECTIONS} connections, p99 ${number(busy.latencies[0]?.p99 ?? Number.NaN)} ms; offered ${number(flood.sent / seconds)}/s of ${number(TIMES * capacity)}/s, ${flood.unsent} not sent as all ${FLOOD_CONNECTIONS} connections waited`,
        `shed ${number(flood.shed)}/s, p99 of a shed answer ${number(flood.shedP99)} ms`,
      ],
    },
    atMost('p99 of what was accepted at it', 'ms', flood.acceptedP99, 1_000, [`p50 ${number(flood.acceptedP50)} ms`]),
    atMost('first create accepted after it ends', 'ms', recovery, 1_000, []),
    {
      what: 'p99 of a quiet workspace beside the flood',
      unit: 'ms',
      ours: p99Beside,
      against: { what: 'alone', value: p99Alone, ratio: p99Beside / p99Alone, atMost: 1.5 },
      notes: [
        `p99 beside a neighbour at capacity (${CONNECTIONS} connections, nothing shed): ${number(p99Capacity)} ms; p50 alone, beside that neighbour, beside the flood: ${[alone, atCapacity, beside].map((r) => number(r.latencies[0]?.p50 ?? Number.NaN)).join(', ')} ms`,
      ],
    },
  ];
}

const atMost = (what: string, unit: string, ours: number, most: number, notes: string[]): Figure => ({
  what,
  unit,
  ours,
  against: { what: 'wanted', value: most, ratio: ours, atMost: most },
  notes,
});

function createsOf(rig: Rig, key: string, from: number, calls: number, connections: number): Job {
  return { port: rig.port, connections, requests: { kind: 'leads', path: '/v1/leads', key, from, calls, perCall: 1 } };
}

function assertAccepted(result: LoadResult): LoadResult {
  if (result.refused !== undefined) throw new Error(`the quiet workspace was refused: ${result.refused}`);
  return result;
}

async function flooded(worker: Worker, job: FloodJob): Promise<FloodResult> {
  const result = await worker.ask<FloodResult>(job);
  if (result.other !== undefined) throw new Error(`an answer was neither 2xx nor 503: ${result.other}`);
  return result;
}

/** Milliseconds from the last request of a flood until a create of the same workspace, sent after it, is accepted. */
async function recoveryMs(rig: Rig, flood: () => Promise<FloodResult>, seconds: number): Promise<number> {
  const idle: Wire[] = [];
  const accepted: { sentAt: number; took: number }[] = [];
  let flooding = true;
  let attempt = 0;
  const probe = async (): Promise<void> => {
    attempt += 1;
    const lead = leadAt(900_000_000 + attempt);
    const wire = idle.pop() ?? (await openWire(rig.port));
    const [sentAt, began] = [Date.now(), performance.now()];
    const { status } = await wire.ask('POST', '/v1/leads', rig.key, lead);
    if (status < 300) accepted.push({ sentAt, took: performance.now() - began });
    idle.push(wire);
  };
  const probes: Promise<void>[] = [];
  const probing = (async () => {
    while (flooding) {
      probes.push(probe());
      await sleep(PROBE_EVERY_MS);
    }
  })();
  const { endedAt } = await flood();
  await sleep(PROBE_EVERY_MS * 5);
  flooding = false;
  await probing;
  await Promise.all(probes);
  for (const wire of idle) wire.close();
  const recovered = accepted
    .filter(({ sentAt }) => sentAt >= endedAt)
    .map(({ sentAt, took }) => sentAt - endedAt + took);
  if (recovered.length === 0) throw new Error(`nothing was accepted after ${seconds} s of flood`);
  return Math.min(...recovered);
}
