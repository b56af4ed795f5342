import type { EngagementType } from '../engagement.js';
import type { AttributeValue } from '../leads/facts.js';
import { ageOf, MILLISECONDS_PER_DAY } from '../time.js';
import { findField } from './fields.js';
import type { Condition, EngagementCondition, FieldCondition, Operator, Scalar } from './grammar.js';
import type { Subject } from './subject.js';

export type Predicate = (subject: Subject) => boolean;
type Present = string | number | boolean | string[];
type Test = (value: Present) => boolean;

/** Turns a condition into a closure, once, so that asking it costs no walk over JSON. Expects a valid condition. */
export function compileCondition(condition: Condition): Predicate {
  switch (condition.type) {
    case 'all': {
      const parts = condition.conditions.map(compileCondition);
      return (subject) => parts.every((part) => part(subject));
    }
    case 'any': {
      const parts = condition.conditions.map(compileCondition);
      return (subject) => parts.some((part) => part(subject));
    }
    case 'not': {
      const part = compileCondition(condition.condition);
      return (subject) => !part(subject);
    }
    case 'field':
      return compileField(condition);
    case 'engagement':
      return compileEngagement(condition);
  }
}

/** Unknown, null, empty text and empty list are all "absent". */
export function isAbsent(value: AttributeValue | undefined): value is undefined | null | '' {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function compileField({ field: name, operator, value }: FieldCondition): Predicate {
  const field = findField(name);
  if (field === undefined) return () => false;
  const test = compileTest(operator, value);
  const whenAbsent = operator === 'not_exists' || operator === 'neq' || operator === 'not_in';
  const { read } = field;
  return (subject) => {
    const actual = read(subject);
    return isAbsent(actual) ? whenAbsent : test(actual as Present);
  };
}

function compileTest(operator: Operator, operand: Scalar | Scalar[] | undefined): Test {
  switch (operator) {
    case 'exists':
      return () => true;
    case 'not_exists':
      return () => false;
    case 'eq':
      return equals(operand);
    case 'neq': {
      const same = equals(operand);
      return (value) => !same(value);
    }
    case 'in':
      return isIn(operand);
    case 'not_in': {
      const found = isIn(operand);
      return (value) => !found(value);
    }
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return textTest(operator, operand);
    default:
      return numberTest(operator, operand);
  }
}

const fold = (value: Scalar): Scalar => (typeof value === 'string' ? value.toLowerCase() : value);

function equals(operand: Scalar | Scalar[] | undefined): Test {
  if (operand === undefined || Array.isArray(operand)) return () => false;
  const wanted = fold(operand);
  return (value) => !Array.isArray(value) && fold(value) === wanted;
}

function isIn(operand: Scalar | Scalar[] | undefined): Test {
  const wanted = new Set(Array.isArray(operand) ? operand.map(fold) : []);
  return (value) => (Array.isArray(value) ? value.some((member) => wanted.has(fold(member))) : wanted.has(fold(value)));
}

function textTest(operator: 'contains' | 'starts_with' | 'ends_with', operand: Scalar | Scalar[] | undefined): Test {
  if (typeof operand !== 'string') return () => false;
  const wanted = operand.toLowerCase();
  if (operator === 'starts_with') return (value) => typeof value === 'string' && value.toLowerCase().startsWith(wanted);
  if (operator === 'ends_with') return (value) => typeof value === 'string' && value.toLowerCase().endsWith(wanted);
  return (value) => {
    if (typeof value === 'string') return value.toLowerCase().includes(wanted);
    return Array.isArray(value) && value.some((member) => member.toLowerCase() === wanted);
  };
}

function numberTest(operator: 'gt' | 'gte' | 'lt' | 'lte' | 'between', operand: Scalar | Scalar[] | undefined): Test {
  const [low, high] = Array.isArray(operand) ? operand : [operand, operand];
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

function compileEngagement(condition: EngagementCondition): Predicate {
  const minimum = condition.minimumCount ?? 1;
  const count = compileEngagementCount(condition);
  return (subject) => count(subject) >= minimum;
}

/** How many events of the condition's types lie in its window. */
export function compileEngagementCount({ engagementTypes, withinDays }: EngagementCondition): (s: Subject) => number {
  const types: ReadonlySet<EngagementType> = new Set(engagementTypes);
  const window = withinDays === undefined ? Number.POSITIVE_INFINITY : withinDays * MILLISECONDS_PER_DAY;
  return ({ engagement, now }) => {
    let count = 0;
    for (const event of engagement) {
      if (types.has(event.type) && ageOf(event.occurredAt, now) <= window) count += 1;
    }
    return count;
  };
}
