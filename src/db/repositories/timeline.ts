import { mergePersonal } from '../../core/erasure/split.js';
import type { EventType } from '../../core/events/events.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { type ListRequest, type Page, pageOf } from './lists.js';

/** A logged event about a lead or a record that belongs to it. */
export interface TimelineRow {
  sequence: number;
  id: string;
  type: EventType;
  subjectId: string;
  actorKind: string;
  actorId: string;
  cause: string;
  occurredAt: Date;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/**
 * The latest events of each subject by the index `events_subject`, at most a page of each, so that every page costs the same.
 */
const LATEST = `select e.* from (
      select $2::text as subject_id union all
      select id::text from tasks where workspace_id = $1 and lead_id = $2::uuid union all
      select id::text from deals where workspace_id = $1 and lead_id = $2::uuid union all
      select id::text from referrals where workspace_id = $1 and referred_lead_id = $2::uuid union all
      select id::text from referrals where workspace_id = $1 and referrer_lead_id = $2::uuid) of_lead
   cross join lateral (
      select sequence, id, type, subject_id as "subjectId", actor_kind as "actorKind", actor_id as "actorId", cause,
             occurred_at as "occurredAt", data -> 'before' as before, data -> 'after' as after,
             personal -> 'before' as "personalBefore", personal -> 'after' as "personalAfter"
        from events
       where workspace_id = $1 and subject_id = of_lead.subject_id and sequence < $3 and type = any($4::text[])
       order by sequence desc limit $5) e
   order by e.sequence desc limit $5`;

interface StoredRow extends TimelineRow {
  personalBefore: unknown;
  personalAfter: unknown;
}

const wholeRow = ({ personalBefore, personalAfter, ...row }: StoredRow): TimelineRow => ({
  ...row,
  sequence: Number(row.sequence),
  before: mergePersonal(row.before, personalBefore) as TimelineRow['before'],
  after: mergePersonal(row.after, personalAfter) as TimelineRow['after'],
});

export function timelineRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    /** Events of these types about the lead and what belongs to it, newest first. */
    list: (leadId: string, types: readonly string[], request: ListRequest): Promise<Page<TimelineRow>> =>
      pageOf<TimelineRow>(
        cursors,
        `${workspaceId}|timeline|${leadId}|${types.join()}`,
        request,
        (row) => [row.sequence],
        async (after, take) => {
          const before = after === undefined ? Number.MAX_SAFE_INTEGER : Number(after[0]);
          const rows = await executor.run<StoredRow>('timeline', LATEST, [workspaceId, leadId, before, types, take]);
          // A bigint travels as text.
          return rows.map(wholeRow);
        },
      ),
  };
}
