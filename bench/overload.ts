import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, number } from './figures.js';
import type { FloodJob, FloodResult } from './flood.js';
import { type Harness, startHarness } from './harness.js';
import { type HttpClient, openHttpClient } from './http-client.js';
import { leadAt } from './leads.js';
import type { Job, LoadResult } from './load.js';
import { startWorker, type Worker } from './processes.js';
import { seedTeam } from './seed-team.js';
import type { Session } from './session.js';

const CONNECTIONS = 64;
const TIMES = 5;
const FLOOD_CONNECTIONS = 1_000;
/** Pause of the quiet workspace after each response: twenty to fifty leads a second. */
const QUIET_PAUSE_MS = 20;
const PROBE_EVERY_MS = 20;

/** Creates at five times the capacity: goodput, latency of accepted creates, and the effect on a quiet workspace. */
export async function benchOverload(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  await seedTeam(harness);
  const created = await harness.call<{ apiKey: { token: string } }>('POST', '/v1/workspaces', { name: 'Quiet' });
  const floodClient = startWorker('flood', session.cleanup);
  const quietClient = startWorker('load', session.cleanup);
  const { seconds } = session.pace;
  let nextLead = 0;
  const closedLoop = async (duration: number) => {
    const result = await harness.load({
      ...createsOf(harness, harness.key, nextLead, 8_000 * duration, CONNECTIONS),
      seconds: duration,
    });
    nextLead += 8_000 * duration;
    return result;
  };
  await closedLoop(8);
  const peak = await closedLoop(seconds);
  const capacity = peak.calls / peak.seconds;
  const loadQuietWorkspace = (from: number, duration: number): Promise<LoadResult> =>
    quietClient.request<LoadResult>({
      ...createsOf(harness, created.apiKey.token, from, 60 * duration, 1),
      seconds: duration,
      pauseMs: QUIET_PAUSE_MS,
    });
  await loadQuietWorkspace(0, 3);
  const alone = assertAccepted(await loadQuietWorkspace(200, seconds));
  const busy = await closedLoop(seconds);
  const job = (): FloodJob => {
    nextLead += 1_000_000;
    const perSecond = TIMES * capacity;
    return { port: harness.port, key: harness.key, from: nextLead, perSecond, seconds, connections: FLOOD_CONNECTIONS };
  };
  const flood = await runFlood(floodClient, job());
  const recovery = await recoveryMs(harness, () => floodClient.request<FloodResult>(job()), seconds);
  const [besideFlood, besideNeighbour] = [await loadBesideFlood(), await loadBesideNeighbour()];

  async function loadBesideFlood(): Promise<LoadResult> {
    const running = runFlood(floodClient, job());
    const result = await loadQuietWorkspace(2_000, seconds);
    await running;
    return assertAccepted(result);
  }
  async function loadBesideNeighbour(): Promise<LoadResult> {
    const running = closedLoop(seconds + 1);
    const result = await loadQuietWorkspace(4_000, seconds);
    await running;
    return assertAccepted(result);
  }
  const [p99Alone, p99BesideFlood, p99BesideNeighbour] = [alone, besideFlood, besideNeighbour].map(
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
      ours: p99BesideFlood,
      against: { what: 'alone', value: p99Alone, ratio: p99BesideFlood / p99Alone, atMost: 1.5 },
      notes: [
        `p99 beside a neighbour at capacity (${CONNECTIONS} connections, nothing shed): ${number(p99BesideNeighbour)} ms; p50 alone, beside that neighbour, beside the flood: ${[alone, besideNeighbour, besideFlood].map((r) => number(r.latencies[0]?.p50 ?? Number.NaN)).join(', ')} ms`,
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

function createsOf(harness: Harness, key: string, from: number, calls: number, connections: number): Job {
  return {
    port: harness.port,
    connections,
    requests: { kind: 'leads', path: '/v1/leads', key, from, calls, perCall: 1 },
  };
}

function assertAccepted(result: LoadResult): LoadResult {
  if (result.failure !== undefined) throw new Error(`a request of the quiet workspace failed: ${result.failure}`);
  return result;
}

async function runFlood(worker: Worker, job: FloodJob): Promise<FloodResult> {
  const result = await worker.request<FloodResult>(job);
  if (result.failure !== undefined) throw new Error(`a response was neither 2xx nor 503: ${result.failure}`);
  return result;
}

/** Milliseconds from the last request of a flood until the workspace's first accepted create that was sent after it. */
async function recoveryMs(harness: Harness, flood: () => Promise<FloodResult>, seconds: number): Promise<number> {
  const idle: HttpClient[] = [];
  const accepted: { sentAt: number; duration: number }[] = [];
  let flooding = true;
  let attempt = 0;
  const probe = async (): Promise<void> => {
    attempt += 1;
    const lead = leadAt(900_000_000 + attempt);
    const client = idle.pop() ?? (await openHttpClient(harness.port));
    const [sentAt, began] = [Date.now(), performance.now()];
    const { status } = await client.request('POST', '/v1/leads', harness.key, lead);
    if (status < 300) accepted.push({ sentAt, duration: performance.now() - began });
    idle.push(client);
  };
  const probes: Promise<void>[] = [];
  const probeLoop = (async () => {
    while (flooding) {
      probes.push(probe());
      await sleep(PROBE_EVERY_MS);
    }
  })();
  const { endedAt } = await flood();
  await sleep(PROBE_EVERY_MS * 5);
  flooding = false;
  await probeLoop;
  await Promise.all(probes);
  for (const client of idle) client.close();
  const recovered = accepted
    .filter(({ sentAt }) => sentAt >= endedAt)
    .map(({ sentAt, duration }) => sentAt - endedAt + duration);
  if (recovered.length === 0) throw new Error(`nothing was accepted after ${seconds} s of flood`);
  return Math.min(...recovered);
}
