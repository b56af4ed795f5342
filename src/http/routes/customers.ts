import Type from 'typebox';
import { LEAD_KINDS } from '../../core/leads/vocabulary.js';
import type { Customer, CustomerPatch } from '../../services/customers.js';
import { operation } from '../operations.js';
import { Id, idParams, listQueryProperties } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import {
  ChurnSchema,
  CustomerCreate,
  CustomerList,
  CustomerPatchSchema,
  CustomerSchema,
} from '../schemas/customers.js';
import { AT, EXAMPLE_ID, OTHER_ID, pageOfOne } from '../schemas/examples.js';
import { customerOut } from './deal-presenters.js';
import { pageOut, pageRequest } from './pages.js';

const tag = 'Customers';
const customerParams = idParams('customerId', 'The customer.');

export const CUSTOMER = {
  id: EXAMPLE_ID,
  version: 1,
  kind: 'organization',
  name: 'Analytical Engines',
  domain: 'analytical.example',
  website: 'https://analytical.example',
  country: 'GB',
  ownerId: OTHER_ID,
  leadId: OTHER_ID,
  sourceId: OTHER_ID,
  createdAt: AT,
  updatedAt: AT,
};

const presentCustomer = (customer: Customer) => ({ body: customerOut(customer), version: customer.version });

export const createCustomer = operation({
  id: 'createCustomer',
  method: 'POST',
  path: '/v1/customers',
  tag,
  summary: 'Create a customer',
  description:
    'For customers that are known already: leads that are converted find them by external id, e-mail, phone or company domain. Customers of converted leads come into being by themselves.',
  scopes: ['customers:write'],
  body: CustomerCreate,
  bodyExample: { kind: 'organization', name: 'Analytical Engines', website: 'https://analytical.example' },
  success: { status: 201, schema: CustomerSchema, description: 'The customer.', example: CUSTOMER },
  refusals: ['rule_refused', 'reference_not_found'],
  concurrency: 'etag',
  run: (services, { write, body }) => services.customers.create(write, body),
  present: (customer) => ({ ...presentCustomer(customer), location: `/v1/customers/${customer.id}` }),
});

const text = (maxLength: number, description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, description }));

export const listCustomers = operation({
  id: 'listCustomers',
  method: 'GET',
  path: '/v1/customers',
  tag,
  summary: 'List customers',
  description: 'Newest first. E-mail, phone, domain and external id find exactly, in the form they are matched by.',
  scopes: ['customers:read'],
  query: Type.Object(
    {
      ...listQueryProperties,
      kind: Type.Optional(enumOf(LEAD_KINDS, { description: 'Of this kind.' })),
      organizationId: Type.Optional(Id('People who belong to this organization.')),
      ownerId: Type.Optional(Id('Looked after by this rep.')),
      leadId: Type.Optional(Id('Made of this lead.')),
      churned: Type.Optional(Type.Boolean({ description: 'Those who have left, or those who have not.' })),
      email: text(320, 'With this e-mail address.'),
      phone: text(100, 'With this phone number.'),
      domain: text(253, 'Of this company domain.'),
      externalId: text(200, 'With this id in another system.'),
      externalSystem: text(100, 'The system of `externalId`, which has to come with it.'),
    },
    { additionalProperties: false },
  ),
  success: { status: 200, schema: CustomerList, description: 'A page of customers.', example: pageOfOne(CUSTOMER) },
  refusals: ['cursor_invalid'],
  run: (services, { principal, query }) => {
    const { limit, cursor, ...filter } = query;
    return services.customers.list(principal.workspaceId, filter, pageRequest({ limit, cursor }));
  },
  present: (page) => ({ body: pageOut(page, customerOut) }),
});

export const getCustomer = operation({
  id: 'getCustomer',
  method: 'GET',
  path: '/v1/customers/:customerId',
  tag,
  summary: 'Read a customer',
  description: 'One customer.',
  scopes: ['customers:read'],
  params: customerParams,
  success: { status: 200, schema: CustomerSchema, description: 'The customer.', example: CUSTOMER },
  concurrency: 'etag',
  run: (services, { principal, params }) => services.customers.get(principal.workspaceId, params.customerId),
  present: presentCustomer,
});

export const updateCustomer = operation({
  id: 'updateCustomer',
  method: 'PATCH',
  path: '/v1/customers/:customerId',
  tag,
  summary: 'Change a customer',
  description: 'JSON Merge Patch (RFC 7396). A patch that changes nothing makes no new version.',
  scopes: ['customers:write'],
  params: customerParams,
  body: CustomerPatchSchema,
  bodyExample: { industry: 'Computing', employeeCount: 120 },
  success: { status: 200, schema: CustomerSchema, description: 'The customer as it is now.', example: CUSTOMER },
  refusals: ['rule_refused', 'reference_not_found'],
  concurrency: 'etag',
  run: (services, { write, params, ifMatch, body }) =>
    services.customers.update(write, params.customerId, ifMatch, body as CustomerPatch),
  present: presentCustomer,
});

export const deleteCustomer = operation({
  id: 'deleteCustomer',
  method: 'DELETE',
  path: '/v1/customers/:customerId',
  tag,
  summary: 'Delete a customer',
  description:
    'Takes everything personal of it away at once, also out of the event log and out of remembered answers. Its deals stay with their numbers and its id, so that reports count the same, and lose their texts; people who belong to it belong to no organization any more. The lead that it was made of is not deleted with it.',
  scopes: ['customers:write'],
  params: customerParams,
  success: { status: 204, description: 'It is gone.' },
  concurrency: 'etag',
  run: (services, { write, params, ifMatch }) => services.customers.remove(write, params.customerId, ifMatch),
  present: () => ({}),
});

const CHURNED = { ...CUSTOMER, version: 2, churnedAt: AT, churnReason: 'price', churnDetail: 'Went to a cheaper plan' };

export const churnCustomer = operation({
  id: 'churnCustomer',
  method: 'POST',
  path: '/v1/customers/:customerId/churn',
  tag,
  summary: 'Record that a customer left',
  description:
    'With the date and the reason; retention is told by it (`/v1/reports/sales`). Further deals may still be made and won; that alone does not say that it is back.',
  scopes: ['customers:write'],
  params: customerParams,
  body: ChurnSchema,
  bodyExample: { reason: 'price', detail: 'Went to a cheaper plan', churnedAt: AT },
  success: { status: 200, schema: CustomerSchema, description: 'The customer as it is now.', example: CHURNED },
  refusals: ['conflict', 'rule_refused'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params, ifMatch, body: { churnedAt, ...churn } }) => {
    const at = churnedAt === undefined ? undefined : Date.parse(churnedAt);
    return services.customers.churn(write, params.customerId, ifMatch, { ...churn, churnedAt: at });
  },
  present: presentCustomer,
});

export const undoCustomerChurn = operation({
  id: 'undoCustomerChurn',
  method: 'POST',
  path: '/v1/customers/:customerId/churn/undo',
  tag,
  summary: 'Take back that a customer left',
  description: 'It never left, or has come back.',
  scopes: ['customers:write'],
  params: customerParams,
  success: { status: 200, schema: CustomerSchema, description: 'The customer as it is now.', example: CUSTOMER },
  refusals: ['conflict'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params, ifMatch }) => services.customers.undoChurn(write, params.customerId, ifMatch),
  present: presentCustomer,
});
