import type { Plumbing } from './baseline.js';
import { compare, tune, warmUp } from './comparison.js';
import type { Figure } from './figures.js';
import { furnishTeam } from './furnish.js';
import { leadAt } from './leads.js';
import type { Job } from './load.js';
import { startRig } from './rig.js';
import type { Session } from './session.js';

const CONNECTIONS = 32;
const LEADS = 20_000;
const PER_CALL = 1_000;
const PLUMBINGS: Plumbing[] = [4, 8, 16, 32].flatMap((connections) =>
  [false, true].map((pipelined) => ({ connections, pipelined, batchBy: 'json' as const })),
);
/** More than either side answers while it warms up. */
const PLENTY = 80_000;

interface BatchAnswer {
  ids?: string[];
  results?: { id: string }[];
}

/** One lead by its id, against one bare select by primary key. */
export async function benchGet(session: Session): Promise<Figure[]> {
  const rig = await startRig(session);
  await furnishTeam(rig);
  const baseline = await rig.baseline();
  const ids = { ours: [] as string[], baseline: [] as string[] };
  for (let from = 0; from < LEADS; from += PER_CALL) {
    const items = Array.from({ length: PER_CALL }, (_, index) => leadAt(from + index));
    const { results = [] } = await rig.call<BatchAnswer>('POST', '/v1/leads/batch', { items });
    ids.ours.push(...results.map(({ id }) => id));
    ids.baseline.push(...((await baseline.call<BatchAnswer>('POST', '/v1/leads/batch', { items })).ids ?? []));
  }
  await Promise.all([rig.sql.query('vacuum analyze'), baseline.sql.query('vacuum analyze')]);
  const job = (side: 'ours' | 'baseline', count: number): Job => ({
    port: side === 'ours' ? rig.port : baseline.port,
    connections: CONNECTIONS,
    // A step without a common factor with the number of leads visits all of them, in no order of storage.
    requests: {
      kind: 'reads',
      list: Array.from({ length: count }, (_, index) => ({
        path: `/v1/leads/${ids[side][(index * 7_919) % ids[side].length]}`,
        key: rig.key,
        group: 0,
      })),
    },
  });
  const { note, perSecond } = await tune({ rig, baseline }, PLUMBINGS, () => job('baseline', PLENTY));
  const { callsPerRound } = await warmUp(rig, job('ours', PLENTY), perSecond, session.pace);
  const contest = {
    rig,
    baseline,
    job: (side: 'ours' | 'baseline') => job(side, callsPerRound),
    perCall: 1,
    unit: 'read',
  };
  const { ours, baseline: plain, ratio, notes } = await compare(contest, session.pace);
  return [
    {
      what: `GET /v1/leads/{id}, ${CONNECTIONS} connections`,
      unit: 'reads/s',
      ours,
      against: { what: 'bare select', value: plain, ratio, atLeast: 0.8 },
      notes: [...notes, note],
    },
  ];
}
