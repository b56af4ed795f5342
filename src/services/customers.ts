import type { Churn } from '../core/customers/commands/churn.js';
import type { CreateCustomerCommand } from '../core/customers/commands/create.js';
import { type ConsentInstants, datedConsents } from '../core/customers/consent.js';
import type { Customer } from '../core/customers/customer.js';
import { CONSENT_CHANNELS, isStated, withConsentsAt } from '../core/leads/consent.js';
import type { RawLead } from '../core/leads/raw-leads.js';
import type { LeadKind } from '../core/leads/vocabulary.js';
import type { IfMatch } from '../core/refusals.js';
import type { CustomerFilter } from '../db/repositories/customers.js';
import type { KeyLookup } from '../db/repositories/key-lookups.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { Store } from '../db/store.js';
import type { WriteContext } from './context.js';
import { AppError } from './errors.js';
import { normalizeFacts } from './identity/facts.js';
import { domainFilter, emailFilter, phoneFilter } from './identity/filters.js';
import { externalLookup } from './leads/leads.js';
import { checkCodes, type LeadPatch, preparePatch } from './leads/prepare.js';
import type { DefaultCountry } from './leads/settings.js';
import { type BatchItem, type ItemResult, type PreparedItem, prepareItem, runItems } from './transactions/items.js';
import type { BatchMode, Transactions } from './transactions/request.js';
import { turnsAfter } from './turns.js';
import { orNotFound } from './versions.js';
import type { WorkspaceTime } from './workspace-time.js';

interface BelongingInput {
  organizationId?: string | null | undefined;
  ownerId?: string | null | undefined;
}
export type CustomerInput = RawLead & { kind: LeadKind } & BelongingInput;
export type CustomerPatch = LeadPatch & BelongingInput;

/** The filters of a list, as a caller sends them. */
export interface CustomerQuery extends Omit<CustomerFilter, 'keys'> {
  email?: string | undefined;
  phone?: string | undefined;
  domain?: string | undefined;
  externalId?: string | undefined;
  externalSystem?: string | undefined;
}

export interface CustomersOptions {
  store: Store;
  transactions: Transactions;
  timeOf: WorkspaceTime;
  defaultCountry: DefaultCountry;
}

export type CustomersService = ReturnType<typeof customersService>;

const customerOf = ({ customer }: { customer: Customer }): Customer => customer;

export function customersService({ store, transactions, timeOf, defaultCountry }: CustomersOptions) {
  const { execute } = transactions;
  return {
    async create(context: WriteContext, input: CustomerInput, instants: ConsentInstants = {}): Promise<Customer> {
      const { workspaceId } = context;
      const [country, now] = [await defaultCountry(workspaceId), await timeOf(workspaceId)];
      return execute(context, creationOf({ facts: input, instants }, country, now), customerOf);
    },
    /** Several customers, each accepted or refused by itself; with `atomic`, all or none. */
    createBatch: async (context: WriteContext, items: readonly BatchItem<CustomerStatement>[], mode: BatchMode) =>
      createBatch(
        transactions,
        { context, items, mode },
        {
          country: await defaultCountry(context.workspaceId),
          now: await timeOf(context.workspaceId),
        },
      ),
    async get(workspaceId: string, id: string): Promise<Customer> {
      return orNotFound(await store.read(workspaceId).customers.find(id), 'customer');
    },
    async list(workspaceId: string, query: CustomerQuery, request: ListRequest): Promise<Page<Customer>> {
      const { email, phone, domain, externalId, externalSystem, ...filter } = query;
      const keys: KeyLookup[] = [];
      if (email !== undefined) keys.push({ kind: 'email', value: emailFilter(email) });
      if (phone !== undefined)
        keys.push({ kind: 'phone', value: phoneFilter(phone, await defaultCountry(workspaceId)) });
      if (domain !== undefined) keys.push({ kind: 'domain', value: domainFilter(domain) });
      const external = externalLookup(externalId, externalSystem);
      if (external !== undefined) keys.push(external);
      return store.read(workspaceId).customers.list({ ...filter, keys }, request);
    },
    async update(
      context: WriteContext,
      customerId: string,
      ifMatch: IfMatch,
      patch: CustomerPatch,
      instants: ConsentInstants = {},
    ): Promise<Customer> {
      checkInstants(patch, instants);
      const { workspaceId } = context;
      const { organizationId, ownerId, ...raw } = patch;
      checkCodes(raw);
      const [country, now] = [await defaultCountry(workspaceId), await timeOf(workspaceId)];
      const apply = (facts: Customer['facts']): Customer['facts'] => {
        const { kind } = facts;
        const corrected = preparePatch(namedAsOrganization(raw, kind), country, now)(facts);
        return { ...datedConsents(facts, corrected, instants), kind };
      };
      const command = { type: 'patch_customer', customerId, ifMatch, apply, organizationId, ownerId } as const;
      return execute(context, command, customerOf);
    },
    /** Erases the personal data of a customer. Its deals still count in reports. */
    remove: (context: WriteContext, customerId: string, ifMatch: IfMatch): Promise<void> =>
      execute(context, { type: 'remove_customer', customerId, ifMatch }, () => undefined),
    churn: (context: WriteContext, customerId: string, ifMatch: IfMatch, churn: Churn): Promise<Customer> =>
      execute(context, { type: 'churn_customer', customerId, ifMatch, ...churn }, customerOf),
    returned: (context: WriteContext, customerId: string, ifMatch: IfMatch, returnedAt?: number): Promise<Customer> =>
      execute(context, { type: 'return_customer', customerId, ifMatch, returnedAt }, customerOf),
    /** For a customer that never left. */
    undoChurn: (context: WriteContext, customerId: string, ifMatch: IfMatch): Promise<Customer> =>
      execute(context, { type: 'undo_churn', customerId, ifMatch }, customerOf),
  };
}

/** A new customer, and when its consents were stated. */
export interface CustomerStatement {
  facts: CustomerInput;
  instants: ConsentInstants;
}

/** Milliseconds of normalising after which other requests get a turn of the event loop. */
const TURN_MS = 10;

async function createBatch(
  transactions: Transactions,
  { context, items, mode }: { context: WriteContext; items: readonly BatchItem<CustomerStatement>[]; mode: BatchMode },
  { country, now }: { country: string | undefined; now: number },
): Promise<ItemResult<Customer>[]> {
  const turns = turnsAfter(TURN_MS);
  const prepared: PreparedItem<{ command: CreateCustomerCommand }>[] = [];
  for (const item of items) {
    prepared.push(prepareItem(item, (input) => ({ command: creationOf(input, country, now) })));
    await turns.due();
  }
  return runItems<CreateCustomerCommand, { command: CreateCustomerCommand }, Customer>(
    transactions,
    { context, mode, items: prepared },
    customerOf,
  );
}

function creationOf(
  { facts: input, instants }: CustomerStatement,
  country: string | undefined,
  now: number,
): CreateCustomerCommand {
  checkInstants(input, instants);
  checkCodes(input);
  const { organizationId, ownerId, ...raw } = input;
  const given = normalizeFacts(namedAsOrganization(raw, input.kind), { country, now }).facts;
  const facts = datedConsents({}, withConsentsAt(given, now), instants);
  const belonging = { organizationId: organizationId ?? undefined, ownerId: ownerId ?? undefined };
  return { type: 'create_customer', facts, ...belonging };
}

/** An instant without its statement would date the consent that is known. */
function checkInstants(input: CustomerPatch, instants: ConsentInstants): void {
  for (const channel of CONSENT_CHANNELS) {
    const field = `${channel}Consent` as const;
    if (instants[channel] === undefined || isStated({ consent: input[field] ?? undefined })) continue;
    const detail = `It is about the \`${field}\` of the same body, which has to be \`granted\` or \`denied\`.`;
    throw new AppError('rule_refused', detail, {
      errors: [{ pointer: `/${field}At`, code: 'rule_refused', detail }],
    });
  }
}

/** An organization has one name: `name` is copied to `organizationName`. */
function namedAsOrganization<Raw extends { name?: string | null | undefined }>(raw: Raw, kind: LeadKind): Raw {
  return kind === 'organization' && raw.name !== undefined ? { ...raw, organizationName: raw.name } : raw;
}
