import { decimalText } from '../attributes/normal-values.js';
import type { Condition, FieldCondition, Scalar } from '../condition.js';
import { isDecimalText } from './attribute-bounds.js';
import type { DeclaredKinds } from './declared-fields.js';

/**
 * A comparison of a declared attribute with operands of its former type: numbers where it is `decimal` now, decimals as text where it is
 * `number`. It holds for values of both forms, which a lead may have while the values are converted, and had in the past. Undefined: the
 * operands are of its type.
 */
export function inBothForms(condition: FieldCondition, kinds: DeclaredKinds | undefined): Condition | undefined {
  const other = inPresentForm(condition, kinds);
  if (other === undefined) return undefined;
  const isNegative = condition.operator === 'neq' || condition.operator === 'not_in';
  return { type: isNegative ? 'all' : 'any', conditions: [other, condition] };
}

/** The same with operands of the present type only, by which a stored condition is checked anew. */
function inPresentForm(condition: FieldCondition, kinds: DeclaredKinds | undefined): FieldCondition | undefined {
  const { field, value } = condition;
  const type = value === undefined ? undefined : kinds?.(field)?.type;
  if (type !== 'decimal' && type !== 'number') return undefined;
  const convert: (value: Scalar) => Scalar | undefined = type === 'decimal' ? decimalOf : numberOf;
  const given: readonly Scalar[] = [value ?? []].flat();
  const converted = given.map(convert);
  const known = converted.filter((one) => one !== undefined);
  if (known.length === 0 || known.length < converted.length) return undefined;
  return { ...condition, value: Array.isArray(value) ? known : known[0] };
}

const decimalOf = (value: Scalar): string | undefined =>
  typeof value === 'number' ? decimalText(plainText(value)) : undefined;

/** Without an exponent: `String` writes one below 0.000001 and from 1e21 on. */
const plainText = (value: number): string =>
  Math.abs(value) < 1e-6 ? value.toFixed(20) : Math.abs(value) < 1e21 ? String(value) : BigInt(value).toString();

const numberOf = (value: Scalar): number | undefined => (isDecimalText(value) ? Number(value) : undefined);

/** The same for conditions anywhere in a document; the same object without such an operand. */
export function withDeclaredNumbers<T>(document: T, kinds: DeclaredKinds | undefined): T {
  return kinds === undefined || !comparesNumbers(document) ? document : (changed(document, kinds, inBothForms) as T);
}

/** A stored condition with operands of the present types, as a caller would write it now. */
export const withPresentNumbers = (condition: Condition, kinds: DeclaredKinds | undefined): Condition =>
  kinds === undefined ? condition : (changed(condition, kinds, inPresentForm) as Condition);

/** Whether a condition anywhere in the document compares a custom attribute with a number or a decimal. */
export function comparesNumbers(document: unknown): boolean {
  if (Array.isArray(document)) return document.some(comparesNumbers);
  if (typeof document !== 'object' || document === null) return false;
  if (!isOfAttribute(document)) return Object.values(document).some(comparesNumbers);
  return [document.value ?? []].flat().some((one) => typeof one === 'number' || isDecimalText(one));
}

function changed(part: unknown, kinds: DeclaredKinds, form: typeof inBothForms): unknown {
  if (Array.isArray(part)) return part.map((member) => changed(member, kinds, form));
  if (typeof part !== 'object' || part === null) return part;
  if (isOfAttribute(part)) return form(part, kinds) ?? part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, changed(value, kinds, form)]));
}

const isOfAttribute = (part: object): part is FieldCondition =>
  'type' in part &&
  part.type === 'field' &&
  'field' in part &&
  typeof part.field === 'string' &&
  part.field.startsWith('attributes.');
