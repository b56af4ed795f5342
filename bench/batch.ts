import type { Plumbing } from './baseline.js';
import { compare, tune, warmUp } from './comparison.js';
import type { Figure } from './figures.js';
import { furnishTeam, verifyLeads } from './furnish.js';
import type { Job } from './load.js';
import { startRig } from './rig.js';
import type { Session } from './session.js';

const PER_CALL = 1_000;
/** Enough that reading and answering one call overlaps with storing another, on both sides. */
const CONNECTIONS = 4;
const PLUMBINGS: Plumbing[] = (['json', 'arrays'] as const).flatMap((batchBy) =>
  [2, 4].map((connections) => ({ connections, pipelined: false, batchBy })),
);
/** More calls than either side answers while it warms up. */
const PLENTY = 200;

/** A thousand leads per call, full pipeline, durable, against one insert of a thousand bare rows per call. */
export async function benchBatch(session: Session): Promise<Figure[]> {
  const rig = await startRig(session);
  await furnishTeam(rig);
  const baseline = await rig.baseline();
  let place = 0;
  const job = (port: number, calls: number, from: number): Job => ({
    port,
    connections: CONNECTIONS,
    requests: { kind: 'leads', path: '/v1/leads/batch', key: rig.key, from, calls, perCall: PER_CALL },
  });
  const fresh = (port: number, calls: number) => {
    place += calls * PER_CALL;
    return job(port, calls, place - calls * PER_CALL);
  };
  const { note, perSecond } = await tune({ rig, baseline }, PLUMBINGS, () => fresh(baseline.port, PLENTY));
  const { warmed, callsPerRound } = await warmUp(rig, fresh(rig.port, PLENTY), perSecond, session.pace);
  const first = place;
  const contest = {
    rig,
    baseline,
    job: (side: 'ours' | 'baseline', round: number) =>
      job(side === 'ours' ? rig.port : baseline.port, callsPerRound, first + round * callsPerRound * PER_CALL),
    perCall: PER_CALL,
    unit: 'lead',
  };
  const { ours, baseline: plain, ratio, calls, notes } = await compare(contest, session.pace);
  return [
    {
      what: `POST /v1/leads/batch of 1,000, ${CONNECTIONS} connections`,
      unit: 'leads/s',
      ours,
      against: { what: 'insert of 1,000 bare rows', value: plain, ratio, atLeast: 0.25 },
      notes: [...notes, await verifyLeads(rig, (warmed + calls) * PER_CALL), note],
    },
  ];
}
