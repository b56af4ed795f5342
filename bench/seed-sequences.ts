import type { Harness } from './harness.js';
import { type SeededWorkspace, vacuumAndCheckpoint } from './seed-leads.js';

const CHUNK = 50_000;

const wait = (key: string, after: number) => ({ type: 'wait', key, after, unit: 'days' });
const send = (key: string) => ({ type: 'send', key, channel: 'email', template: key });

/** No quiet hours: the bench measures at any time of the day. */
const DOCUMENT = {
  key: 'education',
  purpose: 'education',
  enterWhen: { type: 'field', field: 'category', operator: 'eq', value: 'suspect' },
  caps: [{ channel: 'email', sends: 1, days: 5 }],
  steps: [wait('settle', 5), send('introduction'), wait('pause', 14), send('overview')],
};

/** A workspace in which `size` suspects wait for the first step of a sequence: the first one comes by the API, the others are copies of its rows. */
export async function seedSequenceWorkspace(
  { sql, call }: Pick<Harness, 'sql' | 'call'>,
  size: number,
): Promise<SeededWorkspace> {
  const created = await call<{ workspace: { id: string }; apiKey: { token: string } }>('POST', '/v1/workspaces', {
    name: 'Sequences',
  });
  const { id } = created.workspace;
  const key = created.apiKey.token;
  const draft = await call<{ version: number }>(
    'POST',
    '/v1/sequences',
    { name: 'Education', document: DOCUMENT },
    key,
  );
  await call('POST', `/v1/sequences/${draft.version}/publish`, {}, key);
  const first = { email: 'ada@sequences.example', organizationName: 'Harbour', country: 'DE' };
  const { lead } = await call<{ lead: { id: string } }>('POST', '/v1/leads', first, key);
  for (let from = 1; from < size; from += CHUNK) {
    const until = Math.min(from + CHUNK, size) - 1;
    for (const statement of [LEADS, RUNS, TIMERS]) await sql.query(statement, [id, lead.id, from, until]);
    process.stderr.write(`  ${until + 1} leads\n`);
  }
  await vacuumAndCheckpoint({ sql } as Harness);
  return { id, key };
}

/** Ids are hashed, so that leads with steps at the same time lie all over the table. */
const ID = `md5($1::text || place)::uuid`;
const PLACES = `generate_series($3::int, $4::int) as place`;

const LEADS = `insert into leads
  select made.* from ${PLACES}
   cross join (select to_jsonb(l) as lead from leads l where workspace_id = $1::uuid and id = $2::uuid) as template
   cross join lateral jsonb_populate_record(null::leads, lead || jsonb_build_object(
     'id', ${ID}, 'email', place || '@harbour-' || place % 50000 || '.com', 'email_normalized', place || '@harbour-' || place % 50000 || '.com',
     'domain', 'harbour-' || place % 50000 || '.com', 'organization_name', 'Harbour ' || place % 50000)) as made`;

const RUNS = `insert into sequence_runs
  select made.* from ${PLACES}
   cross join (select to_jsonb(r) as run from sequence_runs r where workspace_id = $1::uuid and lead_id = $2::uuid) as template
   cross join lateral jsonb_populate_record(null::sequence_runs, run || jsonb_build_object('lead_id', ${ID})) as made`;

const TIMERS = `insert into timers (workspace_id, kind, subject_id, due_at)
  select $1::uuid, 'sequence_step', ${ID}, t.due_at from ${PLACES}
   cross join (select due_at from timers where workspace_id = $1::uuid and kind = 'sequence_step'
     and subject_id = $2::uuid) as t`;

interface DueSteps {
  /** How many of the leads, those whose step has not come yet. */
  count: number;
  /** From now until the first is due, milliseconds. */
  delayMs: number;
  /** Steps due a second; all at once when undefined. */
  perSecond: number | undefined;
}

/** Sets the due instants of the next leads: an instant of the lead, of its run and of the timer. */
export async function makeStepsDue(
  { sql }: Pick<Harness, 'sql'>,
  { id }: SeededWorkspace,
  { count, delayMs, perSecond }: DueSteps,
): Promise<void> {
  await sql.query(
    'create table if not exists bench_due (lead_id uuid primary key, due_at timestamptz not null, round int not null)',
  );
  await sql.query(
    `with chosen as (
       insert into bench_due
       select subject_id, date_trunc('milliseconds', now() + ($3::float8 + 1000 * $4::float8 * row_number() over ()) * interval '1 millisecond'),
              (select coalesce(max(round), 0) + 1 from bench_due)
         from (select subject_id from timers t where workspace_id = $1 and kind = 'sequence_step'
                  and not exists (select from sequence_steps s where s.workspace_id = t.workspace_id and s.lead_id = t.subject_id)
                order by subject_id limit $2::int) as next
       returning lead_id, due_at),
     moved as (
       update leads l set lifecycle = jsonb_set(jsonb_set(lifecycle, '{sequences,dueAt}', to_jsonb(ms)), '{sequences,runs,0,dueAt}', to_jsonb(ms))
         from (select lead_id, (extract(epoch from due_at) * 1000)::bigint as ms from chosen) as due
        where l.workspace_id = $1 and l.id = due.lead_id)
     update timers t set due_at = chosen.due_at from chosen
      where t.workspace_id = $1 and t.kind = 'sequence_step' and t.subject_id = chosen.lead_id`,
    [id, count, delayMs, perSecond === undefined ? 0 : 1 / perSecond],
  );
}
