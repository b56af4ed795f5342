import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, median, number } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import { type SeededWorkspace, seedWorkspace, vacuumAndCheckpoint } from './seed-leads.js';
import type { Session } from './session.js';

const DEFAULT_SIZE = 1_000_000;
/** One lead in so many is reviewed in one go: they lie all over the table, as due leads do. */
const SAMPLE = 20;
const CONNECTIONS = 64;
const CREATES = 6_000;
const GIVE_UP_MS = 600_000;

/**
 * Leads whose scores fade, each with one event of up to two months ago: how many reviews a second the timers make, how many a
 * second so many leads need, and what creates lose while those are made.
 */
export async function benchDecay(session: Session): Promise<Figure[]> {
  const size = session.size ?? DEFAULT_SIZE;
  const harness = await startHarness(session);
  const workspace = await seedWorkspace(harness, 'Decay', size);
  await seedInterest(harness, workspace);
  await vacuumAndCheckpoint(harness);
  const sample = Math.ceil(size / SAMPLE);
  const reviewed = await reviewSample(harness, workspace, sample);
  const needed = await neededPerSecond(harness, workspace, SAMPLE);
  await vacuumAndCheckpoint(harness);
  const { quiet, busy, fired } = await compareCreates(harness, workspace, needed, session.pace.iterations);
  const [without, during] = [median(quiet), median(busy)];
  return [
    {
      ...{ what: `reviews of faded scores, of ${number(size)} leads`, unit: 'reviews/s', ours: reviewed.perSecond },
      against: { what: 'needed', value: needed, ratio: reviewed.perSecond / needed, atLeast: 10 },
      notes: [`${number(sample)} reviews in ${number(reviewed.seconds)} s`, reviewed.cost],
    },
    {
      ...{ what: `creates while ${number(needed)} reviews/s are due`, unit: 'leads/s', ours: during },
      against: { what: 'none due', value: without, ratio: during / without, atLeast: 0.95 },
      notes: [
        `${number(fired)} reviews meanwhile`,
        `by turns ${busy.map(number).join(', ')} against ${quiet.map(number).join(', ')}`,
      ],
    },
  ];
}

/** One event for each lead: something that gives 2 to 20 points and fades by half in 14 or 30 days. */
async function seedInterest({ sql }: Harness, { id }: SeededWorkspace): Promise<void> {
  await sql.query(
    `insert into engagement_events (workspace_id, lead_id, id, type, occurred_at, received_at)
     select workspace_id, id, gen_random_uuid(),
            (array['page_viewed', 'content_downloaded', 'price_requested', 'meeting_booked'])[1 + (random() * 3)::int], at, at
       from (select workspace_id, id, now() - random() * 60 * interval '1 day' as at from leads where workspace_id = $1) l`,
    [id],
  );
}

/** Makes every n-th lead due, and waits until all of them are reviewed. */
async function reviewSample(harness: Harness, workspace: SeededWorkspace, sample: number) {
  const { sql } = harness;
  const before = harness.cpu(harness.serverPid);
  await makeDue(harness, workspace, { every: SAMPLE, offset: 0, limit: sample, perSecond: undefined });
  const begin = Date.now();
  for (;;) {
    await sleep(250);
    const { rows } = await sql.query<{ due: boolean }>(
      `select exists (select from timers where workspace_id = $1 and kind = 'lead_review' and due_at <= now()) as due`,
      [workspace.id],
    );
    if (rows[0]?.due === false) break;
    if (Date.now() - begin > GIVE_UP_MS) throw new Error('the reviews did not end');
  }
  const seconds = (Date.now() - begin) / 1_000;
  const after = harness.cpu(harness.serverPid);
  const { rows } = await sql.query<{ reviews: number }>(
    `select count(*)::int as reviews from events where workspace_id = $1 and type = 'lead.scored' and cause = 'decay'`,
    [workspace.id],
  );
  if ((rows[0]?.reviews ?? 0) < sample * 0.99)
    throw new Error(`${rows[0]?.reviews} of ${sample} leads were scored again`);
  const each = (end: number, start: number) => number(((end - start) * 1e6) / sample);
  const cost = `processor us per review: server ${each(after.server, before.server)}, PostgreSQL ${each(after.database, before.database)}`;
  return { perSecond: sample / seconds, seconds, cost };
}

/** Reviews a second that all leads need: a lead of the sample whose next review is in d seconds needs 1/d. */
async function neededPerSecond({ sql }: Harness, { id }: SeededWorkspace, sampled: number): Promise<number> {
  const { rows } = await sql.query<{ rate: number | null }>(
    `select sum(1 / greatest(extract(epoch from due_at - now()), 1))::float8 as rate from timers
      where workspace_id = $1 and kind = 'lead_review'`,
    [id],
  );
  return (rows[0]?.rate ?? 0) * sampled;
}

interface Due {
  /** Every n-th lead, from the offset on. */
  every: number;
  offset: number;
  limit: number;
  /** Reviews due a second; all at once when undefined. */
  perSecond: number | undefined;
}

async function makeDue(
  { sql }: Harness,
  { id }: SeededWorkspace,
  { every, offset, limit, perSecond }: Due,
): Promise<void> {
  await sql.query(
    `with due as (
       update leads l set review_at = now() + n.place * $5::float8 * interval '1 second'
         from (select id, row_number() over (order by id) as place from leads
                where workspace_id = $1 and ('x' || right(id::text, 8))::bit(32)::int % $2::int = $3::int
                order by id limit $4::int) n
        where l.workspace_id = $1 and l.id = n.id
       returning l.id, l.review_at)
     insert into timers (workspace_id, kind, subject_id, due_at)
     select $1, 'lead_review', id, review_at from due
         on conflict (workspace_id, kind, subject_id) do update set due_at = excluded.due_at`,
    [id, every, offset, limit, perSecond === undefined ? 0 : 1 / perSecond],
  );
}

/** Creates in the same workspace by turns: without reviews, and while reviews are due at the pace that all leads need. */
async function compareCreates(harness: Harness, workspace: SeededWorkspace, perSecond: number, turns: number) {
  let from = 0;
  const create = async (): Promise<number> => {
    const requests = {
      kind: 'leads',
      path: '/v1/leads',
      key: workspace.key,
      from,
      calls: CREATES,
      perCall: 1,
    } as const;
    from += CREATES;
    const { calls, seconds } = await harness.load({ port: harness.port, connections: CONNECTIONS, requests });
    return calls / seconds;
  };
  const countReviews = async (): Promise<number> => {
    const { rows } = await harness.sql.query<{ reviews: number }>(
      `select count(*)::int as reviews from events where workspace_id = $1 and cause = 'decay'`,
      [workspace.id],
    );
    return rows[0]?.reviews ?? 0;
  };
  await create();
  const before = await countReviews();
  const [quiet, busy]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < turns; turn++) {
    quiet.push(await create());
    const limit = Math.ceil(perSecond * 60);
    await makeDue(harness, workspace, { every: SAMPLE, offset: turn + 1, limit, perSecond });
    busy.push(await create());
    await harness.sql.query(`delete from timers where workspace_id = $1 and kind = 'lead_review'`, [workspace.id]);
  }
  return { quiet, busy, fired: (await countReviews()) - before };
}
