import type { DatabaseAccess } from './baseline.js';
import { compare, tune, warmUp } from './comparison.js';
import type { Figure } from './figures.js';
import { startHarness } from './harness.js';
import type { Job } from './load.js';
import { seedTeam, verifyLeads } from './seed-team.js';
import type { Session } from './session.js';

const PER_CALL = 1_000;
/** On both sides, parsing and answering one call overlaps with storing another. */
const CONNECTIONS = 4;
const CANDIDATES: DatabaseAccess[] = (['json', 'arrays'] as const).flatMap((batchBy) =>
  [2, 4].map((connections) => ({ connections, pipelined: false, batchBy })),
);
/** More calls than either side answers during its warm-up. */
const PLENTY = 200;

/**
 * Batches of a thousand leads through the full pipeline, durable, against one insert of a thousand bare rows per call.
 */
export async function benchBatch(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  await seedTeam(harness);
  const baseline = await harness.startBaseline();
  let nextLead = 0;
  const job = (port: number, calls: number, from: number): Job => ({
    port,
    connections: CONNECTIONS,
    requests: { kind: 'leads', path: '/v1/leads/batch', key: harness.key, from, calls, perCall: PER_CALL },
  });
  const nextJob = (port: number, calls: number) => {
    nextLead += calls * PER_CALL;
    return job(port, calls, nextLead - calls * PER_CALL);
  };
  const { note, perSecond } = await tune({ harness, baseline }, CANDIDATES, () => nextJob(baseline.port, PLENTY));
  const { warmed, callsPerIteration } = await warmUp(harness, nextJob(harness.port, PLENTY), perSecond, session.pace);
  const first = nextLead;
  const comparison = {
    harness,
    baseline,
    job: (side: 'ours' | 'baseline', iteration: number) =>
      job(
        side === 'ours' ? harness.port : baseline.port,
        callsPerIteration,
        first + iteration * callsPerIteration * PER_CALL,
      ),
    perCall: PER_CALL,
    unit: 'lead',
  };
  const { ours, baseline: plain, ratio, calls, notes } = await compare(comparison, session.pace);
  return [
    {
      what: `POST /v1/leads/batch of 1,000, ${CONNECTIONS} connections`,
      unit: 'leads/s',
      ours,
      against: { what: 'insert of 1,000 bare rows', value: plain, ratio, atLeast: 0.25 },
      notes: [...notes, await verifyLeads(harness, (warmed + calls) * PER_CALL), note],
    },
  ];
}
