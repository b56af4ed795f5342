import type { Harness } from './harness.js';
import { type SeededWorkspace, vacuumAndCheckpoint } from './seed-leads.js';

const CHUNK = 100_000;

/**
 * Creates a workspace with leads as years of use leave them: 200 reps, 10 teams, 40 sources, 200 campaigns, 30 countries, stages,
 * parked and lost leads, tags, products and attributes; and half as many tasks, activities for six in ten, twice as many events.
 * Ids are hashed, so that the rows of one owner lie all over the table.
 */
export async function seedSearchWorkspace(
  harness: Pick<Harness, 'sql' | 'call'>,
  size: number,
): Promise<SeededWorkspace> {
  const { sql, call } = harness;
  const created = await call<{ workspace: { id: string }; apiKey: { token: string } }>('POST', '/v1/workspaces', {
    name: 'Search',
  });
  const { id } = created.workspace;
  await sql.query(SOURCES, [id]);
  for (let from = 0; from < size; from += CHUNK) {
    const until = Math.min(from + CHUNK, size) - 1;
    for (const statement of [LEADS, TOUCHES, TASKS, ACTIVITIES, EVENTS, DEALS])
      await sql.query(statement.replaceAll('$size', String(size)), [id, from, until]);
    process.stderr.write(`  ${until + 1} leads\n`);
  }
  await vacuumAndCheckpoint({ sql } as Harness);
  return { id, key: created.apiKey.token };
}

/** An id of something numbered. */
export const seededId = (kind: number, number: number): string =>
  `0190000${kind}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

const idSql = (kind: number, number: string) =>
  `('0190000${kind}-0000-7000-8000-' || lpad(to_hex((${number})::int), 12, '0'))::uuid`;

const SOURCES = `
  with made as (
    insert into sources (workspace_id, id, version, channel, name, name_key, created_at, updated_at)
    select $1::uuid, ${idSql(3, 'n')}, 1, (array['web_form', 'event', 'linkedin', 'referral', 'purchased_list'])[1 + n % 5],
           'Source ' || n, 'source ' || n, now(), now() from generate_series(0, 39) as n returning workspace_id)
  insert into campaigns (workspace_id, id, version, source_id, name, name_key, created_at, updated_at)
  select $1::uuid, ${idSql(4, 'n')}, 1, ${idSql(3, 'n % 40')}, 'Campaign ' || n, 'campaign ' || n, now(), now()
    from generate_series(0, 199) as n, (select count(*) from made) as first`;

/** Pseudo-random numbers from 0 to 1 of a place; the same in each statement. */
const roll = (salt: string) => `(hashint4extended(place, ${salt}) & 1048575) / 1048576.0`;

const LEADS = `insert into leads (
    workspace_id, id, version, kind, first_name, last_name, name, email, email_normalized, email_type, organization_name,
    domain, job_title, industry, city, country, language, employee_count, budget_amount, budget_currency, products, tags, description,
    attributes, category, category_since, reached_lead_at, reached_mql_at, reached_sql_at, reached_prospect_at, temperature, grade, fit_score, engagement_score, total_score, score_model_version,
    classification_policy_version, scored_at, source_id, campaign_id, touch_count, first_touch_at, last_touch_at, created_at,
    updated_at, owner_id, team_id, assigned_at, queue_reason, lifecycle)
  select $1::uuid, ${idSql(0, 'place')}, 1, 'person', first, last || suffix, first || ' ' || last || suffix,
    lower(first || '.' || last || suffix) || place || '@' || lower(company) || '-' || company_no || '.com',
    lower(first || '.' || last || suffix) || place || '@' || lower(company) || '-' || company_no || '.com', 'business',
    company || ' ' || (array['GmbH', 'Ltd', 'SA', 'Inc'])[1 + company_no % 4] || ' ' || company_no,
    lower(company) || '-' || company_no || '.com',
    (array['Head of IT', 'Buyer', 'CEO', 'Store Manager', 'Analyst', null])[1 + place % 6],
    (array['Retail', 'Software', 'Banking', 'Health', 'Logistics', 'Energy', null])[1 + (r1 * r1 * 7)::int % 7],
    (array['Berlin', 'Paris', 'Lyon', 'London', 'Boston', null])[1 + place % 6],
    (array['DE','FR','GB','US','IT','ES','NL','BE','AT','CH','PL','CZ','SE','NO','DK','FI','PT','IE','GR','TR','IN','JP','CN','BR','MX','CA','AU','NZ','ZA','EG'])[1 + floor(r1 * r1 * 30)::int],
    (array['de', 'fr', 'en'])[1 + place % 3], case when r2 < 0.6 then (r3 * 5000)::int end,
    case when r2 < 0.4 then round((r3 * 100000)::numeric, 2)::float8 end, case when r2 < 0.4 then (array['EUR', 'USD'])[1 + place % 2] end,
    case when r3 < 0.3 then array[(array['Kasse', 'Lager', 'Shop', 'Buchhaltung', 'CRM'])[1 + floor(r4 * r4 * 5)::int]] end,
    case when r4 < 0.3 then array['tag ' || floor(r5 * r5 * 50)::int, 'Tag ' || 50 + place % 20] end,
    case when r5 < 0.3 then 'Wants a ' || (array['demo', 'quote', 'comparison', 'call back'])[1 + place % 4] || ' about '
      || (array['inventory', 'checkout', 'invoices', 'loyalty cards'])[1 + place / 4 % 4] || ' for shop number ' || place end,
    case when r6 < 0.5 then jsonb_build_object('segment', (array['retail', 'wholesale', 'online', 'public'])[1 + floor(r7 * r7 * 4)::int],
      'seats', place % 500, 'renewal', to_char(now() + (place % 400) * interval '1 day', 'YYYY-MM-DD')) end,
    category, at + r3 * (now() - at), ${[1, 2, 3, 4].map((step) => `case when reached >= ${step} then at + ${step}::float8 / 5 * r3 * (now() - at) end`).join(', ')}, (array['cold', 'cold', 'cold', 'warm', 'hot'])[1 + floor(r2 * 5)::int],
    (array['A', 'B', 'C', 'D'])[1 + floor(r3 * 4)::int] || (1 + place % 4), fit, engagement, fit + engagement, 1, 1, now(),
    ${idSql(3, 'floor(r4 * r4 * 40)')}, case when r5 < 0.4 then ${idSql(4, 'floor(r6 * r6 * 200)')} end, 1, at,
    at + r6 * (now() - at), at, at + r7 * (now() - at), case when r6 < 0.7 then ${idSql(1, 'floor(r2 * 200)')} end,
    case when r6 < 0.7 then ${idSql(2, 'floor(r2 * 10)')} end, case when r6 < 0.7 then at end,
    case when r6 >= 0.7 then 'no_rule_matched' end,
    case category
      when 'parked' then jsonb_build_object('parked', jsonb_build_object('since', ms, 'reason', (array['bought_competitor', 'no_budget', 'bad_timing'])[1 + place % 3],
        'competitor', case when place % 3 = 0 then (array['Rival', 'Other', 'Third'])[1 + floor(r7 * 3)::int] end,
        'wakeWhen', jsonb_build_object('at', ms + 86400000::bigint * (30 + floor(r5 * 1000)::int))))
      when 'lost' then jsonb_build_object('loss', jsonb_build_object('at', ms + 86400000000::bigint, 'reason', (array['price', 'competitor', 'timing'])[1 + place % 3],
        'competitor', case when place % 3 = 1 then (array['Rival', 'Other', 'Third', 'Fourth', 'Fifth'])[1 + floor(r7 * 5)::int] end))
      when 'disqualified' then jsonb_build_object('disqualification', jsonb_build_object('at', ms, 'reason', 'wrong_fit'))
      else case when r6 < 0.5 then jsonb_build_object('lastActivityAt', ms + floor(r3 * 86400000 * 30)::bigint)
        || case when r5 < 0.2 then jsonb_build_object('stage', (array['meeting', 'proposal', 'negotiation'])[1 + place % 3]) else '{}' end end end
  from (select *, case category when 'suspect' then 0 when 'lead' then 1 when 'mql' then 2 when 'sql' then 3 when 'prospect' then 4 when 'customer' then 4
      else floor(r4 * 5)::int end as reached from (select *, now() - ($size - place) * (interval '730 days' / $size) as at,
      (extract(epoch from now() - ($size - place) * (interval '730 days' / $size)) * 1000)::bigint as ms,
      case when rc < 0.30 then 'suspect' when rc < 0.52 then 'lead' when rc < 0.68 then 'mql' when rc < 0.76 then 'sql'
        when rc < 0.80 then 'prospect' when rc < 0.84 then 'customer' when rc < 0.89 then 'parked' when rc < 0.94 then 'disqualified'
        else 'lost' end as category,
      (array['Ada','Grace','Alan','Edsger','Barbara','Donald','Tony','Niklaus','Margaret','Katherine','Dennis','Ken','Brian','Linus','Guido','Bjarne','James','Anders','Yukihiro','Radia'])[1 + floor(r1 * 20)::int] as first,
      (array['Lovelace','Hopper','Turing','Dijkstra','Liskov','Knuth','Hoare','Wirth','Hamilton','Johnson','Ritchie','Thompson','Kernighan','Torvalds','Rossum','Stroustrup','Gosling','Hejlsberg','Matsumoto','Perlman','Weber','Schmidt','Fischer','Meyer','Wagner','Becker','Hoffmann','Schulz','Koch','Richter'])[1 + floor(r3 * 30)::int] as last,
      chr(97 + place / 26 % 26) || chr(97 + place % 26) || case when place % 3 = 0 then 'berg' when place % 3 = 1 then 'son' else 'ic' end as suffix,
      (array['Harbour','Meadow','Summit','Granite','Willow','Juniper','Falcon','Cobalt','Lantern','Orchard','Pioneer','Quartz','Riverside','Sterling','Timber','Vertex','Westwind','Yellowstone','Zephyr','Aurora'])[1 + floor(r2 * 20)::int] as company,
      place % 50000 as company_no, round((r2 * 60)::numeric, 2)::float8 as fit, round((r5 * 40)::numeric, 2)::float8 as engagement
    from (select place, ${roll('0')} as rc, ${[1, 2, 3, 4, 5, 6, 7].map((n) => `${roll(String(n))} as r${n}`).join(', ')}
        from generate_series($2::int, $3::int) as place) as rolled) as classed) as made`;

const PLACES = `(select place, now() - ($size - place) * (interval '730 days' / $size) as at from generate_series($2::int, $3::int) as place) as p`;

const TOUCHES = `insert into touches (workspace_id, lead_id, id, source_id, campaign_id, occurred_at, received_at, submission)
  select $1::uuid, ${idSql(0, 'place')}, ${idSql(5, 'place')}, ${idSql(3, `floor(${roll('4')} * ${roll('4')} * 40)`)},
         case when ${roll('5')} < 0.4 then ${idSql(4, `floor(${roll('6')} * ${roll('6')} * 200)`)} end, at, at, '{}'
    from ${PLACES}`;

const TASKS = `insert into tasks (workspace_id, id, version, lead_id, kind, title, status, due_at, rep_id, created_at, updated_at)
  select $1::uuid, ${idSql(6, 'place')}, 1, ${idSql(0, 'place')}, (array['call', 'email', 'meeting'])[1 + place % 3], 'Call back',
         case when ${roll('9')} < 0.3 then 'open' when ${roll('9')} < 0.9 then 'done' else 'skipped' end,
         at + ${roll('10')} * interval '740 days', ${idSql(1, `floor(${roll('2')} * 200)`)}, at, at
    from ${PLACES} where ${roll('8')} < 0.5`;

const ACTIVITIES = `insert into activities (workspace_id, lead_id, id, kind, rep_id, occurred_at, recorded_at)
  select $1::uuid, ${idSql(0, 'place')}, ${idSql(7, 'place * 3 + n')}, (array['note', 'call', 'meeting', 'email'])[1 + (place + n) % 4],
         ${idSql(1, `floor(${roll('2')} * 200)`)}, at + n * interval '5 days', at
    from ${PLACES} cross join generate_series(0, 2) as n where ${roll('6')} < 0.2`;

const EVENTS = `insert into engagement_events (workspace_id, lead_id, id, type, source_id, occurred_at, received_at, properties)
  select $1::uuid, ${idSql(0, 'place')}, ${idSql(8, 'place * 10 + n')},
         (array['page_viewed', 'email_opened', 'email_clicked', 'content_liked', 'page_viewed', 'content_downloaded', 'pricing_viewed', 'survey_answered', 'page_viewed', 'demo_requested'])[1 + (place + n * 7) % 10],
         ${idSql(3, `floor(${roll('11')} * 40)`)}, at + ${roll('12')} * (now() - at), now(),
         case when (place + n * 7) % 10 = 3 then json_build_object('post', place % 200) when (place + n * 7) % 10 = 7 then json_build_object('nps', place % 11) end
    from ${PLACES} cross join lateral generate_series(1, floor(${roll('13')} * 10)::int) as n where ${roll('14')} < 0.4`;

const DEALS = `insert into deals (workspace_id, id, version, status, lead_id, products, amount, currency, source_id, cycle_started_at, created_at, updated_at)
  select $1::uuid, ${idSql(9, 'place')}, 1, (array['open', 'won', 'lost'])[1 + place % 3], ${idSql(0, 'place')}, '[]',
         round((${roll('15')} * 50000)::numeric, 2), 'EUR', ${idSql(3, `floor(${roll('4')} * ${roll('4')} * 40)`)}, at, at, at
    from ${PLACES} where ${roll('16')} < 0.06`;
