import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, number, percentile } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import { type SeededWorkspace, seedWorkspace, vacuumAndCheckpoint } from './seed-leads.js';
import type { Session } from './session.js';

const DEFAULT_SIZE = 100_000;
const FEW = 300;
/** Milliseconds between the creates that are measured beside the change. */
const CREATE_EVERY_MS = 20;
const QUIET_MS = 10_000;
const WANTED_CREATE_MS = 250;

interface Changed {
  seconds: number;
  changed: number;
  cost: string;
}

interface Operation {
  id: string;
  state: string;
  bulkChange?: { changed: number };
}

/** Tags few leads and many by a condition, and takes it back, while leads are created in the same workspace. `--size`: leads that are changed. */
export async function benchBulk(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  const size = session.size ?? DEFAULT_SIZE;
  const workspace = await seedWorkspace(harness, 'Bulk', size);
  await vacuumAndCheckpoint(harness);
  const creates = startCreates(harness, workspace);
  await sleep(QUIET_MS);
  const quiet = creates.take();
  const { rows } = await harness.sql.query<{ id: string }>(
    'select id from leads where workspace_id = $1 order by md5(id::text) limit $2',
    [workspace.id, FEW],
  );
  const few = await change(harness, workspace, '/v1/leads/bulk', tagging({ leadIds: rows.map(({ id }) => id) }));
  creates.take();
  const all = { type: 'field', field: 'jobTitle', operator: 'eq', value: 'Head of IT' };
  const many = await change(harness, workspace, '/v1/leads/bulk', tagging({ where: all }));
  const busy = creates.take();
  const undone = await change(harness, workspace, `/v1/bulk-changes/${many.id}/undo`, {});
  await creates.stop();
  return [
    { what: `tag ${FEW} leads by one call`, unit: 's', ours: few.seconds, notes: [few.cost] },
    {
      what: `tag ${number(many.changed)} leads`,
      unit: 'leads/s',
      ours: many.changed / many.seconds,
      notes: [many.cost],
    },
    {
      what: `undo of ${number(undone.changed)} leads`,
      unit: 'leads/s',
      ours: undone.changed / undone.seconds,
      notes: [undone.cost],
    },
    {
      what: 'creates beside the change, p99',
      unit: 'ms',
      ours: percentile(busy, 0.99),
      against: { what: 'wanted', value: WANTED_CREATE_MS, ratio: percentile(busy, 0.99) / WANTED_CREATE_MS, atMost: 1 },
      notes: [
        `p50 ${number(percentile(busy, 0.5))} ms; before the change p50 ${number(percentile(quiet, 0.5))} ms, p99 ${number(percentile(quiet, 0.99))} ms`,
      ],
    },
  ];
}

const tagging = (which: object) => ({ ...which, change: { tags: { add: ['fair'] } } });

async function change(
  { call, cpu, serverPid }: Harness,
  { key }: SeededWorkspace,
  path: string,
  body: object,
): Promise<Changed & { id: string }> {
  const before = cpu(serverPid);
  const start = performance.now();
  const { id } = await call<Operation>('POST', path, body, key);
  for (;;) {
    const { state, bulkChange } = await call<Operation>('GET', `/v1/operations/${id}`, undefined, key);
    if (state === 'failed' || state === 'cancelled') throw new Error(`the bulk change has ${state}`);
    if (state === 'succeeded' && bulkChange !== undefined) {
      const { changed } = bulkChange;
      const after = cpu(serverPid);
      const each = (part: 'server' | 'database') => number(((after[part] - before[part]) * 1e6) / changed);
      const cost = `processor us per lead, with the creates meanwhile: server ${each('server')}, PostgreSQL ${each('database')}`;
      return { id, changed, cost, seconds: (performance.now() - start) / 1_000 };
    }
    await sleep(50);
  }
}

/** Creates one lead after the other until stopped; `take` returns the milliseconds of those since it was called last. */
function startCreates({ call }: Harness, { key }: SeededWorkspace) {
  let times: number[] = [];
  let stopped = false;
  const loop = (async () => {
    for (let count = 0; !stopped; count += 1) {
      const start = performance.now();
      await call('POST', '/v1/leads', { email: `${count}@beside.example` }, key);
      times.push(performance.now() - start);
      await sleep(CREATE_EVERY_MS);
    }
  })();
  return {
    take(): number[] {
      const taken = times;
      times = [];
      return taken;
    },
    async stop(): Promise<void> {
      stopped = true;
      await loop;
    },
  };
}
