import {
  type ChurnReason,
  type Customer,
  type CustomerState,
  customerState,
  nextCustomer,
} from '../core/customers/customer.js';
import { customerKeysOf } from '../core/customers/keys.js';
import { futureRefusal } from '../core/deals/closing.js';
import type { EventType } from '../core/events/events.js';
import type { RawLead } from '../core/identity/raw-leads.js';
import { isSomebody, type LeadFacts } from '../core/leads/facts.js';
import { externalKey } from '../core/leads/keys.js';
import { areTwo } from '../core/leads/matching.js';
import type { LeadKind } from '../core/leads/vocabulary.js';
import type { IfMatch } from '../core/refusals.js';
import { changesBetween } from '../core/values.js';
import type { CustomerFilter } from '../db/repositories/customers.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { Store, WriteScope } from '../db/store.js';
import type { WriteContext } from './context.js';
import { AppError } from './errors.js';
import { normalizeEmail } from './identity/emails.js';
import { normalizeFacts } from './identity/facts.js';
import { normalizePhone } from './identity/phones.js';
import { externalIdMissing } from './leads/leads.js';
import { type LeadPatch, preparePatch } from './leads/prepare.js';
import type { DefaultCountry } from './leads/settings.js';
import { refusalError } from './transactions/refusals.js';
import { checkVersion, notFound } from './versions.js';
import type { Write } from './writes.js';

export type { Customer };

interface Belonging {
  organizationId?: string | null | undefined;
  ownerId?: string | null | undefined;
}
export type CustomerInput = RawLead & { kind: LeadKind } & Belonging;
export type CustomerPatch = LeadPatch & Belonging;
export interface Churn {
  /** Epoch milliseconds; now when absent. */
  churnedAt?: number | undefined;
  reason: ChurnReason;
  detail?: string | undefined;
}

/** What a list can be narrowed by, as a caller says it. */
export interface CustomerQuery extends Omit<CustomerFilter, 'keys'> {
  email?: string | undefined;
  phone?: string | undefined;
  domain?: string | undefined;
  externalId?: string | undefined;
  externalSystem?: string | undefined;
}

export type CustomersService = ReturnType<typeof customersService>;

export function customersService(store: Store, write: Write, defaultCountry: DefaultCountry) {
  return {
    async create(context: WriteContext, input: CustomerInput): Promise<Customer> {
      const country = await defaultCountry(context.workspaceId);
      return write(context, (scope) => createCustomer(scope, input, country));
    },
    async get(workspaceId: string, id: string): Promise<Customer> {
      const customer = await store.read(workspaceId).customers.find(id);
      if (!customer) throw notFound('customer');
      return customer;
    },
    async list(workspaceId: string, query: CustomerQuery, request: ListRequest): Promise<Page<Customer>> {
      const { email, phone, domain, externalId, externalSystem, ...filter } = query;
      const keys: [kind: string, value: string | undefined][] = [];
      if (email !== undefined) keys.push(['email', normalizeEmail(email).normalized]);
      if (phone !== undefined) keys.push(['phone', normalizePhone(phone, await defaultCountry(workspaceId)).e164]);
      if (domain !== undefined) keys.push(['domain', domain.trim().toLowerCase()]);
      if (externalSystem !== undefined && externalId === undefined) throw externalIdMissing();
      if (externalId !== undefined) keys.push(['external_id', externalKey(externalId, externalSystem)]);
      const known = keys.flatMap(([kind, value]) => (value === undefined ? [] : [{ kind, value }]));
      if (known.length < keys.length) return { rows: [], hasMore: false };
      return store.read(workspaceId).customers.list({ ...filter, keys: known }, request);
    },
    async update(context: WriteContext, id: string, ifMatch: IfMatch, patch: CustomerPatch): Promise<Customer> {
      const country = await defaultCountry(context.workspaceId);
      return write(context, (scope) => updateCustomer(scope, id, ifMatch, { patch, country }));
    },
    churn: (context: WriteContext, id: string, ifMatch: IfMatch, churn: Churn): Promise<Customer> =>
      write(context, (scope) => churnCustomer(scope, id, ifMatch, churn)),
    /** It never left, or has come back. */
    undoChurn: (context: WriteContext, id: string, ifMatch: IfMatch): Promise<Customer> =>
      write(context, async (scope) => {
        const before = await current(scope, id, ifMatch);
        if (before.churnedAt === undefined) throw new AppError('conflict', 'The customer has not churned.');
        return change(scope, before, { churnedAt: undefined, churnReason: undefined, churnDetail: undefined });
      }),
  };
}

async function current(scope: WriteScope, id: string, ifMatch: IfMatch): Promise<Customer> {
  const customer = await scope.customers.find(id);
  if (!customer) throw notFound('customer');
  checkVersion(customer, ifMatch);
  return customer;
}

async function createCustomer(scope: WriteScope, input: CustomerInput, country: string | undefined): Promise<Customer> {
  const { organizationId, ownerId, ...raw } = input;
  const { facts } = normalizeFacts(namedAsOrganization(raw, input.kind), { country, now: scope.now });
  const belonging = { organizationId: organizationId ?? undefined, ownerId: ownerId ?? undefined };
  await checkFacts(scope, facts, undefined);
  await checkBelonging(scope, facts.kind, belonging);
  const stamps = { id: scope.newId(), version: 1, createdAt: scope.now, updatedAt: scope.now };
  const customer: Customer = { ...stamps, facts, ...belonging };
  await scope.customers.insert([customer]);
  tellCustomer(scope, 'customer.created', 'api', undefined, customer);
  return customer;
}

async function updateCustomer(
  scope: WriteScope,
  id: string,
  ifMatch: IfMatch,
  { patch, country }: { patch: CustomerPatch; country: string | undefined },
): Promise<Customer> {
  const before = await current(scope, id, ifMatch);
  const { organizationId, ownerId, ...rest } = patch;
  const { kind } = before.facts;
  const facts = preparePatch(namedAsOrganization(rest, kind), country, scope.now)({ ...before.facts });
  const belonging = {
    organizationId: organizationId === undefined ? before.organizationId : (organizationId ?? undefined),
    ownerId: ownerId === undefined ? before.ownerId : (ownerId ?? undefined),
  };
  await checkFacts(scope, facts, before);
  await checkBelonging(scope, kind, belonging, before);
  return change(scope, before, { facts: { ...facts, kind }, ...belonging });
}

/** An organization goes by one name, whichever field of a lead holds it. */
function namedAsOrganization<Raw extends { name?: string | null | undefined }>(raw: Raw, kind: LeadKind): Raw {
  return kind === 'organization' && raw.name !== undefined ? { ...raw, organizationName: raw.name } : raw;
}

async function churnCustomer(scope: WriteScope, id: string, ifMatch: IfMatch, churn: Churn): Promise<Customer> {
  const before = await current(scope, id, ifMatch);
  const { churnedAt = scope.now, reason: churnReason, detail: churnDetail } = churn;
  const late = futureRefusal(churn.churnedAt, scope.now, '/churnedAt');
  if (late) throw refusalError({ ...late, detail: 'A customer cannot have churned in the future.' });
  const state: Partial<CustomerState> = { churnedAt, churnReason, churnDetail };
  if (before.churnedAt !== undefined) {
    throw new AppError('conflict', 'The customer has churned already: undo that first to say it otherwise.');
  }
  return change(scope, before, state, 'customer.churned');
}

/** The customer with these changes, stored and told; as it was when nothing changes. */
async function change(
  scope: WriteScope,
  before: Customer,
  changes: Partial<CustomerState>,
  type: EventType = 'customer.updated',
): Promise<Customer> {
  const after = nextCustomer(before, changes, scope.now);
  if (!changesBetween(customerState(before), customerState(after))) return before;
  await scope.customers.replace([after]);
  tellCustomer(scope, type, 'api', before, after);
  return after;
}

/** The facts name somebody, and nobody else by an address or id that they bring. */
async function checkFacts(scope: WriteScope, facts: LeadFacts, before: Customer | undefined): Promise<void> {
  if (!isSomebody(facts)) {
    throw new AppError('rule_refused', 'A customer needs at least one of name, email, phone and externalId.');
  }
  const asked = customerKeysOf(facts).filter(({ kind }) => kind in POINTERS);
  for (const { key, customer } of await scope.customers.findByKeys(asked)) {
    if (customer.id === before?.id || (key.kind === 'phone' && areTwo(facts, customer.facts))) continue;
    const detail = `Another customer (${customer.id}) already has this value.`;
    const pointer = POINTERS[key.kind as keyof typeof POINTERS];
    throw new AppError('rule_refused', detail, { errors: [{ pointer, code: 'rule_refused', detail }] });
  }
}

/** A company may have several customers in one domain: the first is the one that is found by it. */
const POINTERS = { external_id: '/externalId', email: '/email', phone: '/phone' } as const;

async function checkBelonging(
  scope: WriteScope,
  kind: LeadKind,
  { organizationId, ownerId }: Pick<Customer, 'organizationId' | 'ownerId'>,
  before?: Customer,
): Promise<void> {
  if (ownerId !== undefined && ownerId !== before?.ownerId && !(await scope.reps.find(ownerId))) {
    throw refusedAt('/ownerId', 'There is no such rep in this workspace.', 'reference_not_found');
  }
  if (organizationId === undefined || organizationId === before?.organizationId) return;
  const pointer = '/organizationId';
  const organization = await scope.customers.find(organizationId);
  if (!organization) throw refusedAt(pointer, 'There is no such customer in this workspace.', 'reference_not_found');
  if (kind !== 'person') throw refusedAt(pointer, 'Only a person belongs to an organization.', 'rule_refused');
  if (organization.facts.kind !== 'organization') {
    throw refusedAt(pointer, 'The customer is a person, not an organization.', 'rule_refused');
  }
}

export function refusedAt(pointer: string, detail: string, code: 'reference_not_found' | 'rule_refused'): AppError {
  return new AppError(code, detail, { errors: [{ pointer, code, detail }] });
}

/** Appends to the log what became of a customer: all of a new or removed one, what changed of another. */
export function tellCustomer(
  scope: Pick<WriteScope, 'emit'>,
  type: EventType,
  cause: string,
  before: Customer | undefined,
  after: Customer | undefined,
): void {
  const [was, is] = [before && toldCustomer(before), after && toldCustomer(after)];
  const told = was && is ? changesBetween(was, is) : { before: was, after: is };
  const subjectId = (after ?? before)?.id ?? '';
  scope.emit({ type, subjectKind: 'customer', subjectId, cause, ...told });
}

const toldCustomer = (customer: Customer) => ({ ...customerState(customer), leadId: customer.leadId });
