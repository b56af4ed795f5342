import { and, eq, inArray, or, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { SalesReads } from '../../core/batch/sales-reads.js';
import type { Deal } from '../../core/deals/deal.js';
import { canonicalMoney } from '../../core/money.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { deals } from '../schema/deals.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page, within } from './lists.js';
import { sourceMergesRepository, type Widened } from './source-merges.js';

type DealRow = typeof deals.$inferSelect;

/** All parts must hold. Instants are epoch milliseconds; bounds are inclusive below and exclusive above. */
export interface DealFilter {
  status?: string | undefined;
  /** The buyer or the contact person. */
  customerId?: string | undefined;
  ownerId?: string | undefined;
  leadId?: string | undefined;
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  lossReason?: string | undefined;
  closedFrom?: number | undefined;
  closedBefore?: number | undefined;
}

type DealReads = Pick<SalesReads, 'dealIds' | 'dealsOfLeads' | 'dealsOfCustomers'>;

const writer = rowWriter(deals, ['workspace_id', 'id']);

export function dealsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const { orm } = executor;
  const ours = eq(deals.workspaceId, workspaceId);
  const save = (changed: readonly Deal[]): DealRow[] => changed.map((deal) => rowOf(workspaceId, deal));
  return {
    async find(id: string): Promise<Deal | undefined> {
      const [row] = await orm
        .select()
        .from(deals)
        .where(and(ours, eq(deals.id, id)));
      return row && dealOf(row);
    },
    load: (wanted: DealReads) => loadDeals(executor, workspaceId, wanted),
    insert: (added: readonly Deal[]) => writer.insert(executor, save(added)),
    replace: (changed: readonly Deal[]) => writer.replace(executor, save(changed)),
    async remove(ids: readonly string[]): Promise<void> {
      if (ids.length === 0) return;
      const text = 'delete from deals where workspace_id = $1 and id = any($2::uuid[])';
      await executor.run('remove_deals', text, [workspaceId, ids]);
    },
    async list(filter: DealFilter, request: ListRequest): Promise<Page<Deal>> {
      const page = await newestFirst(
        { executor, workspaceId, cursors },
        {
          table: deals,
          key: 'id',
          binding: bindingOf('deals', filter),
          where: conditionsOf(await sourceMergesRepository(executor, workspaceId).widened(filter)),
          request,
        },
      );
      return { ...page, rows: page.rows.map(dealOf) };
    },
  };
}

async function loadDeals(
  { orm }: Executor,
  workspaceId: string,
  { dealIds = [], dealsOfLeads = [], dealsOfCustomers = [] }: DealReads,
): Promise<Deal[]> {
  const among = (column: PgColumn, ids: readonly string[]) => (ids.length === 0 ? [] : [inArray(column, [...ids])]);
  const named = [
    ...among(deals.id, dealIds),
    ...among(deals.leadId, dealsOfLeads),
    ...among(deals.customerId, dealsOfCustomers),
    ...among(deals.contactId, dealsOfCustomers),
  ];
  if (named.length === 0) return [];
  const rows = await orm
    .select()
    .from(deals)
    .where(and(eq(deals.workspaceId, workspaceId), or(...named)));
  return rows.map(dealOf);
}

function conditionsOf(filter: Widened<DealFilter>): (SQL | undefined)[] {
  const { customerId, closedFrom, closedBefore, ...equal } = filter;
  return [
    ...matching(deals, equal),
    customerId === undefined ? undefined : or(eq(deals.customerId, customerId), eq(deals.contactId, customerId)),
    within(deals.closedAt, closedFrom, closedBefore),
  ];
}

function rowOf(workspaceId: string, deal: Deal): DealRow {
  const { closedAt, cycleStartedAt, createdAt, updatedAt } = deal;
  return {
    workspaceId,
    id: deal.id,
    version: deal.version,
    status: deal.status,
    name: deal.name ?? null,
    customerId: deal.customerId ?? null,
    contactId: deal.contactId ?? null,
    leadId: deal.leadId ?? null,
    ownerId: deal.ownerId ?? null,
    products: deal.products,
    amount: deal.amount ?? null,
    currency: deal.currency,
    expectedCloseOn: deal.expectedCloseOn ?? null,
    closedAt: closedAt === undefined ? null : new Date(closedAt),
    competitor: deal.competitor ?? null,
    lossReason: deal.lossReason ?? null,
    lossDetail: deal.lossDetail ?? null,
    sourceId: deal.sourceId ?? null,
    campaignId: deal.campaignId ?? null,
    cycleStartedAt: new Date(cycleStartedAt),
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
  };
}

function dealOf(row: DealRow): Deal {
  return {
    id: row.id,
    version: row.version,
    status: row.status,
    name: row.name ?? undefined,
    customerId: row.customerId ?? undefined,
    contactId: row.contactId ?? undefined,
    leadId: row.leadId ?? undefined,
    ownerId: row.ownerId ?? undefined,
    products: row.products,
    // PostgreSQL returns all four decimals.
    amount: row.amount === null ? undefined : canonicalMoney(row.amount),
    currency: row.currency,
    expectedCloseOn: row.expectedCloseOn ?? undefined,
    closedAt: row.closedAt?.getTime(),
    competitor: row.competitor ?? undefined,
    lossReason: row.lossReason ?? undefined,
    lossDetail: row.lossDetail ?? undefined,
    sourceId: row.sourceId ?? undefined,
    campaignId: row.campaignId ?? undefined,
    cycleStartedAt: row.cycleStartedAt.getTime(),
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}
