import type { AttributeType } from '../attributes/kind.js';
import { decimalText, normalValue, plainNumber } from '../attributes/normal-values.js';
import type { Condition, FieldCondition, Operator, Scalar } from '../condition.js';
import { isDecimalText } from './attribute-bounds.js';
import type { DeclaredKinds } from './declared-fields.js';
import type { FieldType } from './field-kinds.js';

const EQUALITY: ReadonlySet<Operator> = new Set(['eq', 'neq', 'in', 'not_in']);
const BOUNDS: ReadonlySet<Operator> = new Set(['gt', 'gte', 'lt', 'lte', 'between']);
const NEGATIVE: ReadonlySet<Operator> = new Set(['neq', 'not_in']);

/**
 * A stored comparison of a declared attribute whose operands have the form of a former type: text where it is `decimal` now, and so on. A
 * value is converted with the change of the type, so the operand is converted alike. The result holds for values of both forms, which a lead
 * may have while the values are converted, and had in the past. Undefined: the operands are of the present form.
 */
export function inBothForms(condition: FieldCondition, kinds: DeclaredKinds | undefined): Condition | undefined {
  const { field, operator, value } = condition;
  const type = value === undefined ? undefined : kinds?.(field)?.type;
  if (type === undefined) return undefined;
  const other = EQUALITY.has(operator)
    ? equalityOf(condition, type)
    : BOUNDS.has(operator)
      ? boundsOf(condition, type)
      : undefined;
  return other && { type: NEGATIVE.has(operator) ? 'all' : 'any', conditions: [condition, other] };
}

/** Where an operand has another form in the type: the comparison with that. One text of a list attribute is a list of one. */
function equalityOf(condition: FieldCondition, type: FieldType): Condition | undefined {
  const { field, operator, value } = condition;
  if (type === 'texts' && (operator === 'eq' || operator === 'neq') && value !== undefined && !Array.isArray(value)) {
    return { type: 'field', field, operator: operator === 'eq' ? 'in' : 'not_in', value: [String(value)] };
  }
  const given: readonly Scalar[] = [value ?? []].flat();
  const converted = given.map((one) => convertedTo(type, one) ?? one);
  const [first] = converted;
  if (first === undefined || converted.every((one, index) => one === given[index])) return undefined;
  return { ...condition, value: Array.isArray(value) ? converted : first };
}

/** Bounds that are numbers select decimal texts as decimals, and the other way round. Both bounds have a form, or none. */
function boundsOf(condition: FieldCondition, type: FieldType): FieldCondition | undefined {
  const { value } = condition;
  const given: readonly Scalar[] = [value ?? []].flat();
  const converted = given.flatMap((one) => (type === 'number' ? numberOf(one) : decimalOf(one)) ?? []);
  const [first] = converted;
  if (first === undefined || converted.length < given.length) return undefined;
  return { ...condition, value: Array.isArray(value) ? converted : first };
}

const decimalOf = (value: Scalar): string | undefined =>
  typeof value === 'number' ? decimalText(plainNumber(value)) : undefined;

const numberOf = (value: Scalar): number | undefined => (isDecimalText(value) ? Number(value) : undefined);

/** The types of declared attributes by that of their field; of an id, an enum and members of a list the form of text is enough. */
const CONVERTED: Partial<Record<FieldType, AttributeType>> = {
  ...{ number: 'number', decimal: 'decimal', boolean: 'boolean', day: 'date', instant: 'instant' },
  ...{ text: 'text', id: 'text', enum: 'text', texts: 'text' },
};

function convertedTo(fieldType: FieldType, value: Scalar): Scalar | undefined {
  const type = CONVERTED[fieldType];
  if (type === undefined) return undefined;
  if (type === 'number' && isDecimalText(value)) return Number(value);
  const normal = normalValue({ type, options: null }, value);
  return 'problem' in normal || Array.isArray(normal.value) ? undefined : normal.value;
}

/** The same for conditions anywhere in a document; the same object where no attribute is compared with a value. */
export function withPresentForms<T>(document: T, kinds: DeclaredKinds | undefined): T {
  return kinds === undefined || !comparesAttributes(document) ? document : (changed(document, kinds) as T);
}

/** Whether a condition anywhere in the document compares a custom attribute with values whose form depends on its type. */
export function comparesAttributes(document: unknown): boolean {
  if (Array.isArray(document)) return document.some(comparesAttributes);
  if (typeof document !== 'object' || document === null) return false;
  if (isOfAttribute(document)) return EQUALITY.has(document.operator) || BOUNDS.has(document.operator);
  return Object.values(document).some(comparesAttributes);
}

function changed(part: unknown, kinds: DeclaredKinds): unknown {
  if (Array.isArray(part)) return part.map((member) => changed(member, kinds));
  if (typeof part !== 'object' || part === null) return part;
  if (isOfAttribute(part)) return inBothForms(part, kinds) ?? part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, changed(value, kinds)]));
}

const isOfAttribute = (part: object): part is FieldCondition =>
  'type' in part &&
  part.type === 'field' &&
  'field' in part &&
  typeof part.field === 'string' &&
  part.field.startsWith('attributes.');
