import { canonicalMoney } from '../../core/money.js';
import type { CorrectableCost } from '../../services/costs/costs.js';
import type { NameLookup } from '../../services/names.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest } from '../resource.js';
import { idParams } from '../schemas/common.js';
import { CostBatch, CostBatchResult, CostCreate, CostList, CostSchema, costFilters } from '../schemas/costs.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import { itemsOf, itemsOut } from './batch-items.js';

const tag = 'Costs';
const path = '/v1/costs';
const BATCH = `${path}/batch`;
const INPUT = {
  ...{ sourceId: EXAMPLE_ID, from: '2026-03-01', before: '2026-04-01' },
  ...{ amount: '3100.00', currency: 'EUR', kind: 'media' },
} as const;
const ENTRY = { id: OTHER_ID, ...INPUT, sourceName: 'Spring fair', actorId: EXAMPLE_ID, createdAt: AT };

function costOut(entry: CorrectableCost, names: NameLookup) {
  const { id, sourceId, campaignId, leadId, from, before, amount, currency, kind, note, platform } = entry;
  return {
    ...{ id, sourceId, sourceName: names(sourceId), campaignId: campaignId ?? undefined },
    ...{ campaignName: campaignId === null ? undefined : names(campaignId), leadId: leadId ?? undefined },
    ...{ from, before, amount: canonicalMoney(amount), currency, kind },
    ...{ note: note ?? undefined, platform: platform ?? undefined, correctsId: entry.correctsId ?? undefined },
    ...{ correctedById: entry.correctedById ?? undefined, actorId: entry.actorId },
    createdAt: entry.createdAt.toISOString(),
  };
}

export const createCost = operation({
  id: 'createCost',
  method: 'POST',
  path,
  tag,
  summary: 'Record what was spent',
  description:
    'On a source, a campaign or a lead, in a period of days. Reports spread it evenly over these days. Entries are never changed or removed: one with `correctsId` replaces another, and an amount of 0 cancels it. An entry is corrected once: the next correction names the last one (409 otherwise).',
  scopes: ['sources:write'],
  body: CostCreate,
  bodyExample: INPUT,
  success: { status: 201, schema: CostSchema, description: 'The entry.', example: ENTRY },
  refusals: ['rule_refused', 'reference_not_found', 'conflict'],
  run: (services, { write, body }) => services.costs.create(write, body),
  present: (entry, { names }) => ({ body: costOut(entry, names), location: `${path}/${entry.id}` }),
});

export const createCostBatch = operation({
  id: 'createCostBatch',
  method: 'POST',
  path: BATCH,
  tag,
  summary: 'Record up to 1,000 costs',
  description: 'Same as one call per item, in one transaction.',
  scopes: ['sources:write'],
  body: CostBatch,
  bodyLimit: 5_242_880,
  bodyExample: { items: [INPUT] },
  perItem: 'items',
  success: {
    status: 207,
    schema: CostBatchResult,
    description: 'The result of each item, in request order.',
    example: { results: [{ index: 0, status: 201, id: OTHER_ID }], created: 1, refused: 0 },
  },
  refusals: ['rule_refused'],
  run: (services, { write, body, invalidItems }) =>
    services.costs.createBatch(
      write,
      itemsOf(body.items, invalidItems, (item) => item),
      body.mode ?? 'partial',
    ),
  present: (outcomes, { requestId }) => {
    const results = itemsOut(outcomes, { path: BATCH, requestId }, ({ id }) => ({ status: 201, id }));
    const created = results.filter(({ status }) => status === 201).length;
    return { body: { results, created, refused: results.length - created } };
  },
});

export const listCosts = listOperation({
  id: 'listCosts',
  path,
  tag,
  summary: 'List costs',
  description: 'Newest first, with those that were corrected. `current=true` lists what counts.',
  scopes: ['sources:read'],
  filters: costFilters,
  plural: 'entries of costs',
  list: CostList,
  example: ENTRY,
  out: costOut,
  run: (services, { principal, query: { limit, cursor, from, before, current, ...filter } }) =>
    services.costs.list(principal.workspaceId, filter, { from, before, current }, pageRequest({ limit, cursor })),
});

export const getCost = operation({
  id: 'getCost',
  method: 'GET',
  path: `${path}/:costId`,
  tag,
  summary: 'Read an entry of costs',
  description: 'One entry, and which one corrects it.',
  scopes: ['sources:read'],
  params: idParams('costId', 'The entry.'),
  success: { status: 200, schema: CostSchema, description: 'The entry.', example: ENTRY },
  validator: 'content',
  run: (services, { principal, params }) => services.costs.get(principal.workspaceId, params.costId),
  present: (entry, { names }) => ({ body: costOut(entry, names) }),
});
