import type { Condition, FieldCondition } from '../condition.js';
import { compileEngagement } from './engagement.js';
import { compileFieldComparison } from './field-comparison.js';
import { findAnyField } from './fields.js';
import { withSpellings } from './spellings.js';
import type { Subject } from './subject.js';
import { compileTouches } from './touches.js';
import { compileComparison } from './value-tests.js';

export type Predicate = (subject: Subject) => boolean;

/** Compiles a condition to a closure, so evaluation does not walk over JSON. Expects a valid condition. */
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
    case 'related':
      return condition.relation === 'touches' ? compileTouches(condition) : storedApart;
    case 'segment':
      return storedApart;
  }
}

/** Only the database has the rows and the members: `validateCondition` refuses such a condition in rules. */
function storedApart(): never {
  throw new Error('only the database evaluates this condition');
}

function compileField(condition: FieldCondition): Predicate {
  if (condition.otherField !== undefined) return compileFieldComparison(condition, condition.otherField);
  const { field: name, operator, value } = withSpellings(condition);
  const field = findAnyField(name);
  if (field === undefined) return () => false;
  const test = compileComparison(field, operator, value);
  const { read } = field;
  return (subject) => test(read(subject), subject.now);
}
