import type { Plumbing } from './baseline.js';
import { compare, tune, warmUp } from './comparison.js';
import type { Figure } from './figures.js';
import { furnishTeam, verifyLeads } from './furnish.js';
import type { Job } from './load.js';
import { startRig } from './rig.js';
import type { Session } from './session.js';

const CONNECTIONS = 64;
const PLUMBINGS: Plumbing[] = [8, 16, 32, 40].flatMap((connections) =>
  [false, true].map((pipelined) => ({ connections, pipelined, batchBy: 'json' as const })),
);
/** More than either side answers while it warms up. */
const PLENTY = 60_000;

/** One lead per call, full pipeline, durable, against one bare insert per call. */
export async function benchCreate(session: Session): Promise<Figure[]> {
  const rig = await startRig(session);
  await furnishTeam(rig);
  const baseline = await rig.baseline();
  let place = 0;
  const job = (port: number, calls: number, from: number): Job => ({
    port,
    connections: CONNECTIONS,
    requests: { kind: 'leads', path: '/v1/leads', key: rig.key, from, calls, perCall: 1 },
  });
  const fresh = (port: number, calls: number) => {
    place += calls;
    return job(port, calls, place - calls);
  };
  const { note, perSecond } = await tune({ rig, baseline }, PLUMBINGS, () => fresh(baseline.port, PLENTY / 3));
  const { warmed, callsPerRound } = await warmUp(rig, fresh(rig.port, PLENTY), perSecond, session.pace);
  const first = place;
  const contest = {
    rig,
    baseline,
    job: (side: 'ours' | 'baseline', round: number) =>
      job(side === 'ours' ? rig.port : baseline.port, callsPerRound, first + round * callsPerRound),
    perCall: 1,
    unit: 'lead',
  };
  const { ours, baseline: plain, ratio, calls, notes } = await compare(contest, session.pace);
  return [
    {
      what: 'POST /v1/leads, 64 connections',
      unit: 'leads/s',
      ours,
      against: { what: 'bare insert', value: plain, ratio, atLeast: 1 },
      notes: [...notes, await verifyLeads(rig, warmed + calls), note],
    },
  ];
}
