import type { Condition } from '../../core/condition.js';
import {
  AGGREGATE_LIMITS,
  type AggregatedGroup,
  type Aggregation,
  currencyViolations,
  repeatsLeads,
  validateAggregation,
} from '../../core/conditions/aggregation.js';
import { declaredKinds } from '../../core/conditions/declared-fields.js';
import type { LeadFilters } from '../../core/conditions/lead-filters.js';
import type { StageFilter } from '../../db/repositories/lead-stages.js';
import type { Store } from '../../db/store.js';
import { AppError } from '../errors.js';
import { type SearchContext, selected, withTimeoutRefusal } from './search.js';

/** Which leads are counted; all leads without it. */
export interface LeadSelectionInput extends StageFilter, LeadFilters {
  where?: Condition | undefined;
}

export type LeadAggregationInput = LeadSelectionInput & Partial<Aggregation>;

/** The number of leads for which the condition holds now. */
export async function countLeads(
  store: Store,
  workspaceId: string,
  input: LeadSelectionInput,
  context: SearchContext,
): Promise<number> {
  const { where: given, stage, rotted } = input;
  const where = await selected(given, input, context);
  const { leads } = store.read(workspaceId);
  return withTimeoutRefusal(
    store,
    given,
    () => leads.countMatching({ stage, rotted, where, now: context.now }),
    tooManyLeads,
  );
}

export interface LeadGroups {
  /** The number of leads, each counted once. */
  count: number;
  groups: AggregatedGroup[];
}

/** The leads for which the condition holds now, in groups. Refuses more groups than fit one answer. */
export async function aggregateLeads(
  store: Store,
  workspaceId: string,
  input: LeadAggregationInput,
  context: SearchContext,
): Promise<LeadGroups> {
  const { where: given, groupBy = [], measures = [], stage, rotted } = input;
  const kinds = measures.some(({ field }) => field.startsWith('attributes.'))
    ? declaredKinds(await context.attributes())
    : undefined;
  const typed = measures.map((one) => ({ ...one, isDecimal: kinds?.(one.field)?.type === 'decimal' }));
  const aggregation = { groupBy, measures: typed };
  const errors = [...validateAggregation(aggregation), ...currencyViolations(aggregation, given)];
  if (errors.length > 0)
    throw new AppError('rule_refused', 'The fields cannot be aggregated: see `errors`.', { errors });
  const where = await selected(given, input, context);
  const { leads } = store.read(workspaceId);
  const groups = await withTimeoutRefusal(
    store,
    given,
    () => leads.aggregate({ stage, rotted, where, now: context.now }, aggregation, AGGREGATE_LIMITS.groups + 1),
    tooManyLeads,
  );
  if (groups.length <= AGGREGATE_LIMITS.groups) {
    const sum = groups.reduce((total, { count }) => total + count, 0);
    const count = repeatsLeads(groupBy) ? await leads.countMatching({ stage, rotted, where, now: context.now }) : sum;
    return { count, groups };
  }
  const detail = `has more than ${AGGREGATE_LIMITS.groups} different values: group by another field, or select fewer leads`;
  throw new AppError('rule_refused', 'There are too many groups.', {
    errors: [{ pointer: '/groupBy', code: 'too_many_groups', detail }],
  });
}

function tooManyLeads(cause: unknown): AppError {
  const detail =
    'is missing, and the workspace has too many leads to read in time: add a condition on category, stage or ownerId';
  return new AppError('rule_refused', 'The search takes too long.', {
    errors: [{ pointer: '/where', code: 'too_expensive', detail }],
    cause,
  });
}
