import { and, asc, eq, gt } from 'drizzle-orm';
import type { BulkLead, BulkOutcome, BulkUndo } from '../../core/leads/bulk-change.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { operationLeads } from '../schema/operations.js';
import { type ListRequest, matches, type Page, pageOf } from './lists.js';

type OperationLead = typeof operationLeads.$inferSelect;

const INSERT = `insert into operation_leads (workspace_id, operation_id, lead_id, outcome, code, detail, undo, at)
  select $1, r.operation_id, r.lead_id, r.outcome, r.code, r.detail, r.undo::jsonb, $2
    from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[])
      as r(operation_id, lead_id, outcome, code, detail, undo)`;

export function operationLeadsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const of = (operationId: string) =>
    and(eq(operationLeads.workspaceId, workspaceId), eq(operationLeads.operationId, operationId));
  return {
    async insert(rows: readonly BulkLead[], at: Date): Promise<void> {
      if (rows.length === 0) return;
      await executor.run('insert_operation_leads', INSERT, [
        workspaceId,
        at,
        rows.map(({ jobId }) => jobId),
        rows.map(({ leadId }) => leadId),
        rows.map(({ outcome }) => outcome),
        rows.map(({ code }) => code ?? null),
        rows.map(({ detail }) => detail ?? null),
        rows.map(({ undo }) => (undo === undefined ? null : JSON.stringify(undo))),
      ]);
    },
    /** In the order of lead ids. */
    list: (operationId: string, outcome: BulkOutcome | undefined, request: ListRequest): Promise<Page<OperationLead>> =>
      pageOf<OperationLead>(
        cursors,
        `${workspaceId}|operation_leads|${operationId}|${outcome ?? ''}`,
        request,
        ({ leadId }) => [leadId],
        (after, take) =>
          executor.orm
            .select()
            .from(operationLeads)
            .where(
              and(
                of(operationId),
                matches(operationLeads.outcome, outcome),
                after && gt(operationLeads.leadId, String(after[0])),
              ),
            )
            .orderBy(asc(operationLeads.leadId))
            .limit(take),
      ),
    async countChanged(operationId: string): Promise<number> {
      return executor.orm.$count(operationLeads, and(of(operationId), eq(operationLeads.outcome, 'changed')));
    },
    /** Changed leads after one, with the values to restore, in the order of their ids. */
    async nextChanged(
      operationId: string,
      afterId: string,
      limit: number,
    ): Promise<{ leadId: string; undo: BulkUndo | null }[]> {
      return executor.orm
        .select({ leadId: operationLeads.leadId, undo: operationLeads.undo })
        .from(operationLeads)
        .where(and(of(operationId), eq(operationLeads.outcome, 'changed'), gt(operationLeads.leadId, afterId)))
        .orderBy(asc(operationLeads.leadId))
        .limit(limit);
    },
  };
}
