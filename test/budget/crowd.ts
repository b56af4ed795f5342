import { createClient } from '../../src/db/client.js';
import type { World } from './world.js';

/** How many rows of each kind a workspace has, and a lead. */
const REPS = 1_000;
const LEADS = 1_000;
const HISTORY = 5_000;
const CHAIN = 20;
const DAY_MS = 86_400_000;

/**
 * Many reps with short hours and many absences, and many records about the lead of the fixtures. Written by SQL because of
 * their number.
 */
export async function crowd(world: World, databaseUrl: string): Promise<void> {
  const { workspaceId, fixtures } = world;
  const { leadId = '', repId = '', teamId = '' } = fixtures;
  await world.make('updateRep', shortHours(), { repId });
  const items = Array.from({ length: LEADS }, (_, index) => ({ externalId: `crowd-${index}`, country: 'DE' }));
  await world.make('createLeadBatch', { items });
  const client = createClient(databaseUrl);
  await client.connect();
  const copies = (table: string, number: number, changes: string, which = 'true') =>
    client.query(
      `insert into ${table} select c.* from generate_series(1, $2::int) n,
         (select t as row from ${table} t where workspace_id = $1 and ${which} limit 1) one,
         lateral jsonb_populate_record(one.row, ${changes}) c`,
      [workspaceId, number],
    );
  try {
    const ago = `now() - n * interval '1 minute'`;
    const ofLead = `lead_id = '${leadId}'`;
    const fresh = (also = '') => `jsonb_build_object('id', gen_random_uuid(), 'n', n${also})`;
    await copies('reps', REPS, fresh(`, 'name', 'Rep ' || n`), `id = '${repId}'`);
    await client.query(
      `insert into team_members (workspace_id, team_id, rep_id, weight, given, credit)
         select workspace_id, $2, id, 1, 0, 0 from reps where workspace_id = $1 on conflict do nothing`,
      [workspaceId, teamId],
    );
    await copies('engagement_events', HISTORY, fresh(`, 'occurred_at', ${ago}`), ofLead);
    await copies('touches', HISTORY, fresh(`, 'occurred_at', ${ago}`), ofLead);
    await copies('activities', HISTORY, fresh(`, 'occurred_at', ${ago}`), ofLead);
    await copies('tasks', HISTORY, fresh(), ofLead);
    await copies('deals', HISTORY, fresh());
    const sequence = `'sequence', (select event_sequence from workspaces where id = $1) + n`;
    await copies('events', HISTORY, fresh(`, ${sequence}`), `subject_id = '${leadId}'`);
    await client.query(
      `with numbered as (select id, row_number() over (order by id) - 1 as n from leads where workspace_id = $1 and id <> $2::uuid)
         insert into referrals select c.* from numbered, (select t as row from referrals t where workspace_id = $1 limit 1) one,
           lateral jsonb_populate_record(one.row, jsonb_build_object('id', gen_random_uuid(), 'referrer_kind', 'lead',
             'referrer_customer_id', null, 'referrer_rep_id', null, 'partner', null, 'partner_key', null,
             'referred_lead_id', numbered.id, 'referrer_lead_id', coalesce(
               (select p.id from numbered p where p.n = numbered.n - 1 and numbered.n % ${CHAIN} > 0), $2::uuid))) c`,
      [workspaceId, leadId],
    );
    await client.query(
      'update workspaces set event_sequence = event_sequence + $2, config_version = config_version + 1 where id = $1',
      [workspaceId, HISTORY],
    );
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

/** A quarter of an hour a week, and away a hundred times: business time takes as long as it can. */
function shortHours() {
  const at = (day: number) => new Date(Date.now() + day * DAY_MS).toISOString();
  return {
    workingHours: [{ weekday: 'monday', start: '09:00', end: '09:15' }],
    absences: Array.from({ length: 100 }, (_, index) => ({ from: at(index * 7 + 1), to: at(index * 7 + 6) })),
    holidaysCountry: 'DE',
    timeZone: 'America/New_York',
  };
}
