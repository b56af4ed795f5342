import { and, desc, eq, gte, inArray, lt, or, type SQL } from 'drizzle-orm';
import type { Deal } from '../../core/deals/deal.js';
import { canonicalMoney } from '../../core/money.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { deals } from '../schema/deals.js';
import { type ListRequest, type Page, pageOf } from './lists.js';

type DealRow = typeof deals.$inferSelect;

/** All parts must hold. Instants are epoch milliseconds; bounds are inclusive below and exclusive above. */
export interface DealFilter {
  status?: string | undefined;
  /** Who buys, or the person to talk to. */
  customerId?: string | undefined;
  ownerId?: string | undefined;
  leadId?: string | undefined;
  closedFrom?: number | undefined;
  closedBefore?: number | undefined;
}

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
    /** The open deals about a lead, oldest first. */
    async openOfLead(leadId: string): Promise<Deal[]> {
      const rows = await orm
        .select()
        .from(deals)
        .where(and(ours, eq(deals.leadId, leadId), eq(deals.status, 'open')))
        .orderBy(deals.id);
      return rows.map(dealOf);
    },
    /** All about any of these leads, oldest first. */
    async ofLeads(leadIds: readonly string[]): Promise<Deal[]> {
      const rows = await orm
        .select()
        .from(deals)
        .where(and(ours, inArray(deals.leadId, [...leadIds])))
        .orderBy(deals.id);
      return rows.map(dealOf);
    },
    /** All that name any of these customers, oldest first. */
    ofCustomers: (customerIds: readonly string[]) => ofCustomers(executor, workspaceId, [...customerIds]),
    insert: (added: readonly Deal[]) => writer.insert(executor, save(added)),
    replace: (changed: readonly Deal[]) => writer.replace(executor, save(changed)),
    async remove(id: string): Promise<void> {
      await orm.delete(deals).where(and(ours, eq(deals.id, id)));
    },
    async list(filter: DealFilter, request: ListRequest): Promise<Page<Deal>> {
      const page = await pageOf<DealRow>(
        cursors,
        `${workspaceId}|deals|${JSON.stringify(filter)}`,
        request,
        (row) => [row.id],
        async (after, take) =>
          orm
            .select()
            .from(deals)
            .where(and(ours, ...conditionsOf(filter), after === undefined ? undefined : lt(deals.id, String(after[0]))))
            .orderBy(desc(deals.id))
            .limit(take),
      );
      return { ...page, rows: page.rows.map(dealOf) };
    },
  };
}

async function ofCustomers({ orm }: Executor, workspaceId: string, ids: string[]): Promise<Deal[]> {
  const rows = await orm
    .select()
    .from(deals)
    .where(and(eq(deals.workspaceId, workspaceId), or(inArray(deals.customerId, ids), inArray(deals.contactId, ids))))
    .orderBy(deals.id);
  return rows.map(dealOf);
}

function conditionsOf(filter: DealFilter): (SQL | undefined)[] {
  const { status, customerId, ownerId, leadId, closedFrom, closedBefore } = filter;
  return [
    status === undefined ? undefined : eq(deals.status, status),
    customerId === undefined ? undefined : or(eq(deals.customerId, customerId), eq(deals.contactId, customerId)),
    ownerId === undefined ? undefined : eq(deals.ownerId, ownerId),
    leadId === undefined ? undefined : eq(deals.leadId, leadId),
    closedFrom === undefined ? undefined : gte(deals.closedAt, new Date(closedFrom)),
    closedBefore === undefined ? undefined : lt(deals.closedAt, new Date(closedBefore)),
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
    status: row.status as Deal['status'],
    name: row.name ?? undefined,
    customerId: row.customerId ?? undefined,
    contactId: row.contactId ?? undefined,
    leadId: row.leadId ?? undefined,
    ownerId: row.ownerId ?? undefined,
    products: row.products,
    // PostgreSQL tells all four decimals.
    amount: row.amount === null ? undefined : canonicalMoney(row.amount),
    currency: row.currency,
    expectedCloseOn: row.expectedCloseOn ?? undefined,
    closedAt: row.closedAt?.getTime(),
    competitor: row.competitor ?? undefined,
    lossReason: (row.lossReason ?? undefined) as Deal['lossReason'],
    lossDetail: row.lossDetail ?? undefined,
    sourceId: row.sourceId ?? undefined,
    campaignId: row.campaignId ?? undefined,
    cycleStartedAt: row.cycleStartedAt.getTime(),
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}
