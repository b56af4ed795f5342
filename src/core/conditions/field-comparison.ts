import type { FieldCondition, Operator } from '../condition.js';
import type { AttributeValue } from '../values.js';
import { type FieldType, isInstantType } from './field-kinds.js';
import { findAnyField } from './fields.js';
import type { Subject } from './subject.js';
import { foldText } from './texts.js';

/** How two fields are compared. An attribute of another type than `number` or `text` counts as absent. */
export type ComparedAs = 'number' | 'instant' | 'text';

const NUMBERS: ReadonlySet<FieldType> = new Set(['number', 'attribute']);
const TEXTS: ReadonlySet<FieldType> = new Set(['text', 'enum', 'id', 'attribute']);
const BOUNDS: ReadonlySet<Operator> = new Set(['gt', 'gte', 'lt', 'lte']);

/** Operators that compare two fields. */
export const FIELD_OPERATORS = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'contains', 'starts_with', 'ends_with'] as const;

/** How the operator compares fields of the two types; undefined: not at all. Two attributes are numbers for bounds, else texts. */
export function comparedAs(operator: Operator, type: FieldType, other: FieldType): ComparedAs | undefined {
  if (!FIELD_OPERATORS.some((one) => one === operator)) return undefined;
  const isText = operator === 'contains' || operator === 'starts_with' || operator === 'ends_with';
  if (isInstantType(type) && isInstantType(other)) return isText ? undefined : 'instant';
  if (TEXTS.has(type) && TEXTS.has(other) && !BOUNDS.has(operator)) return 'text';
  return NUMBERS.has(type) && NUMBERS.has(other) && !isText ? 'number' : undefined;
}

/** Compiles a comparison of two fields. Expects a valid condition. */
export function compileFieldComparison(
  { field: name, operator }: FieldCondition,
  otherName: string,
): (subject: Subject) => boolean {
  const [field, other] = [findAnyField(name), findAnyField(otherName)];
  const as = field && other && comparedAs(operator, field.type, other.type);
  if (field === undefined || other === undefined || as === undefined) return () => false;
  const test = TESTS[operator] ?? (() => false);
  const whenAbsent = operator === 'neq';
  return (subject) => {
    const [left, right] = [valueAs(as, field.read(subject)), valueAs(as, other.read(subject))];
    return left === undefined || right === undefined ? whenAbsent : test(left, right);
  };
}

function valueAs(as: ComparedAs, value: AttributeValue | undefined): string | number | undefined {
  if (as === 'text') return typeof value === 'string' && value !== '' ? foldText(value) : undefined;
  return typeof value === 'number' ? value : undefined;
}

type Value = string | number;
const TESTS: Partial<Record<Operator, (left: Value, right: Value) => boolean>> = {
  eq: (left, right) => left === right,
  neq: (left, right) => left !== right,
  gt: (left, right) => left > right,
  gte: (left, right) => left >= right,
  lt: (left, right) => left < right,
  lte: (left, right) => left <= right,
  contains: (left, right) => String(left).includes(String(right)),
  starts_with: (left, right) => String(left).startsWith(String(right)),
  ends_with: (left, right) => String(left).endsWith(String(right)),
};
