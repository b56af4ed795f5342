import type { Suppression } from '../../services/consents/suppressions.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest } from '../resource.js';
import { idParams } from '../schemas/common.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import {
  SuppressionBatch,
  SuppressionBatchResult,
  SuppressionCheck,
  SuppressionCreate,
  SuppressionList,
  SuppressionMatch,
  SuppressionSchema,
  suppressionFilters,
} from '../schemas/suppressions.js';
import { itemsOf, itemsOut } from './batch-items.js';

const tag = 'Consents';
const path = '/v1/suppressions';
const BATCH = `${path}/batch`;
const VALUE = { kind: 'email', value: 'robin@mill.example' } as const;
const ENTRY = { id: OTHER_ID, kind: 'email', source: 'robinson_list', actorId: EXAMPLE_ID, createdAt: AT };

const out = ({ id, kind, reason, source, actorId, createdAt }: Suppression) => ({
  ...{ id, kind, reason, source, actorId },
  createdAt: createdAt.toISOString(),
});

export const createSuppression = operation({
  id: 'createSuppression',
  method: 'POST',
  path,
  tag,
  summary: 'Suppress an address, a domain or an external id',
  description:
    'Submissions with it are refused before anything is stored (422, `suppressed`): single leads, batches, histories and referrals. Public pages answer as always, and store nothing. Leads that exist stay. A value that is on the list keeps its entry.',
  scopes: ['leads:write'],
  body: SuppressionCreate,
  bodyExample: { ...VALUE, source: 'robinson_list' },
  success: { status: 201, schema: SuppressionSchema, description: 'The entry.', example: ENTRY, location: false },
  refusals: ['rule_refused'],
  run: (services, { write, body }) => services.suppressions.create(write, body),
  present: (entry) => ({ body: out(entry) }),
});

export const createSuppressionBatch = operation({
  id: 'createSuppressionBatch',
  method: 'POST',
  path: BATCH,
  tag,
  summary: 'Suppress up to 1,000 values',
  description: 'Same as one call per item, in one transaction.',
  scopes: ['leads:write'],
  body: SuppressionBatch,
  bodyLimit: 5_242_880,
  bodyExample: { items: [{ ...VALUE, source: 'robinson_list' }] },
  perItem: 'items',
  success: {
    status: 207,
    schema: SuppressionBatchResult,
    description: 'The result of each item, in request order.',
    example: { results: [{ index: 0, status: 201, id: OTHER_ID }], created: 1, known: 0, refused: 0 },
  },
  refusals: ['rule_refused'],
  run: (services, { write, body, invalidItems }) =>
    services.suppressions.createBatch(
      write,
      itemsOf(body.items, invalidItems, (item) => item),
      body.mode ?? 'partial',
    ),
  present: (outcomes, { requestId }) => {
    const results = itemsOut(outcomes, { path: BATCH, requestId }, ({ id, isNew }) => ({
      status: isNew ? 201 : 200,
      id,
    }));
    const number = (status: number) => results.filter((result) => result.status === status).length;
    const [created, known] = [number(201), number(200)];
    return { body: { results, created, known, refused: results.length - created - known } };
  },
});

export const checkSuppression = operation({
  id: 'checkSuppression',
  method: 'POST',
  path: `${path}/check`,
  tag,
  summary: 'Look whether a value is suppressed',
  description: 'Before a list is bought or sent elsewhere. Nothing is stored.',
  scopes: ['leads:read'],
  body: SuppressionCheck,
  bodyExample: VALUE,
  success: {
    status: 200,
    schema: SuppressionMatch,
    description: 'Whether it is on the list.',
    example: { suppressed: true, entry: ENTRY },
  },
  refusals: ['rule_refused'],
  readsOnly: true,
  run: (services, { principal, body }) => services.suppressions.check(principal.workspaceId, body),
  present: (entry) => ({ body: { suppressed: entry !== undefined, entry: entry && out(entry) } }),
});

export const listSuppressions = listOperation({
  id: 'listSuppressions',
  path,
  tag,
  summary: 'List suppressions',
  description: 'Newest first. The entries have no values: `POST /v1/suppressions/check` finds one.',
  scopes: ['leads:read'],
  filters: suppressionFilters,
  plural: 'suppressions',
  list: SuppressionList,
  example: ENTRY,
  out,
  run: (services, { principal, query: { limit, cursor, ...filter } }) =>
    services.suppressions.list(principal.workspaceId, filter, pageRequest({ limit, cursor })),
});

export const deleteSuppression = operation({
  id: 'deleteSuppression',
  method: 'DELETE',
  path: `${path}/:suppressionId`,
  tag,
  summary: 'Take an entry off the suppression list',
  description: 'Submissions with the value are stored again from now on.',
  scopes: ['leads:write'],
  params: idParams('suppressionId', 'The entry.'),
  success: { status: 204, description: 'Deleted.' },
  run: (services, { write, params }) => services.suppressions.remove(write, params.suppressionId),
  present: () => ({}),
});
