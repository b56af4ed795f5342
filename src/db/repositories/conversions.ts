import { and, eq, inArray, isNull, or } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { SalesReads } from '../../core/batch/sales-reads.js';
import type { Conversion } from '../../core/conversion/record.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { conversions } from '../schema/deals.js';

type ConversionRow = typeof conversions.$inferSelect;
type ConversionReads = Pick<SalesReads, 'conversionsOfLeads' | 'conversionsOfCustomers'>;

const writer = rowWriter(conversions, ['workspace_id', 'id']);

export function conversionsRepository(executor: Executor, workspaceId: string) {
  const rowsOf = (changed: readonly Conversion[]) => changed.map((conversion) => rowOf(workspaceId, conversion));
  return {
    /** Conversions that are not undone. */
    load: (wanted: ConversionReads) => loadConversions(executor, workspaceId, wanted),
    insert: (added: readonly Conversion[]) => writer.insert(executor, rowsOf(added)),
    replace: (changed: readonly Conversion[]) => writer.replace(executor, rowsOf(changed)),
    /** Marks conversions as undone and erases their records, which hold personal data. */
    async undo(ids: readonly string[], at: number): Promise<void> {
      if (ids.length === 0) return;
      await executor.run(
        'undo_conversions',
        `update conversions
            set undone_at = $3, record = ('{"deal":{"id":' || coalesce('"' || deal_id::text || '"', 'null') || '}}')::jsonb
          where workspace_id = $1 and id = any($2::uuid[])`,
        [workspaceId, ids, new Date(at)],
      );
    },
  };
}

async function loadConversions(
  { orm }: Executor,
  workspaceId: string,
  { conversionsOfLeads = [], conversionsOfCustomers = [] }: ConversionReads,
): Promise<Conversion[]> {
  const among = (column: PgColumn, ids: readonly string[]) => (ids.length === 0 ? [] : [inArray(column, [...ids])]);
  const named = [
    ...among(conversions.leadId, conversionsOfLeads),
    ...among(conversions.personId, conversionsOfCustomers),
    ...among(conversions.organizationId, conversionsOfCustomers),
  ];
  if (named.length === 0) return [];
  const rows = await orm
    .select()
    .from(conversions)
    .where(and(eq(conversions.workspaceId, workspaceId), isNull(conversions.undoneAt), or(...named)));
  return rows.map(conversionOf);
}

function rowOf(workspaceId: string, { id, leadId, record, convertedAt, undoneAt }: Conversion): ConversionRow {
  return {
    workspaceId,
    id,
    leadId,
    personId: record.person?.id ?? null,
    organizationId: record.organization?.id ?? null,
    dealId: record.deal.id,
    record,
    convertedAt: new Date(convertedAt),
    undoneAt: undoneAt === undefined ? null : new Date(undoneAt),
  };
}

function conversionOf({ id, leadId, record, convertedAt, undoneAt }: ConversionRow): Conversion {
  return { id, leadId, record, convertedAt: convertedAt.getTime(), undoneAt: undoneAt?.getTime() };
}
