import { mergePersonal } from '../../core/erasure/split.js';
import type { TimelineEvent } from '../../core/timeline/timeline.js';
import { fieldsOf } from '../../core/values.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { type ListRequest, type Page, pageOf } from './lists.js';

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

interface StoredEvent extends Omit<TimelineEvent, 'before' | 'after'> {
  before: unknown;
  after: unknown;
  personalBefore: unknown;
  personalAfter: unknown;
}

const wholeEvent = ({ personalBefore, personalAfter, ...row }: StoredEvent): TimelineEvent => ({
  ...row,
  sequence: Number(row.sequence),
  before: fieldsOf(mergePersonal(row.before, personalBefore)),
  after: fieldsOf(mergePersonal(row.after, personalAfter)),
});

export function timelineRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    /** Events of these types about the lead and what belongs to it, newest first. */
    list: (leadId: string, types: readonly string[], request: ListRequest): Promise<Page<TimelineEvent>> =>
      pageOf<TimelineEvent>(
        cursors,
        `${workspaceId}|timeline|${leadId}|${types.join()}`,
        request,
        (row) => [row.sequence],
        async (after, take) => {
          const before = after === undefined ? Number.MAX_SAFE_INTEGER : Number(after[0]);
          const rows = await executor.run<StoredEvent>('timeline', LATEST, [workspaceId, leadId, before, types, take]);
          // A bigint travels as text.
          return rows.map(wholeEvent);
        },
      ),
  };
}
