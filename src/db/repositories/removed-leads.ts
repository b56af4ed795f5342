import type { Executor } from '../executor.js';

/** Records removed with leads: ids of tasks and referrals, which have events of their own, and of the leads' visitors. */
export interface RemovedWithLeads {
  subjectIds: string[];
  visitorIds: string[];
  /** Ids of recent touches and engagement: stored answers may name these and not the lead. */
  answeredIds: string[];
}

const NOTHING: RemovedWithLeads = { subjectIds: [], visitorIds: [], answeredIds: [] };

/**
 * Removes leads and all records that belong to them. No foreign keys do this: a check per row of the hot path costs as much as the
 * row. Their outcomes stay counted, without the lead. `since`: stored answers are no older.
 */
export async function removeLeads(
  executor: Executor,
  workspaceId: string,
  ids: readonly string[],
  since: Date,
): Promise<RemovedWithLeads> {
  if (ids.length === 0) return NOTHING;
  const rows = await executor.run<{ id: string; of: keyof RemovedWithLeads }>('remove_leads', REMOVAL, [
    workspaceId,
    ids,
    since,
  ]);
  const idsOf = (what: keyof RemovedWithLeads) => rows.flatMap(({ id, of }) => (of === what ? [id] : []));
  return {
    subjectIds: idsOf('subjectIds'),
    visitorIds: idsOf('visitorIds'),
    answeredIds: idsOf('answeredIds'),
  };
}

const OF_LEADS = 'workspace_id = $1 and lead_id = any($2::uuid[])';

const REMOVAL = `with
  keys as (delete from lead_keys where ${OF_LEADS} returning kind, value),
  waiting as (delete from visitor_events v using keys
               where v.workspace_id = $1 and keys.kind = 'visitor' and v.visitor_id = keys.value),
  named as (delete from referrals where workspace_id = $1
             and (referred_lead_id = any($2::uuid[]) or referrer_lead_id = any($2::uuid[])) returning id),
  came as (delete from touches where ${OF_LEADS} returning id, received_at),
  did as (delete from engagement_events where ${OF_LEADS} returning id, received_at),
  offered as (delete from handoffs where ${OF_LEADS}),
  promised as (delete from sla_clocks where ${OF_LEADS}),
  contacted as (delete from first_contacts where ${OF_LEADS}),
  recontacted as (delete from later_contacts where ${OF_LEADS}),
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
