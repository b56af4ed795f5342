import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { LoadedCustomer } from '../../core/batch/customer-records.js';
import type { SalesReads } from '../../core/batch/sales-reads.js';
import type { Customer } from '../../core/customers/customer.js';
import type { CustomerKey } from '../../core/customers/keys.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { customers } from '../schema/deals.js';
import { attributeNames } from './attribute-names.js';
import { hasKey, type KeyLookup } from './key-lookups.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page, within } from './lists.js';
import { sourceMergesRepository, type Widened } from './source-merges.js';

/** `erasedAt`: the row of a deleted customer, which holds no personal data any more. */
type CustomerRow = typeof customers.$inferSelect;

export interface CustomerFilter {
  kind?: string | undefined;
  organizationId?: string | undefined;
  ownerId?: string | undefined;
  leadId?: string | undefined;
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  emailConsent?: string | undefined;
  phoneConsent?: string | undefined;
  churned?: boolean | undefined;
  churnReason?: string | undefined;
  /** Epoch milliseconds, as `churnedBefore`. */
  churnedFrom?: number | undefined;
  churnedBefore?: number | undefined;
  /** The customer has all of them. */
  keys?: readonly KeyLookup[] | undefined;
}

const writer = rowWriter(customers, ['workspace_id', 'id']);

type CustomerReads = Pick<SalesReads, 'customerIds' | 'customerKeys' | 'customersOfLeads' | 'peopleOfOrganizations'>;

/** The requested customers and the organizations of people, by one primary key probe each. */
const LOAD = `with named as (
    select id from unnest($2::uuid[]) id
    union select k.customer_id from unnest($3::text[], $4::text[], $5::text[]) wanted(customer_kind, kind, value)
    cross join lateral (select customer_id from customer_keys where workspace_id = $1
      and customer_kind = wanted.customer_kind and kind = wanted.kind and value = wanted.value limit 1) k
    union select id from customers where workspace_id = $1 and lead_id = any($6::uuid[])
    union select bought.id from conversions c cross join lateral unnest(array[c.person_id, c.organization_id]) bought(id)
     where c.workspace_id = $1 and c.lead_id = any($6::uuid[]) and c.undone_at is null and bought.id is not null
    union select id from customers where workspace_id = $1 and organization_id = any($7::uuid[])),
  wanted as (
    select id from named
    union select c.organization_id from named cross join lateral (select organization_id from customers
      where workspace_id = $1 and id = named.id limit 1) c where c.organization_id is not null)
  select c.*, (select json_agg(json_build_object('of', k.customer_kind, 'kind', k.kind, 'value', k.value))
                 from customer_keys k where k.workspace_id = $1 and k.customer_id = wanted.id) as keys
    from wanted cross join lateral (
      select id, version, facts, organization_id as "organizationId", owner_id as "ownerId", lead_id as "leadId",
             source_id as "sourceId", campaign_id as "campaignId", churned_at as "churnedAt",
             churn_reason as "churnReason", churn_detail as "churnDetail", past_churns as "pastChurns",
             created_at as "createdAt",
             updated_at as "updatedAt"
        from customers where workspace_id = $1 and id = wanted.id and erased_at is null limit 1) c`;

async function loadCustomers(
  executor: Executor,
  workspaceId: string,
  { customerIds = [], customerKeys = [], customersOfLeads = [], peopleOfOrganizations = [] }: CustomerReads,
): Promise<LoadedCustomer[]> {
  const named = [customerIds, customerKeys, customersOfLeads, peopleOfOrganizations];
  if (named.every(({ length }) => length === 0)) return [];
  const rows = await executor.run<ReadCustomer & { keys: CustomerKey[] | null }>('load_customers', LOAD, [
    workspaceId,
    customerIds,
    customerKeys.map(({ of }) => of),
    customerKeys.map(({ kind }) => kind),
    customerKeys.map(({ value }) => value),
    customersOfLeads,
    peopleOfOrganizations,
  ]);
  return rows.map(({ keys, ...row }) => ({ customer: customerOf(row), keys: keys ?? [] }));
}

export function customersRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const ours = and(eq(customers.workspaceId, workspaceId), isNull(customers.erasedAt));
  const rowsOf = (changed: readonly Customer[]) => changed.map((customer) => rowOf(workspaceId, customer));
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
    ...attributeNames(executor, workspaceId, 'customers'),
    load: (wanted: CustomerReads) => loadCustomers(executor, workspaceId, wanted),
    insert: (added: readonly Customer[]) => writer.insert(executor, rowsOf(added)),
    replace: (changed: readonly Customer[]) => writer.replace(executor, rowsOf(changed)),
    /** Deletes customers and their keys. */
    async remove(ids: readonly string[]): Promise<void> {
      if (ids.length === 0) return;
      await executor.run(
        'remove_customers',
        `with keys as (delete from customer_keys where workspace_id = $1 and customer_id = any($2::uuid[]))
         delete from customers where workspace_id = $1 and id = any($2::uuid[])`,
        [workspaceId, ids],
      );
    },
    /** Erases personal values. Reports on deals still need the row: kind, owner, instants and churn reason. No read returns it. */
    async erase(ids: readonly string[], at: Date): Promise<void> {
      if (ids.length === 0) return;
      await executor.run(
        'erase_customers',
        `with keys as (delete from customer_keys where workspace_id = $1 and customer_id = any($2::uuid[]))
         update customers set facts = ('{"kind":"' || kind || '"}')::jsonb, organization_id = null, lead_id = null,
                churn_detail = null, erased_at = $3
          where workspace_id = $1 and id = any($2::uuid[])`,
        [workspaceId, ids, at],
      );
    },
    list: (filter: CustomerFilter, request: ListRequest): Promise<Page<Customer>> =>
      listCustomers(executor, workspaceId, cursors, filter, request),
  };
}

async function listCustomers(
  executor: Executor,
  workspaceId: string,
  cursors: CursorCodec,
  filter: CustomerFilter,
  request: ListRequest,
): Promise<Page<Customer>> {
  const wanted = await sourceMergesRepository(executor, workspaceId).widened(filter);
  const page = await newestFirst(
    { executor, workspaceId, cursors },
    {
      table: customers,
      key: 'id',
      binding: bindingOf('customers', filter),
      where: [isNull(customers.erasedAt), ...conditionsOf(workspaceId, wanted)],
      request,
    },
  );
  return { ...page, rows: page.rows.map(customerOf) };
}

function conditionsOf(workspaceId: string, filter: Widened<CustomerFilter>): (SQL | undefined)[] {
  const { emailConsent, phoneConsent, churned, churnedFrom, churnedBefore, keys = [], ...equal } = filter;
  const fact = (name: 'emailConsent' | 'phoneConsent', value: string | undefined) =>
    value === undefined ? undefined : sql`${customers.facts} ->> ${name} = ${value}`;
  return [
    ...matching(customers, equal),
    fact('emailConsent', emailConsent),
    fact('phoneConsent', phoneConsent),
    within(customers.churnedAt, churnedFrom, churnedBefore),
    churned === undefined ? undefined : churned ? isNotNull(customers.churnedAt) : isNull(customers.churnedAt),
    ...keys.map(
      (key) => sql`${customers.id} = any(array(select k.customer_id from customer_keys k
        where k.workspace_id = ${workspaceId} and ${hasKey(key)}))`,
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
    pastChurns: customer.pastChurns ?? null,
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
    erasedAt: null,
  };
}

/** The columns that make a customer. */
type ReadCustomer = Omit<CustomerRow, 'workspaceId' | 'kind' | 'erasedAt'>;

function customerOf(row: ReadCustomer): Customer {
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
    churnReason: row.churnReason ?? undefined,
    churnDetail: row.churnDetail ?? undefined,
    pastChurns: row.pastChurns ?? undefined,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}
