import { ACTIVITY_KINDS } from '../../core/activities/activities.js';
import type { Condition } from '../../core/condition.js';
import { type DeclaredKinds, declaredKinds, readsAttributes } from '../../core/conditions/declared-fields.js';
import { type LeadFilters, withLeadFilters } from '../../core/conditions/lead-filters.js';
import { namesOrigins, withMerged } from '../../core/conditions/merged-sources.js';
import type { RelationWords } from '../../core/conditions/related.js';
import { resolveDates } from '../../core/conditions/relative-dates.js';
import { slowParts } from '../../core/conditions/slow-parts.js';
import { validateCondition } from '../../core/conditions/validate.js';
import { DEAL_STATUSES } from '../../core/deals/deal.js';
import type { Lead } from '../../core/leads/lead.js';
import { REFERRER_KINDS } from '../../core/referrals/referral.js';
import {
  checkExpandedLeaves,
  expandCondition,
  expansionViolations,
  type SegmentLookup,
  segmentIdsIn,
} from '../../core/segments/expand.js';
import { TASK_KINDS, TASK_STATUSES } from '../../core/tasks/tasks.js';
import type { FieldViolation } from '../../core/violations.js';
import type { SortKey } from '../../db/repositories/lead-sort.js';
import type { StageFilter } from '../../db/repositories/lead-stages.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Store } from '../../db/store.js';
import { AppError } from '../errors.js';
import { cursorInvalid } from '../guard.js';
import { withNormalValues } from '../identity/condition-values.js';
import { normalLeadFilters } from '../identity/filters.js';
import { pageByText } from './full-text.js';
import type { WorkspaceSettings } from './settings.js';

export interface LeadSearchInput extends StageFilter, LeadFilters {
  where?: Condition | undefined;
  /** Words of its names, organization, e-mail or description. */
  q?: string | undefined;
  sort?: readonly SortKey[] | undefined;
}

/** What conditions of a search are read by. `now`: epoch milliseconds, which relative dates are measured from. */
export interface SearchContext extends WorkspaceSettings {
  now: number;
}

const RELATION_WORDS: RelationWords = {
  tasks: { kinds: TASK_KINDS, statuses: TASK_STATUSES },
  activities: { kinds: ACTIVITY_KINDS },
  referrals_received: { kinds: REFERRER_KINDS },
  deals: { statuses: DEAL_STATUSES },
};
/** A search that takes longer is refused. */
export const SEARCH_LIMIT_MS = 2_000;
const NEWEST_FIRST: readonly SortKey[] = [{ field: 'createdAt', direction: 'desc' }];

/** Leads for which the condition holds now. Refuses an invalid condition with all its violations at once. */
export async function searchLeads(
  store: Store,
  workspaceId: string,
  input: LeadSearchInput,
  context: SearchContext,
  request: ListRequest,
): Promise<Page<Lead>> {
  const { where: given, stage, rotted, q, sort: requested = [] } = input;
  const where = await selected(given, input, context);
  const sort = requested.length === 0 ? NEWEST_FIRST : requested;
  const search = { where, given: withLeadFilters(given, input), stage, rotted, sort, now: context.now };
  return withTimeoutRefusal(store, given, () =>
    pageByText(q, { pointer: '/q' }, request.cursor, (text) =>
      store.readWithin(workspaceId, SEARCH_LIMIT_MS, ({ leads }) => leads.search({ ...search, text }, request)),
    ),
  );
}

/**
 * The result of `work`. On a timeout of the database it throws a refusal that names the parts of the condition without
 * an index; without a condition the error of `ofAllLeads`. A wrong
 * cursor of the body is refused by its pointer.
 */
export async function withTimeoutRefusal<Result>(
  store: Store,
  given: Condition | undefined,
  work: () => Promise<Result>,
  ofAllLeads?: (cause: unknown) => AppError,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === 'CursorRefused') throw cursorInvalid({ pointer: '/cursor' });
    if (store.failureOf(error)?.kind !== 'timeout') throw error;
    const refusal = given === undefined ? ofAllLeads?.(error) : tooExpensive(given, error);
    throw refusal ?? error;
  }
}

function tooExpensive(given: Condition, cause: unknown): AppError {
  return new AppError('rule_refused', 'The search takes too long.', { errors: slowErrors(given, '/where'), cause });
}

/** An error for each part of a condition on leads that no index serves. */
export function slowErrors(given: Condition, pointer: string): FieldViolation[] {
  const detail =
    'is tested for each of too many leads, as no index serves it: add a condition that has one, such as category, ownerId, teamId, sourceId, createdAt with gte, or a text with eq';
  return slowParts(given).map((part) => ({ pointer: `${pointer}${part}`, code: 'too_expensive', detail }));
}

/**
 * The condition with normalised values, and relative dates as instants. Refuses one, in the member `where` of a body, that a search
 * doesn't support.
 */
export async function searchable(given: Condition, context: SearchContext, pointer = '/where'): Promise<Condition> {
  const { condition, violations } = await checkedLeadCondition(given, pointer, context);
  if (violations.length > 0) throw unsearchable(violations);
  return condition;
}

/**
 * The same of a condition that was checked when it was stored. Operands of a former type of an attribute are taken; a segment that is gone is
 * refused.
 */
export async function storedSearch(given: Condition, { now, zone, ...context }: SearchContext): Promise<Condition> {
  const { expanded, violations, kinds } = await checkedCondition(given, context);
  const isGone = violations.some(({ code }) => code !== 'operator_invalid' && code !== 'value_invalid');
  if (isGone) throw unsearchable(violations);
  return resolveDates(expanded, { now, zone, declaredKinds: kinds });
}

/** The condition, of the member `where` of a body, with the filters beside it. */
export async function selected(
  given: Condition | undefined,
  filters: LeadFilters,
  context: SearchContext,
): Promise<Condition | undefined> {
  const where = withLeadFilters(given && (await searchable(given, context)), normalLeadFilters(filters, 'pointer'));
  return withSurvivors(where, context.merged);
}

/** With all that was merged with the sources and campaigns that a condition names; what was merged is read where it names any. */
export const withSurvivors = async <T>(condition: T, merged: WorkspaceSettings['merged']): Promise<T> =>
  namesOrigins(condition) ? withMerged(condition, await merged()) : condition;

export const unsearchable = (errors: FieldViolation[]): AppError =>
  new AppError('rule_refused', 'The condition cannot be searched by: see `errors`.', { errors });

/** The condition in the form that the database gets, and what is wrong with it; `pointer`: where the body has it. */
export async function checkedLeadCondition(
  given: Condition,
  pointer: string,
  context: SearchContext,
): Promise<{ condition: Condition; violations: FieldViolation[] }> {
  const { expanded, violations, kinds } = await checkedCondition(given, context);
  const { now, zone } = context;
  const condition = violations.length === 0 ? resolveDates(expanded, { now, zone, declaredKinds: kinds }) : expanded;
  return { condition, violations: violations.map((one) => ({ ...one, pointer: `${pointer}${one.pointer}` })) };
}

type CheckSettings = Pick<WorkspaceSettings, 'country' | 'attributes' | 'segments' | 'merged'>;

export interface CheckedCondition {
  /** With normalised values. */
  where: Condition;
  /** And with the conditions of the segments that it names, and all that was merged with the sources that it names. */
  expanded: Condition;
  violations: FieldViolation[];
  kinds: DeclaredKinds | undefined;
}

/** Checks a condition for searches. `own`: the segment that it is the condition of. */
export async function checkedCondition(
  given: Condition,
  { country, attributes, segments, merged }: CheckSettings,
  own?: string,
): Promise<CheckedCondition> {
  const { document: where, violations: values } = withNormalValues(given, country);
  const find: SegmentLookup = segmentIdsIn(where).length === 0 ? () => undefined : await segments();
  const unknown = expansionViolations(where, find, { own });
  const expanded = await withSurvivors(unknown.length === 0 ? expandCondition(where, find) : where, merged);
  const kinds = readsAttributes(expanded) ? declaredKinds(await attributes()) : undefined;
  const words = { relationWords: RELATION_WORDS, declaredKinds: kinds };
  const violations = [...validateCondition(where, { purpose: 'search', ...words }), ...values, ...unknown];
  return { where, expanded, violations: [...violations, ...checkExpandedLeaves(expanded)], kinds };
}
