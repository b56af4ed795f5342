import type { DatabaseAccess } from './baseline.js';
import { compare, tune, warmUp } from './comparison.js';
import type { Figure } from './figures.js';
import { startHarness } from './harness.js';
import type { Job } from './load.js';
import { seedTeam, verifyLeads } from './seed-team.js';
import type { Session } from './session.js';

const CONNECTIONS = 64;
const CANDIDATES: DatabaseAccess[] = [8, 16, 32, 40].flatMap((connections) =>
  [false, true].map((pipelined) => ({ connections, pipelined, batchBy: 'json' as const })),
);
/** More calls than either side answers during its warm-up. */
const PLENTY = 60_000;
/** Of one connection: a call takes milliseconds, and the median of so many is steady. */
const CALLS_ALONE = 1_500;
const WANTED_ALONE_MS = 3;

/** One lead per call through the full pipeline, durable, against one bare insert per call. */
export async function benchCreate(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  await seedTeam(harness);
  const baseline = await harness.startBaseline();
  let nextLead = 0;
  const job = (port: number, calls: number, from: number): Job => ({
    port,
    connections: CONNECTIONS,
    requests: { kind: 'leads', path: '/v1/leads', key: harness.key, from, calls, perCall: 1 },
  });
  const nextJob = (port: number, calls: number) => {
    nextLead += calls;
    return job(port, calls, nextLead - calls);
  };
  const { note, perSecond } = await tune({ harness, baseline }, CANDIDATES, () => nextJob(baseline.port, PLENTY / 3));
  const { warmed, callsPerIteration } = await warmUp(harness, nextJob(harness.port, PLENTY), perSecond, session.pace);
  const first = nextLead;
  const comparison = {
    harness,
    baseline,
    job: (side: 'ours' | 'baseline', iteration: number) =>
      job(side === 'ours' ? harness.port : baseline.port, callsPerIteration, first + iteration * callsPerIteration),
    perCall: 1,
    unit: 'lead',
  };
  const { ours, baseline: plain, ratio, calls, notes } = await compare(comparison, session.pace);
  nextLead = first + session.pace.iterations * callsPerIteration;
  const alone = async (port: number) => {
    const { latencies } = await harness.load({ ...nextJob(port, CALLS_ALONE), connections: 1 });
    return latencies[0] ?? { p50: Number.NaN, p99: Number.NaN };
  };
  const [aloneOurs, aloneBaseline] = [await alone(harness.port), await alone(baseline.port)];
  return [
    {
      what: 'POST /v1/leads, 64 connections',
      unit: 'leads/s',
      ours,
      against: { what: 'bare insert', value: plain, ratio, atLeast: 1 },
      notes: [...notes, await verifyLeads(harness, warmed + calls + CALLS_ALONE), note],
    },
    {
      what: 'POST /v1/leads, 1 connection, p50',
      unit: 'ms',
      ours: aloneOurs.p50,
      against: { what: 'wanted', value: WANTED_ALONE_MS, ratio: aloneOurs.p50 / WANTED_ALONE_MS, atMost: 1 },
      notes: [`p99 ${aloneOurs.p99.toFixed(1)} ms; bare insert p50 ${aloneBaseline.p50.toFixed(2)} ms`],
    },
  ];
}
