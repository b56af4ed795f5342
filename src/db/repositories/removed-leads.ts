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
  /** Leads of which reports count nothing any more. Hand-offs, clocks and first contacts of the others stay counted. */
  takenBackIds: readonly string[];
  now: Date;
  /** Stored answers are no older. */
  answersSince: Date;
}

/**
 * Removes leads and all records that belong to them. No foreign keys do this: a check per row of the hot path costs as much as the
 * row. What reports count stays, without the lead and without free text.
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

const REMOVAL = `with
  keys as (delete from lead_keys where ${OF_LEADS} returning kind, value),
  waiting as (delete from visitor_events v using keys
               where v.workspace_id = $1 and keys.kind = 'visitor' and v.visitor_id = keys.value),
  named as (delete from referrals where workspace_id = $1
             and (referred_lead_id = any($2::uuid[]) or referrer_lead_id = any($2::uuid[])) returning id),
  came as (delete from touches where ${OF_LEADS} returning id, received_at),
  did as (delete from engagement_events where ${OF_LEADS} returning id, received_at),
  offers_taken_back as (delete from handoffs where ${OF_TAKEN_BACK}),
  offers_counted as (update handoffs set lead_id = null, evidence = null,
      status = case status when 'offered' then 'withdrawn' else status end,
      ended_at = case status when 'offered' then $4::timestamptz else ended_at end where ${OF_COUNTED}),
  clocks_taken_back as (delete from sla_clocks where ${OF_TAKEN_BACK}),
  clocks_counted as (update sla_clocks set lead_id = null where ${OF_COUNTED}),
  contacts_taken_back as (delete from first_contacts where ${OF_TAKEN_BACK}),
  contacts_counted as (update first_contacts set lead_id = gen_random_uuid() where ${OF_COUNTED}),
  later_contacts_taken_back as (delete from later_contacts where ${OF_TAKEN_BACK}),
  later_contacts_counted as (update later_contacts set lead_id = gen_random_uuid() where ${OF_COUNTED}),
  ended as (update lead_outcomes set lead_id = null, products = null where ${OF_LEADS}),
  bought as (delete from conversions where ${OF_LEADS}),
  worked as (delete from activities where ${OF_LEADS}),
  bulked as (delete from operation_leads where ${OF_LEADS}),
  imported as (delete from import_rows where ${OF_LEADS}),
  sequenced as (delete from sequence_runs where ${OF_LEADS}),
  staged as (delete from stage_changes where ${OF_LEADS}),
  stepped as (delete from sequence_steps where ${OF_LEADS}),
  unlisted as (delete from segment_members where ${OF_LEADS}),
  todo as (delete from tasks where ${OF_LEADS} returning id),
  due as (delete from timers using todo
           where workspace_id = $1 and kind = 'task_overdue' and subject_id = todo.id),
  gone as (delete from leads where workspace_id = $1 and id = any($2::uuid[]))
  select id::text, 'subjectIds' as of from todo
  union all select id::text, 'subjectIds' from named
  union all select value, 'visitorIds' from keys where kind = 'visitor'
  union all select id::text, 'answeredIds' from came where received_at >= $3
  union all select id::text, 'answeredIds' from did where received_at >= $3`;
