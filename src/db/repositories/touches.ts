import { and, desc, eq, lt } from 'drizzle-orm';
import type { NewTouch } from '../../core/batch/changes.js';
import { iso } from '../../core/time.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { touches } from '../schema/leads.js';
import { type ListRequest, type Page, pageOf } from './lists.js';

export type TouchRow = typeof touches.$inferSelect;

const touchWriter = rowWriter(touches, ['workspace_id', 'lead_id', 'id']);

export function touchesRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const mine = (leadId: string, id: string) =>
    and(eq(touches.workspaceId, workspaceId), eq(touches.leadId, leadId), eq(touches.id, id));
  return {
    insert: (touches: readonly NewTouch[], receivedAt: number) =>
      touchWriter.insertNamed(
        executor,
        touches.map((touch) => ({
          workspace_id: workspaceId,
          lead_id: touch.leadId,
          id: touch.id,
          source_id: touch.sourceId,
          campaign_id: touch.campaignId,
          matched_by: touch.matchedBy,
          occurred_at: iso(touch.occurredAt),
          received_at: iso(receivedAt),
          submission: touch.raw,
          public_key_id: touch.publicKeyId,
          consents: touch.consents?.length ? touch.consents : undefined,
          kept: touch.kept,
        })),
      ),
    async find(leadId: string, id: string): Promise<TouchRow | undefined> {
      const [row] = await executor.orm.select().from(touches).where(mine(leadId, id));
      return row;
    },
    /** Drops kept fields that a person has decided about. */
    dropKept: (leadId: string, id: string, fields: readonly string[]): Promise<unknown> =>
      executor.run(
        'drop_kept',
        `update touches set kept = nullif(kept - $4::text[], '{}'::jsonb)
          where workspace_id = $1 and lead_id = $2 and id = $3 and kept is not null`,
        [workspaceId, leadId, id, fields],
      ),
    /** Newest first, in the order of arrival. */
    async list(leadId: string, request: ListRequest): Promise<Page<TouchRow>> {
      return pageOf(
        cursors,
        `${workspaceId}|touches|${leadId}`,
        request,
        (row) => [row.id],
        async (after, take) =>
          executor.orm
            .select()
            .from(touches)
            .where(
              and(
                eq(touches.workspaceId, workspaceId),
                eq(touches.leadId, leadId),
                after === undefined ? undefined : lt(touches.id, String(after[0])),
              ),
            )
            .orderBy(desc(touches.id))
            .limit(take),
      );
    },
  };
}
