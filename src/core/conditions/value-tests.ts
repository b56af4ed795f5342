import type { Operator, Scalar } from '../condition.js';
import { MILLISECONDS_PER_DAY, parseInstant } from '../time.js';
import type { AttributeValue } from '../values.js';
import { similarTo, wordsOf } from '../words.js';
import { textBounds, textBoundsTest } from './attribute-bounds.js';
import { type FieldKind, type FieldType, isInstantType } from './field-kinds.js';
import { containing, foldText, wordsOfText } from './texts.js';

type Present = string | number | boolean | string[];
type Test = (value: Present, now: number) => boolean;

/** Undefined, null, empty text and empty list are absent. */
export function isAbsent(value: AttributeValue | undefined): value is undefined | null | '' {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Whether an operator holds for an absent value. */
export const holdsWhenAbsent = (operator: Operator): boolean =>
  operator === 'not_exists' || operator === 'neq' || operator === 'not_in';

/** Compiles one comparison to a closure over the value of a field and now. */
export function compileComparison(
  { type }: FieldKind,
  operator: Operator,
  value: Scalar | Scalar[] | undefined,
): (actual: AttributeValue | undefined, now: number) => boolean {
  const test = compileTest(operator, isInstantType(type) ? instants(value) : value, type);
  const whenAbsent = holdsWhenAbsent(operator);
  return (actual, now) => (isAbsent(actual) ? whenAbsent : test(actual as Present, now));
}

/** Converts instants written as text to epoch milliseconds, as date fields are read. */
function instants(operand: Scalar | Scalar[] | undefined): Scalar | Scalar[] | undefined {
  const instant = (value: Scalar): Scalar => (typeof value === 'string' ? (parseInstant(value) ?? value) : value);
  return Array.isArray(operand) ? operand.map(instant) : operand === undefined ? undefined : instant(operand);
}

function compileTest(operator: Operator, operand: Scalar | Scalar[] | undefined, type: FieldType): Test {
  switch (operator) {
    case 'exists':
      return () => true;
    case 'not_exists':
    case 'during': // `resolveDates` replaces it.
      return () => false;
    case 'eq':
      return equals(operand);
    case 'neq': {
      const same = equals(operand);
      return (value, now) => !same(value, now);
    }
    case 'in':
      return isIn(operand);
    case 'not_in': {
      const found = isIn(operand);
      return (value, now) => !found(value, now);
    }
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return textTest(operator, operand);
    case 'fuzzy':
      return similarWordsTest(operand);
    case 'within_last':
    case 'older_than':
    case 'within_next':
      return ageTest(operator, operand, type);
    default: {
      const bounds = type === 'attribute' ? textBounds(operand) : undefined;
      return bounds ? textBoundsTest(operator, bounds) : numberTest(operator, operand);
    }
  }
}

const fold = (value: Scalar): Scalar => (typeof value === 'string' ? foldText(value) : value);

function equals(operand: Scalar | Scalar[] | undefined): Test {
  if (operand === undefined || Array.isArray(operand)) return () => false;
  const expected = fold(operand);
  return (value) => !Array.isArray(value) && fold(value) === expected;
}

function isIn(operand: Scalar | Scalar[] | undefined): Test {
  const expected = new Set(Array.isArray(operand) ? operand.map(fold) : []);
  return (value) =>
    Array.isArray(value) ? value.some((member) => expected.has(fold(member))) : expected.has(fold(value));
}

function textTest(operator: 'contains' | 'starts_with' | 'ends_with', operand: Scalar | Scalar[] | undefined): Test {
  if (typeof operand !== 'string') return () => false;
  const expected = foldText(operand);
  if (operator === 'starts_with') return (value) => typeof value === 'string' && foldText(value).startsWith(expected);
  if (operator === 'ends_with') return (value) => typeof value === 'string' && foldText(value).endsWith(expected);
  const isContained = containing(expected);
  return (value) => {
    if (typeof value === 'string') return isContained(foldText(value));
    return Array.isArray(value) && value.some((member) => foldText(member) === expected);
  };
}

/** Whether the text has a word similar to each word of the operand. */
function similarWordsTest(operand: Scalar | Scalar[] | undefined): Test {
  if (typeof operand !== 'string') return () => false;
  const tests = wordsOf(operand).map(similarTo);
  return (value) => {
    if (typeof value !== 'string') return false;
    const words = wordsOfText(value);
    return tests.every((isSimilar) => words.some(isSimilar));
  };
}

type Bound = 'gt' | 'gte' | 'lt' | 'lte' | 'between';

/** Texts that begin with a date are compared by it, as texts: `2026-03-01` and `2026-03-01T09:30:00Z` are the same day. */
const BEGINS_WITH_DAY = /^\d{4}-\d{2}-\d{2}(?:T|$)/;

function dayTest(operator: Bound, low: string, high: string): Test {
  const compare = (test: (day: string) => boolean): Test => {
    return (value) => typeof value === 'string' && BEGINS_WITH_DAY.test(value) && test(value.slice(0, 10));
  };
  switch (operator) {
    case 'gt':
      return compare((day) => day > low);
    case 'gte':
      return compare((day) => day >= low);
    case 'lt':
      return compare((day) => day < low);
    case 'lte':
      return compare((day) => day <= low);
    case 'between':
      return compare((day) => day >= low && day <= high);
  }
}

function numberTest(operator: Bound, operand: Scalar | Scalar[] | undefined): Test {
  const [low, high] = Array.isArray(operand) ? operand : [operand, operand];
  if (typeof low === 'string' && typeof high === 'string') return dayTest(operator, low, high);
  if (typeof low !== 'number' || typeof high !== 'number') return () => false;
  switch (operator) {
    case 'gt':
      return (value) => typeof value === 'number' && value > low;
    case 'gte':
      return (value) => typeof value === 'number' && value >= low;
    case 'lt':
      return (value) => typeof value === 'number' && value < low;
    case 'lte':
      return (value) => typeof value === 'number' && value <= low;
    case 'between':
      return (value) => typeof value === 'number' && value >= low && value <= high;
  }
}

function ageTest(
  operator: 'within_last' | 'older_than' | 'within_next',
  operand: Scalar | Scalar[] | undefined,
  type: FieldType,
): Test {
  if (typeof operand !== 'number') return () => false;
  const span = operand * MILLISECONDS_PER_DAY;
  // A custom attribute is a date only if it is a text; a number there is not an instant.
  const instantOf = (value: Present): number => {
    if (typeof value === 'number' && isInstantType(type)) return value;
    return (typeof value === 'string' ? parseInstant(value) : undefined) ?? Number.NaN;
  };
  if (operator === 'older_than') return (value, now) => now - instantOf(value) > span;
  const sign = operator === 'within_last' ? 1 : -1;
  return (value, now) => {
    const distance = sign * (now - instantOf(value));
    return distance >= 0 && distance <= span;
  };
}
