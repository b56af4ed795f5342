import type { Condition, Scalar } from '../condition.js';
import { findAnyField } from '../conditions/fields.js';
import { isRelativeDate } from '../conditions/relative-dates.js';

/**
 * How the members of a dynamic segment are kept, by its expanded condition:
 *
 * - `writes`: a write of a lead decides with what it has in memory, and nothing else changes the result;
 * - `writes_and_passes`: so does a write, but time changes the result as well, so passes over the leads follow;
 * - `passes`: only the database can decide.
 */
export type Upkeep = 'writes' | 'writes_and_passes' | 'passes';

const ORDER: readonly Upkeep[] = ['writes', 'writes_and_passes', 'passes'];

/** Operators that measure days from now. */
const SPANS: ReadonlySet<string> = new Set(['within_last', 'older_than', 'within_next']);

export function upkeepOf(condition: Condition): Upkeep {
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.conditions.map(upkeepOf).reduce(later, 'writes');
    case 'not':
      return upkeepOf(condition.condition);
    case 'segment': // Static: its members are not in memory.
    case 'related':
      return 'passes';
    case 'engagement': {
      const { properties, sourceIds, withinDays, measure = 'count' } = condition;
      if (properties !== undefined || sourceIds !== undefined) return 'passes';
      return withinDays === undefined && measure === 'count' ? 'writes' : 'writes_and_passes';
    }
    case 'field': {
      const { field, operator, value } = condition;
      if (operator === 'during' || [value ?? []].flat().some(isRelative)) return 'passes';
      // Spans of days of a declared date follow the calendar of the workspace, which memory does not have.
      if (SPANS.has(operator) && field.startsWith('attributes.')) return 'passes';
      return SPANS.has(operator) || changesWithTime(field) ? 'writes_and_passes' : 'writes';
    }
  }
}

const later = (a: Upkeep, b: Upkeep): Upkeep => (ORDER.indexOf(a) > ORDER.indexOf(b) ? a : b);

const isRelative = (value: Scalar): boolean => typeof value === 'string' && isRelativeDate(value);

/** A date that lies ahead counts as now; `createdAt` never does. */
const changesWithTime = (field: string): boolean =>
  field === 'timeframeDaysLeft' || (findAnyField(field)?.type === 'date' && field !== 'createdAt');
