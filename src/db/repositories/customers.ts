import { and, desc, eq, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Customer } from '../../core/customers/customer.js';
import { type CustomerKey, customerKeysOf } from '../../core/customers/keys.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { customers } from '../schema/deals.js';
import { type ListRequest, type Page, pageOf } from './lists.js';

/** `erasedAt`: the row of a customer that was deleted, which is nobody's any more. */
type CustomerRow = typeof customers.$inferSelect;

export interface CustomerFilter {
  kind?: string | undefined;
  organizationId?: string | undefined;
  ownerId?: string | undefined;
  leadId?: string | undefined;
  churned?: boolean | undefined;
  /** The customer has all of them. */
  keys?: readonly { kind: string; value: string }[] | undefined;
}

const writer = rowWriter(customers, ['workspace_id', 'id']);

export function customersRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const ours = and(eq(customers.workspaceId, workspaceId), isNull(customers.erasedAt));
  const save = async (changed: readonly Customer[], isNew: boolean): Promise<void> => {
    if (changed.length === 0) return;
    const rows = changed.map((customer) => rowOf(workspaceId, customer));
    await (isNew ? writer.insert(executor, rows) : writer.replace(executor, rows));
    await claimKeys(executor, workspaceId, changed);
  };
  const findMany = async (ids: readonly string[]): Promise<Customer[]> => {
    if (ids.length === 0) return [];
    const rows = await executor.orm
      .select()
      .from(customers)
      .where(and(ours, sql`${customers.id} = any(${sql.param([...ids])}::uuid[])`));
    return rows.map(customerOf);
  };
  return {
    findMany,
    find: async (id: string): Promise<Customer | undefined> => (await findMany([id]))[0],
    /** Made of any of these leads. */
    async ofLeads(leadIds: readonly string[]): Promise<Customer[]> {
      const of = sql`${customers.leadId} = any(${sql.param([...leadIds])}::uuid[])`;
      const rows = await executor.orm.select().from(customers).where(and(ours, of)).orderBy(customers.id);
      return rows.map(customerOf);
    },
    /** The owners of the keys, one entry for each key found. */
    findByKeys: (keys: readonly CustomerKey[]) => findByKeys(executor, workspaceId, keys, findMany),
    /** Organizations before the people who belong to them. */
    insert: (added: readonly Customer[]) => save(added, true),
    replace: (changed: readonly Customer[]) => save(changed, false),
    async remove(ids: readonly string[]): Promise<void> {
      if (ids.length === 0) return;
      await executor.run(
        'remove_customers',
        `with keys as (delete from customer_keys where workspace_id = $1 and customer_id = any($2::uuid[]))
         delete from customers where workspace_id = $1 and id = any($2::uuid[])`,
        [workspaceId, ids],
      );
    },
    /** People who belong to any of these organizations. */
    async ofOrganizations(ids: readonly string[]): Promise<Customer[]> {
      const of = sql`${customers.organizationId} = any(${sql.param([...ids])}::uuid[])`;
      const rows = await executor.orm.select().from(customers).where(and(ours, of)).orderBy(customers.id);
      return rows.map(customerOf);
    },
    /** Leaves the row for what its deals count as: kind, owner, instants and the reason why it left; nobody finds it. */
    async erase(id: string, at: Date): Promise<void> {
      await executor.run(
        'erase_customer',
        `with keys as (delete from customer_keys where workspace_id = $1 and customer_id = $2)
         update customers set facts = jsonb_build_object('kind', kind), organization_id = null, lead_id = null,
                churn_detail = null, erased_at = $3
          where workspace_id = $1 and id = $2`,
        [workspaceId, id, at],
      );
    },
    list: (filter: CustomerFilter, request: ListRequest): Promise<Page<Customer>> =>
      listCustomers(executor, workspaceId, cursors, filter, request),
  };
}

async function findByKeys(
  executor: Executor,
  workspaceId: string,
  keys: readonly CustomerKey[],
  findMany: (ids: readonly string[]) => Promise<Customer[]>,
): Promise<{ key: CustomerKey; customer: Customer }[]> {
  if (keys.length === 0) return [];
  const rows = await executor.run<{ of: CustomerKey['of']; kind: CustomerKey['kind']; value: string; id: string }>(
    'find_customers_by_keys',
    `select wanted.customer_kind as of, wanted.kind, wanted.value, k.customer_id as id
       from unnest($2::text[], $3::text[], $4::text[]) as wanted(customer_kind, kind, value)
      cross join lateral (select customer_id from customer_keys where workspace_id = $1
        and customer_kind = wanted.customer_kind and kind = wanted.kind and value = wanted.value limit 1) k`,
    [workspaceId, keys.map(({ of }) => of), keys.map(({ kind }) => kind), keys.map(({ value }) => value)],
  );
  const found = new Map((await findMany([...new Set(rows.map(({ id }) => id))])).map((one) => [one.id, one]));
  return rows.flatMap(({ id, ...key }) => {
    const customer = found.get(id);
    return customer === undefined ? [] : [{ key, customer }];
  });
}

/** Keys that nobody owns become theirs; those of another customer stay where they are. */
async function claimKeys(executor: Executor, workspaceId: string, changed: readonly Customer[]): Promise<void> {
  const keys = changed.flatMap(({ id, facts }) => customerKeysOf(facts).map((key) => ({ ...key, id })));
  await executor.run(
    'release_customer_keys',
    'delete from customer_keys where workspace_id = $1 and customer_id = any($2::uuid[])',
    [workspaceId, changed.map(({ id }) => id)],
  );
  await executor.run(
    'claim_customer_keys',
    `insert into customer_keys (workspace_id, customer_kind, kind, value, customer_id)
     select $1, k.* from unnest($2::text[], $3::text[], $4::text[], $5::uuid[]) as k on conflict do nothing`,
    [
      workspaceId,
      keys.map(({ of }) => of),
      keys.map(({ kind }) => kind),
      keys.map(({ value }) => value),
      keys.map(({ id }) => id),
    ],
  );
}

async function listCustomers(
  { orm }: Executor,
  workspaceId: string,
  cursors: CursorCodec,
  filter: CustomerFilter,
  request: ListRequest,
): Promise<Page<Customer>> {
  const page = await pageOf<CustomerRow>(
    cursors,
    `${workspaceId}|customers|${JSON.stringify(filter)}`,
    request,
    (row) => [row.id],
    async (after, take) =>
      orm
        .select()
        .from(customers)
        .where(
          and(
            eq(customers.workspaceId, workspaceId),
            isNull(customers.erasedAt),
            ...conditionsOf(workspaceId, filter),
            after === undefined ? undefined : lt(customers.id, String(after[0])),
          ),
        )
        .orderBy(desc(customers.id))
        .limit(take),
  );
  return { ...page, rows: page.rows.map(customerOf) };
}

function conditionsOf(workspaceId: string, filter: CustomerFilter): (SQL | undefined)[] {
  const { kind, organizationId, ownerId, leadId, churned, keys = [] } = filter;
  return [
    kind === undefined ? undefined : eq(customers.kind, kind),
    organizationId === undefined ? undefined : eq(customers.organizationId, organizationId),
    ownerId === undefined ? undefined : eq(customers.ownerId, ownerId),
    leadId === undefined ? undefined : eq(customers.leadId, leadId),
    churned === undefined ? undefined : churned ? isNotNull(customers.churnedAt) : isNull(customers.churnedAt),
    ...keys.map(
      (key) => sql`${customers.id} in (select k.customer_id from customer_keys k
        where k.workspace_id = ${workspaceId} and k.kind = ${key.kind} and k.value = ${key.value})`,
    ),
  ];
}

function rowOf(workspaceId: string, customer: Customer): CustomerRow {
  const { churnedAt, createdAt, updatedAt, facts } = customer;
  return {
    workspaceId,
    id: customer.id,
    version: customer.version,
    kind: facts.kind,
    facts,
    organizationId: customer.organizationId ?? null,
    ownerId: customer.ownerId ?? null,
    leadId: customer.leadId ?? null,
    sourceId: customer.sourceId ?? null,
    campaignId: customer.campaignId ?? null,
    churnedAt: churnedAt === undefined ? null : new Date(churnedAt),
    churnReason: customer.churnReason ?? null,
    churnDetail: customer.churnDetail ?? null,
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
    erasedAt: null,
  };
}

function customerOf(row: CustomerRow): Customer {
  return {
    id: row.id,
    version: row.version,
    facts: row.facts,
    organizationId: row.organizationId ?? undefined,
    ownerId: row.ownerId ?? undefined,
    leadId: row.leadId ?? undefined,
    sourceId: row.sourceId ?? undefined,
    campaignId: row.campaignId ?? undefined,
    churnedAt: row.churnedAt?.getTime(),
    churnReason: (row.churnReason ?? undefined) as Customer['churnReason'],
    churnDetail: row.churnDetail ?? undefined,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}
