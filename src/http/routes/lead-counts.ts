import type { AggregatedGroup } from '../../core/conditions/aggregation.js';
import type { NameLookup } from '../../services/names.js';
import { operation } from '../operations.js';
import { LeadAggregate, LeadAggregation, LeadCount, LeadCountRequest } from '../schemas/lead-aggregates.js';
import { checkConditionScopes } from './condition-scopes.js';

const LOST = { type: 'field', field: 'loss.competitor', operator: 'eq', value: 'Rival' } as const;
const NEW = { type: 'field', field: 'createdAt', operator: 'during', value: 'this_month' } as const;

export const countLeads = operation({
  id: 'countLeads',
  method: 'POST',
  path: '/v1/leads/count',
  tag: 'Leads',
  summary: 'Count leads',
  description: 'The number of leads that a search with the same condition finds, in one call.',
  scopes: ['leads:read'],
  body: LeadCountRequest,
  bodyExample: { where: LOST },
  success: { status: 200, schema: LeadCount, description: 'The number of leads.', example: { count: 12 } },
  refusals: ['rule_refused'],
  readsOnly: true,
  run: async (services, { principal, body }) => {
    checkConditionScopes(principal, body.where);
    return { count: await services.leads.count(principal.workspaceId, body) };
  },
  present: (found) => ({ body: found }),
});

export const aggregateLeads = operation({
  id: 'aggregateLeads',
  method: 'POST',
  path: '/v1/leads/aggregate',
  tag: 'Leads',
  summary: 'Aggregate leads',
  description:
    'Counts the leads that match in groups of up to two fields, with sums, averages, medians, minima and maxima of numbers. Spellings that conditions do not tell apart are one group, with the most frequent one. A lead with a list of values is in the group of each, and `count` has it once. Amounts are grouped by their currency, or of leads with one: else 422, `currency_open`. Results are exact decimals of the stored values. More than 1,000 groups are refused: 422, `too_many_groups`.',
  scopes: ['leads:read'],
  body: LeadAggregation,
  bodyExample: { where: NEW, groupBy: ['stage'], measures: [{ measure: 'average', field: 'score.total' }] },
  success: {
    status: 200,
    schema: LeadAggregate,
    description: 'The groups.',
    example: {
      count: 12,
      groups: [
        {
          keys: [{ field: 'stage', value: 'mql' }],
          count: 12,
          measures: [{ measure: 'average', field: 'score.total', value: '14' }],
        },
      ],
    },
  },
  refusals: ['rule_refused'],
  readsOnly: true,
  run: async (services, { principal, body }) => {
    checkConditionScopes(principal, body.where);
    const found = await services.leads.aggregate(principal.workspaceId, body);
    return { ...found, groupBy: body.groupBy ?? [], measures: body.measures ?? [] };
  },
  present: (found, { names }) => ({ body: aggregateOut(found, names) }),
});

interface AggregateResult {
  count: number;
  groups: readonly AggregatedGroup[];
  groupBy: readonly string[];
  measures: readonly { measure: string; field: string }[];
}

/** Fields with the id of something that has a name. */
const NAMED: ReadonlySet<string> = new Set([
  'ownerId',
  'teamId',
  'leaseRepId',
  'sourceId',
  'campaignId',
  'handoff.repId',
  'handoff.teamId',
]);

function aggregateOut({ count: total, groups, groupBy, measures }: AggregateResult, names: NameLookup) {
  return {
    count: total,
    groups: groups.map(({ keys, types, count, values }) => ({
      keys: groupBy.map((field, index) => {
        const value = keys[index] ?? null;
        const name = value !== null && NAMED.has(field) ? names(value) : undefined;
        return { field, value, name, type: types[index] ?? undefined };
      }),
      count,
      measures: measures.map(({ measure, field }, index) => ({ measure, field, value: values[index] ?? null })),
    })),
  };
}
