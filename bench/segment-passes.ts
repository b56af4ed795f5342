import { setTimeout as sleep } from 'node:timers/promises';
import type { Condition } from '../src/core/condition.js';
import { all, field, happened } from '../src/core/conditions/build.js';
import { type Figure, number, percentile } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import type { SeededWorkspace } from './seed-leads.js';
import { seedSearchWorkspace } from './seed-search.js';
import type { Session } from './session.js';

const LEADS = 1_000_000;
/** Segments whose members change with time. */
const PERIODIC = 5;
/** Leads that leave one of them, each at another instant of a minute. */
const LEAVING = 1_000;
const DAYS = 30;
/** From the insertion of their events until the first leaves: a pass has let them in by then. */
const DELAY_SECONDS = 180;
const LATEST_SECONDS = 60;
const GIVE_UP_MS = 600_000;

type Measuring = Pick<Harness, 'sql' | 'call' | 'cpu' | 'serverPid'>;

/** How long the first pass of a new segment takes, and how late time moves leads out of one of several segments. `--size`: leads of the workspace. */
export async function benchSegmentPasses(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  const workspace = await seedSearchWorkspace(harness, session.size ?? LEADS);
  return measurePasses(harness, workspace);
}

const FILLED: Readonly<Record<string, Condition>> = {
  'country EG': field('country', 'eq', 'EG'),
  'a frequent score': field('score.total', 'gte', 75),
};

/** Conditions that time ends, of different costs. */
function periodic(index: number): Condition {
  const demo = happened(['demo_requested'], DAYS);
  const others: Condition[] = [
    field('createdAt', 'within_last', 7 * (index + 1)),
    all(field('industry', 'eq', 'Retail'), happened(['email_opened'], 10 + index)),
    { type: 'related', relation: 'tasks', statuses: ['open'], before: 'now' },
    all(field('country', 'eq', 'EG'), field('lastActivityAt', 'older_than', 90)),
  ];
  return index === 0 ? demo : (others[(index - 1) % others.length] ?? demo);
}

async function measurePasses(harness: Measuring, workspace: SeededWorkspace): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, condition] of Object.entries(FILLED)) figures.push(await fill(harness, workspace, name, condition));
  let first = '';
  for (let index = 0; index < PERIODIC; index += 1) {
    const made = await createSegment(harness, workspace, `periodic ${index}`, periodic(index));
    await filled(harness, made);
    first ||= made;
  }
  return [...figures, await lateness(harness, workspace, first)];
}

async function createSegment({ call }: Measuring, { key }: SeededWorkspace, name: string, condition: Condition) {
  const body = { name, kind: 'dynamic', condition };
  return (await call<{ id: string }>('POST', '/v1/segments', body, key)).id;
}

async function filled({ sql }: Measuring, id: string): Promise<void> {
  const start = Date.now();
  for (;;) {
    const { rows } = await sql.query<{ filled: boolean }>(
      'select filled_at is not null as filled from segments where id = $1',
      [id],
    );
    if (rows[0]?.filled) return;
    if (Date.now() - start > GIVE_UP_MS) throw new Error('a segment was not filled');
    await sleep(100);
  }
}

async function fill(
  harness: Measuring,
  workspace: SeededWorkspace,
  name: string,
  condition: Condition,
): Promise<Figure> {
  const before = harness.cpu(harness.serverPid);
  const start = performance.now();
  const id = await createSegment(harness, workspace, `filled: ${name}`, condition);
  await filled(harness, id);
  const seconds = (performance.now() - start) / 1_000;
  const after = harness.cpu(harness.serverPid);
  const { count } = await harness.call<{ count: number }>('GET', `/v1/segments/${id}`, undefined, workspace.key);
  return {
    what: `a new segment has its members: ${name}`,
    unit: 's',
    ours: seconds,
    notes: [
      `${number(count)} members; processor seconds: server ${number(after.server - before.server)}, PostgreSQL ${number(after.database - before.database)}`,
    ],
  };
}

/** Of leads whose last event is as many days old as the condition of the segment allows: from that instant to `segment.left`. */
async function lateness(
  { sql, cpu, serverPid }: Measuring,
  { id }: SeededWorkspace,
  segmentId: string,
): Promise<Figure> {
  await sql.query('create table bench_leaving (lead_id uuid primary key, leaves_at timestamptz not null)');
  await sql.query(
    `with leaving as (
       insert into bench_leaving
       select id, now() + ($2::int + 60.0 * (row_number() over ()) / $3::int) * interval '1 second' from (
         select id from leads l where workspace_id = $1 and not exists (
           select from segment_members m where m.workspace_id = $1 and m.segment_id = $4 and m.lead_id = l.id) limit $3) as chosen
       returning lead_id, leaves_at)
     insert into engagement_events (workspace_id, lead_id, id, type, occurred_at, received_at)
     select $1, lead_id, gen_random_uuid(), 'demo_requested', leaves_at - $5::int * interval '1 day', now() from leaving`,
    [id, DELAY_SECONDS, LEAVING, segmentId, DAYS],
  );
  const [before, start] = [cpu(serverPid), Date.now()];
  await sleep(DELAY_SECONDS * 1_000);
  for (;;) {
    const { rows } = await sql.query<{ late: number[] }>(
      `select coalesce(array_agg(extract(epoch from e.occurred_at - b.leaves_at)::float8), '{}') as late from bench_leaving b
         join events e on e.workspace_id = $1 and e.subject_id = b.lead_id::text and e.type = 'segment.left'
          and e.data #>> '{after,segmentId}' = $2`,
      [id, segmentId],
    );
    const late = rows[0]?.late ?? [];
    if (late.length === LEAVING) {
      const most = Math.max(...late);
      const share = (cpu(serverPid).database - before.database) / ((Date.now() - start) / 1_000);
      return {
        what: `segment.left after the instant at which time ends the condition, ${PERIODIC} such segments`,
        unit: 's',
        ours: most,
        against: { what: 'wanted', value: LATEST_SECONDS, ratio: most / LATEST_SECONDS, atMost: 1 },
        notes: [
          `p50 ${percentile(late, 0.5).toFixed(0)} s, of ${number(LEAVING)} leads; PostgreSQL used ${(100 * share).toFixed(0)} % of a core`,
        ],
      };
    }
    if (Date.now() - start > GIVE_UP_MS) throw new Error(`${late.length} leads left the segment`);
    await sleep(1_000);
  }
}
