import type { Operator } from '../condition.js';

/**
 * `date`, `day` and `instant` are read as epoch milliseconds. A `date` that lies ahead counts as now; a `day` (midnight UTC) and an
 * `instant` count as they are. An `id` is a UUID. A `decimal` is exact, as text. The type of an `attribute` (custom attribute without a
 * definition) is known only when it is read.
 */
export type FieldType =
  | 'text'
  | 'id'
  | 'number'
  | 'decimal'
  | 'texts'
  | 'enum'
  | 'boolean'
  | 'date'
  | 'day'
  | 'instant'
  | 'attribute';

export interface FieldKind {
  type: FieldType;
  /** The closed list of an `enum`, or of `texts` that have one. */
  values?: readonly string[];
}

/** Finds the kind of a field by its name; undefined: there is no such field. */
export type FieldKindOf = (name: string) => FieldKind | undefined;

const INSTANT_TYPES: ReadonlySet<FieldType> = new Set(['date', 'day', 'instant']);

/** Whether values of the type are compared as instants. */
export const isInstantType = (type: FieldType): boolean => INSTANT_TYPES.has(type);

const PRESENCE = ['exists', 'not_exists'] as const;
const EQUALITY = ['eq', 'neq', 'in', 'not_in'] as const;
const BOUNDS = ['gt', 'gte', 'lt', 'lte', 'between'] as const;
const AHEAD = ['within_last', 'older_than', 'within_next', ...BOUNDS, ...PRESENCE] as const;

/** The operators of each field type in rules. */
export const OPERATORS_OF: Record<FieldType, readonly Operator[]> = {
  text: [...EQUALITY, 'contains', 'starts_with', 'ends_with', 'fuzzy', ...PRESENCE],
  id: [...EQUALITY, ...PRESENCE],
  number: [...EQUALITY, ...BOUNDS, ...PRESENCE],
  decimal: [...EQUALITY, ...BOUNDS, ...PRESENCE],
  texts: ['contains', 'in', 'not_in', ...PRESENCE],
  enum: [...EQUALITY, ...PRESENCE],
  boolean: ['eq', 'neq', ...PRESENCE],
  date: ['within_last', 'older_than', ...BOUNDS, ...PRESENCE],
  day: AHEAD,
  instant: AHEAD,
  attribute: [
    ...EQUALITY,
    ...BOUNDS,
    'contains',
    'starts_with',
    'ends_with',
    'fuzzy',
    'within_last',
    'older_than',
    'within_next',
    ...PRESENCE,
  ],
};

/** Searches know periods. Spans of days need dates, which custom attributes are only when a definition declares them so. */
const RELATIVE: ReadonlySet<Operator> = new Set(['within_last', 'older_than', 'within_next']);

/**
 * What a condition is for. Fields and operators differ. `reactions`: tasks of playbooks, service levels and sequences, which decide neither
 * class nor owner, so they may read the state of the lead. `parking`: a condition of one lead,
 * for which no details of events are loaded.
 */
export type Purpose = 'rules' | 'reactions' | 'parking' | 'search';

export function operatorsOf(type: FieldType, purpose: Purpose): readonly Operator[] {
  const operators = OPERATORS_OF[type];
  if (purpose !== 'search') return operators;
  if (isInstantType(type)) return [...operators, 'during'];
  return type === 'attribute' ? [...operators.filter((operator) => !RELATIVE.has(operator)), 'during'] : operators;
}
