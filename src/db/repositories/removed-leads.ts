import type { Executor } from '../executor.js';

/** Records removed with leads: ids of tasks and referrals, which have events of their own, and of the leads' visitors. */
export interface RemovedWithLeads {
  subjectIds: string[];
  visitorIds: string[];
  /** Ids of recent touches and engagement: stored answers may name these and not the lead. */
  answeredIds: string[];
}

const NOTHING: RemovedWithLeads = { subjectIds: [], visitorIds: [], answeredIds: [] };

export interface Removal {
  /** Leads of which reports count nothing any more. The others stay counted in `deleted_leads`. */
  takenBackIds: readonly string[];
  now: Date;
  /** Stored answers are no older. */
  answersSince: Date;
}

/**
 * Removes leads and all records that belong to them. No foreign keys do this: a check per row of the hot path costs as much as the
 * row. What reports count stays under a random id, without the lead and without free text.
 */
export async function removeLeads(
  executor: Executor,
  workspaceId: string,
  ids: readonly string[],
  { takenBackIds, now, answersSince }: Removal,
): Promise<RemovedWithLeads> {
  if (ids.length === 0) return NOTHING;
  const rows = await executor.run<{ id: string; of: keyof RemovedWithLeads }>('remove_leads', REMOVAL, [
    workspaceId,
    ids,
    answersSince,
    now,
    takenBackIds,
  ]);
  const idsOf = (what: keyof RemovedWithLeads) => rows.flatMap(({ id, of }) => (of === what ? [id] : []));
  return {
    subjectIds: idsOf('subjectIds'),
    visitorIds: idsOf('visitorIds'),
    answeredIds: idsOf('answeredIds'),
  };
}

const OF_LEADS = 'workspace_id = $1 and lead_id = any($2::uuid[])';
const OF_TAKEN_BACK = 'workspace_id = $1 and lead_id = any($5::uuid[])';
const OF_COUNTED = `${OF_LEADS} and lead_id <> all($5::uuid[])`;
/** The random id under which a lead stays counted; null: it does not. */
const COUNTED_ID = (leadId: string) => `(select counted_id from counted where counted.id = ${leadId})`;

/** Of the sections of a lead what reports group by, without texts. */
const COUNTED_SECTIONS = `nullif(jsonb_strip_nulls(jsonb_build_object(
    'stage', lifecycle -> 'stage', 'cycles', lifecycle -> 'cycles', 'recycledAt', lifecycle -> 'recycledAt',
    ${['loss', 'disqualification', 'lastDisqualification']
      .map(
        (section) =>
          `'${section}', case when lifecycle ? '${section}' then jsonb_build_object('reason', lifecycle #> '{${section},reason}', 'at', lifecycle #> '{${section},at}') end`,
      )
      .join(', ')})), '{}')`;

const SAME_COLUMNS = `created_at, category, category_since, reached_lead_at, reached_mql_at, reached_sql_at, reached_prospect_at, temperature,
  grade, fit_score, engagement_score, total_score, score_model_version, source_id, campaign_id, owner_id, team_id, touch_count`;

/** Keeps rows of a table for counts: `columns` of `deleted_lead_records` and their values. */
const keepRecords = (record: string, from: string, columns: Record<string, string>): string =>
  `insert into deleted_lead_records (workspace_id, id, deleted_lead_id, record, occurred_at, ${Object.keys(columns).join(', ')})
   select $1, gen_random_uuid(), counted.counted_id, '${record}', r.occurred_at, ${Object.values(columns).join(', ')}
     from ${from} r join counted on counted.id = r.lead_id`;

const same = (...columns: string[]) => Object.fromEntries(columns.map((column) => [column, `r.${column}`]));

const REMOVAL = `with
  counted as materialized (select id, gen_random_uuid() as counted_id from unnest($2::uuid[]) as id where id <> all($5::uuid[])),
  kept as (insert into deleted_leads (workspace_id, id, ${SAME_COLUMNS}, lifecycle)
           select $1, counted.counted_id, ${SAME_COLUMNS}, ${COUNTED_SECTIONS} from leads join counted using (id) where workspace_id = $1),
  keys as (delete from lead_keys where ${OF_LEADS} returning kind, value),
  waiting as (delete from visitor_events v using keys
               where v.workspace_id = $1 and keys.kind = 'visitor' and v.visitor_id = keys.value),
  named as (delete from referrals where workspace_id = $1
             and (referred_lead_id = any($2::uuid[]) or referrer_lead_id = any($2::uuid[])) returning *),
  named_counted as (insert into deleted_referrals (workspace_id, id, referrer_kind, referrer_lead_id, referrer_customer_id, referrer_rep_id,
                                                   referred_lead_id, created_at)
           select $1, gen_random_uuid(), referrer_kind, coalesce(${COUNTED_ID('referrer_lead_id')}, referrer_lead_id), referrer_customer_id,
                  referrer_rep_id, coalesce(${COUNTED_ID('referred_lead_id')}, referred_lead_id), created_at
             from named where referred_lead_id <> all($5::uuid[]) and (referrer_lead_id is null or referrer_lead_id <> all($5::uuid[]))),
  named_before as (update deleted_referrals set referrer_lead_id = coalesce(${COUNTED_ID('referrer_lead_id')}, referrer_lead_id),
                                                referred_lead_id = coalesce(${COUNTED_ID('referred_lead_id')}, referred_lead_id)
           where workspace_id = $1 and (referred_lead_id = any($2::uuid[]) or referrer_lead_id = any($2::uuid[]))),
  came as (delete from touches where ${OF_LEADS} returning lead_id, id, received_at, occurred_at, source_id, campaign_id),
  came_counted as (${keepRecords('touch', 'came', same('source_id', 'campaign_id'))}),
  did as (delete from engagement_events where ${OF_LEADS} returning lead_id, id, received_at, occurred_at, source_id, campaign_id, type),
  did_counted as (${keepRecords('engagement', 'did', same('source_id', 'campaign_id', 'type'))}),
  offers_taken_back as (delete from handoffs where ${OF_TAKEN_BACK}),
  offers_counted as (update handoffs set lead_id = null, deleted_lead_id = ${COUNTED_ID('lead_id')}, evidence = null,
      status = case status when 'offered' then 'withdrawn' else status end,
      ended_at = case status when 'offered' then $4::timestamptz else ended_at end where ${OF_COUNTED}),
  clocks_taken_back as (delete from sla_clocks where ${OF_TAKEN_BACK}),
  clocks_counted as (update sla_clocks set lead_id = null, deleted_lead_id = ${COUNTED_ID('lead_id')} where ${OF_COUNTED}),
  contacts_taken_back as (delete from first_contacts where ${OF_TAKEN_BACK}),
  contacts_counted as (update first_contacts set lead_id = ${COUNTED_ID('lead_id')} where ${OF_COUNTED}),
  later_contacts_taken_back as (delete from later_contacts where ${OF_TAKEN_BACK}),
  later_contacts_counted as (update later_contacts set lead_id = ${COUNTED_ID('lead_id')} where ${OF_COUNTED}),
  ended as (update lead_outcomes set lead_id = null, deleted_lead_id = ${COUNTED_ID('lead_id')}, products = null, competitor = null where ${OF_LEADS}),
  costed as (update costs set lead_id = null, note = null where ${OF_LEADS}),
  bought as (delete from conversions where ${OF_LEADS}),
  worked as (delete from activities where ${OF_LEADS} returning lead_id, occurred_at, kind, direction, outcome, duration_seconds, rep_id),
  worked_counted as (${keepRecords('activity', 'worked', { type: 'r.kind', ...same('direction', 'outcome', 'duration_seconds', 'rep_id') })}),
  bulked as (delete from operation_leads where ${OF_LEADS}),
  imported as (delete from import_rows where ${OF_LEADS}),
  sequenced as (delete from sequence_runs where ${OF_LEADS}),
  staged as (delete from stage_changes where ${OF_LEADS} returning lead_id, occurred_at, from_stage, from_category, to_stage, to_category, cause),
  staged_counted as (${keepRecords('stage_change', 'staged', same('from_stage', 'from_category', 'to_stage', 'to_category', 'cause'))}),
  stepped as (delete from sequence_steps where ${OF_LEADS}),
  unlisted as (delete from segment_members where ${OF_LEADS}),
  unmatched as (delete from match_leads where ${OF_LEADS}),
  unpaired as (delete from duplicate_pairs where workspace_id = $1 and (lead_id = any($2::uuid[]) or other_id = any($2::uuid[]))),
  todo as (delete from tasks where ${OF_LEADS} returning id),
  due as (delete from timers using todo
           where workspace_id = $1 and kind = 'task_overdue' and subject_id = todo.id),
  gone as (delete from leads where workspace_id = $1 and id = any($2::uuid[]))
  select id::text, 'subjectIds' as of from todo
  union all select id::text, 'subjectIds' from named
  union all select value, 'visitorIds' from keys where kind = 'visitor'
  union all select id::text, 'answeredIds' from came where received_at >= $3
  union all select id::text, 'answeredIds' from did where received_at >= $3`;
