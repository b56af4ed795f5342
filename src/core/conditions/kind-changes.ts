import type { FieldCondition, Operator, Scalar } from '../condition.js';
import type { FieldType } from './field-kinds.js';
import { isRelativeDate } from './relative-dates.js';

const EQUALITY: ReadonlySet<Operator> = new Set(['eq', 'neq', 'in', 'not_in']);
const OF_TEXT: ReadonlySet<Operator> = new Set(['contains', 'starts_with', 'ends_with', 'fuzzy']);
const SPANS: ReadonlySet<Operator> = new Set(['within_last', 'older_than', 'within_next']);
const PRESENCE: ReadonlySet<Operator> = new Set(['exists', 'not_exists']);

/** Types whose values are texts in the spelling in which they were sent, apart from case. */
const AS_SENT: ReadonlySet<FieldType> = new Set(['text', 'id', 'enum', 'day']);
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The JSON of the values of a type. `attribute`: of any. */
const formOf = (type: FieldType): string =>
  type === 'number' || type === 'boolean' || type === 'texts' || type === 'attribute' ? type : 'text';

/**
 * Whether a stored comparison of an attribute could select other leads once the attribute has another type and its values are converted,
 * although `inBothForms` converts its operands. `from`: `attribute` before it is declared.
 */
export function losesMeaning(condition: FieldCondition, from: FieldType, to: FieldType): boolean {
  const { operator, value, otherField, repField } = condition;
  if (from === to || PRESENCE.has(operator)) return false;
  // Two values compare by their JSON.
  if (otherField !== undefined || repField !== undefined) return from !== 'attribute' && formOf(from) !== formOf(to);
  const operands: readonly Scalar[] = [value ?? []].flat();
  const isDay = operands.some((one) => typeof one === 'string' && DAY.test(one));
  if (EQUALITY.has(operator)) return isDay && to === 'instant';
  if (OF_TEXT.has(operator)) return from !== 'texts' && !AS_SENT.has(to);
  if (to === 'texts') return true;
  if (SPANS.has(operator)) return false;
  if (operator === 'during') return !keepsDates(from, to);
  const isOpen = operands.some((one) => typeof one === 'string' && isRelativeDate(one));
  if (isOpen) return !keepsDates(from, to);
  // A date without a time is midnight of the zone to an instant, and a day to the others.
  return isDay && (from === 'instant') !== (to === 'instant');
}

/** Whether relative dates mean the same days: those of an attribute without a definition are days, too. */
const keepsDates = (from: FieldType, to: FieldType): boolean => from === 'attribute' && to === 'day';

/** The comparisons of a field anywhere in a document. */
export function comparisonsOf(document: unknown, field: string): FieldCondition[] {
  if (Array.isArray(document)) return document.flatMap((member) => comparisonsOf(member, field));
  if (typeof document !== 'object' || document === null) return [];
  if (isComparison(document)) return [document.field, document.otherField].includes(field) ? [document] : [];
  return Object.values(document).flatMap((member) => comparisonsOf(member, field));
}

const isComparison = (part: object): part is FieldCondition =>
  'type' in part && part.type === 'field' && 'field' in part && typeof part.field === 'string' && 'operator' in part;
