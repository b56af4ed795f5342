import type { Condition } from '../../core/condition.js';
import { validateCondition } from '../../core/conditions/validate.js';
import type { Lead } from '../../core/leads/lead.js';
import type { FieldViolation } from '../../core/violations.js';
import type { SortKey } from '../../db/repositories/lead-search.js';
import type { StageFilter } from '../../db/repositories/lead-stages.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Store } from '../../db/store.js';
import { AppError } from '../errors.js';
import { withNormalValues } from '../identity/condition-values.js';

export interface LeadSearchInput extends StageFilter {
  where?: Condition | undefined;
  sort?: readonly SortKey[] | undefined;
}

/** Fields that the core derives and the database doesn't store: only rules may use them in conditions. */
const NOT_SEARCHABLE: ReadonlySet<string> = new Set(['contact.email', 'contact.phone', 'contact.completeness']);
const DATE_OPERATORS: ReadonlySet<string> = new Set(['within_last', 'older_than', 'within_next']);
const NEWEST_FIRST: readonly SortKey[] = [{ field: 'createdAt', direction: 'desc' }];

/** Leads for which the condition holds now. Refuses an invalid condition with all its violations at once. */
export async function searchLeads(
  store: Store,
  workspaceId: string,
  { where: given, stage, rotted, sort: requested = [] }: LeadSearchInput,
  { now, country }: { now: number; country: string | undefined },
  request: ListRequest,
): Promise<Page<Lead>> {
  const where = given && searchable(given, country);
  const sort = requested.length === 0 ? NEWEST_FIRST : requested;
  try {
    return await store.read(workspaceId).leads.search({ where, stage, rotted, sort, now }, request);
  } catch (error) {
    if (where === undefined || store.failureOf(error)?.kind !== 'timeout') throw error;
    throw tooExpensive(error);
  }
}

function tooExpensive(cause: unknown): AppError {
  const detail =
    'takes too long for the number of leads: ask fewer conditions, of all leads first one that few fulfil (a category, an owner, a date)';
  return new AppError('rule_refused', 'The search takes too long.', {
    errors: [{ pointer: '/where', code: 'too_expensive', detail }],
    cause,
  });
}

/**
 * The condition with normalised values; `country` is the one by whose plan national numbers are read. Refuses one, in the
 * member `where` of a body, that a search doesn't support.
 */
export function searchable(given: Condition, country: string | undefined): Condition {
  const { document: where, violations: values } = withNormalValues(given, country);
  const violations = [...validateCondition(where), ...unsearchable(where, ''), ...values];
  if (violations.length === 0) return where;
  const errors = violations.map((one) => ({ ...one, pointer: `/where${one.pointer}` }));
  throw new AppError('rule_refused', 'The condition cannot be searched by: see `errors`.', { errors });
}

function unsearchable(condition: Condition, pointer: string): FieldViolation[] {
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.conditions.flatMap((part, index) => unsearchable(part, `${pointer}/conditions/${index}`));
    case 'not':
      return unsearchable(condition.condition, `${pointer}/condition`);
    case 'engagement':
      return [];
    case 'field': {
      const { field, operator } = condition;
      if (NOT_SEARCHABLE.has(field)) {
        const detail = `"${field}" is computed for rules and is not stored: search by the fields that it depends on`;
        return [{ pointer: `${pointer}/field`, code: 'field_unavailable', detail }];
      }
      if (field.startsWith('attributes.') && DATE_OPERATORS.has(operator)) {
        const detail = 'custom attributes are not dates in a search: compare them as text, or use a date field';
        return [{ pointer: `${pointer}/operator`, code: 'operator_invalid', detail }];
      }
      return [];
    }
  }
}
