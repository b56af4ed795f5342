import type { DatabaseAccess } from './baseline.js';
import { compare, tune, warmUp } from './comparison.js';
import type { Figure } from './figures.js';
import { startHarness } from './harness.js';
import { leadAt } from './leads.js';
import type { Job } from './load.js';
import { seedTeam } from './seed-team.js';
import type { Session } from './session.js';

const CONNECTIONS = 32;
const LEADS = 20_000;
const PER_CALL = 1_000;
const CANDIDATES: DatabaseAccess[] = [4, 8, 16, 32].flatMap((connections) =>
  [false, true].map((pipelined) => ({ connections, pipelined, batchBy: 'json' as const })),
);
/** More calls than either side answers during its warm-up. */
const PLENTY = 80_000;

interface BatchResponse {
  ids?: string[];
  results?: { id: string }[];
}

/** One lead by its id, against one bare select by primary key. */
export async function benchGet(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  await seedTeam(harness);
  const baseline = await harness.startBaseline();
  const ids = { ours: [] as string[], baseline: [] as string[] };
  for (let from = 0; from < LEADS; from += PER_CALL) {
    const items = Array.from({ length: PER_CALL }, (_, index) => leadAt(from + index));
    const { results = [] } = await harness.call<BatchResponse>('POST', '/v1/leads/batch', { items });
    ids.ours.push(...results.map(({ id }) => id));
    ids.baseline.push(...((await baseline.call<BatchResponse>('POST', '/v1/leads/batch', { items })).ids ?? []));
  }
  await Promise.all([harness.sql.query('vacuum analyze'), baseline.sql.query('vacuum analyze')]);
  const job = (side: 'ours' | 'baseline', count: number): Job => ({
    port: side === 'ours' ? harness.port : baseline.port,
    connections: CONNECTIONS,
    // The step is coprime to the number of leads, so the reads visit all leads, out of storage order.
    requests: {
      kind: 'reads',
      list: Array.from({ length: count }, (_, index) => ({
        path: `/v1/leads/${ids[side][(index * 7_919) % ids[side].length]}`,
        key: harness.key,
        group: 0,
      })),
    },
  });
  const { note, perSecond } = await tune({ harness, baseline }, CANDIDATES, () => job('baseline', PLENTY));
  const { callsPerIteration } = await warmUp(harness, job('ours', PLENTY), perSecond, session.pace);
  const comparison = {
    harness,
    baseline,
    job: (side: 'ours' | 'baseline') => job(side, callsPerIteration),
    perCall: 1,
    unit: 'read',
  };
  const { ours, baseline: plain, ratio, notes } = await compare(comparison, session.pace);
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
