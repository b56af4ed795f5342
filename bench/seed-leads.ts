import { setTimeout as sleep } from 'node:timers/promises';
import type { Harness } from './harness.js';

export interface SeededWorkspace {
  id: string;
  key: string;
}

const CHUNK = 100_000;

/**
 * Creates a workspace and inserts its leads by SQL. Scores are random, as in production: a page of fifty leads by score
 * lies on fifty pages of the table. Six in ten leads are `mql`.
 */
export async function seedWorkspace({ sql, call }: Harness, name: string, leads: number): Promise<SeededWorkspace> {
  const created = await call<{ workspace: { id: string }; apiKey: { token: string } }>('POST', '/v1/workspaces', {
    name,
  });
  const { id } = created.workspace;
  for (let from = 0; from < leads; from += CHUNK) {
    await sql.query(SEED, [id, from, Math.min(from + CHUNK, leads) - 1]);
  }
  return { id, key: created.apiKey.token };
}

/** Inserts three events for every fourth lead: an e-mail opened, an e-mail clicked and a page viewed. */
export async function seedEngagement({ sql }: Harness, { id }: SeededWorkspace): Promise<void> {
  await sql.query(
    `insert into engagement_events (workspace_id, lead_id, id, type, occurred_at, received_at)
     select workspace_id, id, gen_random_uuid(), type, at, at
       from (select workspace_id, id, now() - (row_number() over (order by id) % 60) * interval '1 day' as at
               from leads where workspace_id = $1) l
      cross join unnest(array['email_opened', 'email_clicked', 'page_viewed']) as type
      where ('x' || right(id::text, 1))::bit(4)::int % 4 = 0`,
    [id],
  );
}

/** Runs vacuum, analyze and a checkpoint, so that the database does not run them during the measurement. */
export async function vacuumAndCheckpoint({ sql }: Harness): Promise<void> {
  await sql.query('vacuum (analyze)');
  await sql.query('checkpoint');
  await sleep(500);
}

const SEED = `insert into leads (
    workspace_id, id, version, kind, first_name, last_name, name, email, email_normalized, email_type, organization_name,
    domain, job_title, country, purchase_timeframe_days, category, temperature, grade, fit_score, engagement_score,
    total_score, score_model_version, classification_policy_version, scored_at, source_id, touch_count, first_touch_at,
    last_touch_at, created_at, updated_at, owner_id)
  select $1::uuid, ('01900000-0000-7000-8000-' || lpad(to_hex(place), 12, '0'))::uuid, 1, 'person', 'Ada', 'Weber ' || place,
    'Ada Weber ' || place, 'Ada.' || place || '@harbour-' || place % 5000 || '.com',
    'ada.' || place || '@harbour-' || place % 5000 || '.com', 'business', 'Harbour ' || place % 5000,
    'harbour-' || place % 5000 || '.com', 'Head of IT', (array['DE', 'FR', 'GB', 'US'])[1 + place % 4],
    case when place % 7 = 0 then place % 90 end,
    case when roll < 0.6 then 'mql' when roll < 0.8 then 'lead' when roll < 0.9 then 'sql' else 'suspect' end,
    'cold', 'B3', fit, engagement, fit + engagement, 1, 1, at, md5($1::text || 'source')::uuid, 1, at, at, at, at,
    md5($1::text || place % 5)::uuid
  from (select place, random() as roll, round((random() * 60)::numeric, 2)::float8 as fit,
               round((random() * 40)::numeric, 2)::float8 as engagement,
               timestamptz '2025-01-01' + place * interval '20 seconds' as at
          from generate_series($2::int, $3::int) as place) as made`;
