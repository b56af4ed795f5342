import Type from 'typebox';
import { CHURN_REASONS } from '../../core/customers/customer.js';
import { CONSENTS, LEAD_KINDS } from '../../core/leads/vocabulary.js';
import type { CustomerPatch } from '../../services/customers.js';
import { pageRequest, resource } from '../resource.js';
import { bounds, Id } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import {
  ChurnSchema,
  CustomerCreate,
  CustomerList,
  CustomerPatchSchema,
  CustomerReturn,
  CustomerSchema,
} from '../schemas/customers.js';
import { AT, EXAMPLE_ID } from '../schemas/examples.js';
import { withoutInstants } from './customer-presenters.js';
import { customerOut } from './deal-presenters.js';
import { parseInstant } from './instants.js';

const tag = 'Customers';

export const CUSTOMER = {
  id: EXAMPLE_ID,
  version: 1,
  kind: 'organization',
  name: 'Analytical Engines',
  website: 'https://analytical.example',
  createdAt: AT,
  updatedAt: AT,
};

const CHANGES = { industry: 'Computing', employeeCount: 120 };

const customers = resource({
  tag,
  noun: 'customer',
  plural: 'customers',
  path: '/v1/customers',
  read: ['customers:read'],
  write: ['customers:write'],
  schema: CustomerSchema,
  list: CustomerList,
  example: CUSTOMER,
  out: customerOut,
});

export const createCustomer = customers.create({
  id: 'createCustomer',
  summary: 'Create a customer',
  description:
    'For customers that are known already: a conversion finds them by external id, e-mail, phone or company domain. Conversions create missing customers automatically. Leads of the same person that came before are linked: they get its `customerId`, an objection on either side counts for all, and open ones of a purchased list are not pursued. If a lead has an objection, the customer is created and updated in the same call, so its version is 2.',
  body: CustomerCreate,
  bodyExample: { kind: 'organization', name: 'Analytical Engines', website: 'https://analytical.example' },
  refusals: ['rule_refused', 'reference_not_found', 'suppressed'],
  run: (services, { write, body }) => {
    const { facts, instants } = withoutInstants(body);
    return services.customers.create(write, facts, instants);
  },
});

const text = (maxLength: number, description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, description }));

export const listCustomers = customers.listed({
  id: 'listCustomers',
  summary: 'List customers',
  description: 'Newest first. E-mail, phone, domain and external id match exactly, after normalization.',
  filters: {
    kind: Type.Optional(enumOf(LEAD_KINDS, { description: 'Of this kind.' })),
    organizationId: Type.Optional(Id('People who belong to this organization.')),
    ownerId: Type.Optional(Id('Owned by this rep.')),
    leadId: Type.Optional(Id('Converted from this lead.')),
    sourceId: Type.Optional(Id('From this source.')),
    campaignId: Type.Optional(Id('From this campaign.')),
    emailConsent: Type.Optional(enumOf(CONSENTS, { description: 'With this consent to e-mails.' })),
    phoneConsent: Type.Optional(enumOf(CONSENTS, { description: 'With this consent to calls.' })),
    churned: Type.Optional(Type.Boolean({ description: 'Those who have churned (true), or have not (false).' })),
    churnReason: Type.Optional(enumOf(CHURN_REASONS, { description: 'Those who churned for this reason.' })),
    ...bounds('churned', 'Churned'),
    email: text(320, 'With this e-mail address.'),
    phone: text(100, 'With this phone number.'),
    domain: text(253, 'Of this company domain.'),
    externalId: text(200, 'With this external id of `externalSystem`; without that, of any system.'),
    externalSystem: text(100, 'System of `externalId`.'),
  },
  run: (services, { principal, query }) => {
    const { limit, cursor, churnedFrom, churnedBefore, ...filter } = query;
    const churned = { churnedFrom: parseInstant(churnedFrom), churnedBefore: parseInstant(churnedBefore) };
    return services.customers.list(principal.workspaceId, { ...filter, ...churned }, pageRequest({ limit, cursor }));
  },
});

export const getCustomer = customers.get({
  id: 'getCustomer',
  summary: 'Read a customer',
  description: 'One customer.',
  run: (services, { principal, params }) => services.customers.get(principal.workspaceId, params.customerId),
});

export const updateCustomer = customers.update({
  id: 'updateCustomer',
  summary: 'Change a customer',
  description:
    'JSON Merge Patch (RFC 7396). A patch that changes nothing makes no new version. A consent counts from now, or from its instant in the same body; a statement that was made before the known one changes nothing; null removes it from the customer and all its leads. Leads of the person that it is afterwards are linked to it; linked leads stay linked.',
  body: CustomerPatchSchema,
  bodyExample: CHANGES,
  refusals: ['rule_refused', 'reference_not_found', 'suppressed'],
  run: (services, { write, params, ifMatch, body }) => {
    const { facts, instants } = withoutInstants(body);
    return services.customers.update(write, params.customerId, ifMatch, facts as CustomerPatch, instants);
  },
});

export const deleteCustomer = customers.remove({
  id: 'deleteCustomer',
  summary: 'Delete a customer',
  description:
    'Erases its personal data at once, also from the event log and from stored idempotent answers. Its deals keep their numbers and its id, so that reports count the same, and lose their texts; people who belonged to it no longer belong to an organization. The lead that it was converted from is not deleted with it.',
  run: (services, { write, params, ifMatch }) => services.customers.remove(write, params.customerId, ifMatch),
});

const CHANGED = { ...CUSTOMER, version: 2, ...CHANGES };
const CHURNED = { ...CHANGED, version: 3, churnedAt: AT, churnReason: 'price', churnDetail: 'Went to a cheaper plan' };

export const churnCustomer = customers.verb('churn', {
  id: 'churnCustomer',
  summary: 'Record that a customer left',
  description:
    'Records the date and the reason; retention in `/v1/reports/sales` counts them. A date before the first purchase, or before the end of an earlier time away, is refused. A deal that is won later, also by a conversion, records the return of the customer.',
  body: ChurnSchema,
  bodyExample: { reason: 'price', detail: 'Went to a cheaper plan', churnedAt: AT },
  example: CHURNED,
  refusals: ['conflict', 'rule_refused'],
  run: (services, { write, params, ifMatch, body: { churnedAt, ...churn } }) => {
    const at = parseInstant(churnedAt);
    return services.customers.churn(write, params.customerId, ifMatch, { ...churn, churnedAt: at });
  },
});

export const returnCustomer = customers.verb('return', {
  id: 'returnCustomer',
  summary: 'Record that a customer came back',
  description:
    'Ends the churn at that date. The time away stays in `pastChurns` and in the retention of its period; the event is `customer.returned`. A won deal does the same.',
  body: CustomerReturn,
  bodyExample: { returnedAt: AT },
  example: { ...CHANGED, version: 4, pastChurns: [{ churnedAt: AT, reason: 'price', returnedAt: AT }] },
  refusals: ['conflict', 'rule_refused'],
  run: (services, { write, params, ifMatch, body }) =>
    services.customers.returned(write, params.customerId, ifMatch, parseInstant(body.returnedAt)),
});

export const undoCustomerChurn = customers.verb('churn/undo', {
  id: 'undoCustomerChurn',
  summary: 'Undo the churn of a customer',
  description:
    'For a customer that did not leave: the churn was recorded by mistake, and no report counts it. For one that came back use `POST /v1/customers/{customerId}/return`.',
  example: { ...CHANGED, version: 4 },
  refusals: ['conflict'],
  run: (services, { write, params, ifMatch }) => services.customers.undoChurn(write, params.customerId, ifMatch),
});
