import type { Harness } from './harness.js';
import { type SeededWorkspace, vacuumAndCheckpoint } from './seed-leads.js';
import { seedSearchWorkspace } from './seed-search.js';

/** The same as in `seedSearchWorkspace`, with the ends of the leads, their stage changes, and a deal for every other lead. */
export async function seedReportsWorkspace(
  harness: Pick<Harness, 'sql' | 'call'>,
  size: number,
): Promise<SeededWorkspace> {
  const workspace = await seedSearchWorkspace(harness, size);
  for (const statement of [OUTCOMES, STAGE_CHANGES, DEALS, FIRST_CONTACTS])
    await harness.sql.query(statement, [workspace.id]);
  await vacuumAndCheckpoint(harness as Harness);
  return workspace;
}

const OUTCOMES = `insert into lead_outcomes (workspace_id, id, lead_id, category, ended_at, source_id, owner_id)
  select workspace_id, gen_random_uuid(), id, category, category_since, source_id, owner_id from leads
   where workspace_id = $1 and category in ('customer', 'lost', 'disqualified')`;

const STAGE_CHANGES = `insert into stage_changes (workspace_id, lead_id, id, occurred_at, from_stage, from_category, to_stage, to_category, cause, actor_id)
  select workspace_id, l.id, ('0190000a-0000-7000-800' || place || '-' || right(l.id::text, 12))::uuid, at, before, before, after, after, 'engagement', 'key'
    from leads l cross join lateral (values (1, reached_lead_at, 'suspect', 'lead'), (2, reached_mql_at, 'lead', 'mql'),
      (3, reached_sql_at, 'mql', 'sql'), (4, reached_prospect_at, 'sql', 'prospect')) as step (place, at, before, after)
   where workspace_id = $1 and at is not null`;

const DEALS = `insert into deals (workspace_id, id, version, status, lead_id, products, amount, currency, source_id, owner_id, closed_at, cycle_started_at,
    created_at, updated_at)
  select workspace_id, gen_random_uuid(), 1, (array['open', 'won', 'lost'])[1 + place % 3], id, '[]', round((place % 50000)::numeric, 2),
         (array['EUR', 'USD'])[1 + place % 2], source_id, owner_id, case when place % 3 <> 0 then category_since end, created_at, created_at, updated_at
    from (select *, row_number() over (order by id) as place from leads where workspace_id = $1) as l where place % 2 = 0`;

const FIRST_CONTACTS = `insert into first_contacts (workspace_id, lead_id, contacted_at, rep_id, source_id, elapsed_ms, business_ms)
  select workspace_id, id, created_at + interval '1 hour' * (1 + touch_count), owner_id, source_id, 3600000 * (1 + touch_count), 3600000
    from leads where workspace_id = $1 and owner_id is not null`;
