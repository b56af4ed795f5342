import type { Condition } from '../condition.js';
import { findField } from '../conditions/fields.js';
import type { Subject } from '../conditions/subject.js';
import type { QualificationRules } from './qualify.js';
import { conditionsOf } from './time-dependence.js';

/** Counts the work of decisions, whatever the clock says, so that a search which ends by it gives the same answer under any load. */
export interface SearchWork {
  /** Whether another decision may be made; counts it. `isOtherHistory`: about another list of events than the subject's. */
  next(isOtherHistory: boolean): boolean;
}

/** Of a rule and of a leaf of a condition; an event of the history costs 1. About 0.1 microseconds each. */
const UNITS = 4;
/** So many characters of what a leaf compares cost 1 as well. */
const CHARACTERS = 128;

export function searchWork(rules: QualificationRules, subject: Subject, most: number): SearchWork {
  const { model, policy, prediction } = rules;
  const { fit, engagement } = model.document;
  let always = UNITS * (1 + fit.rules.length + engagement.rules.length);
  for (const condition of conditionsOf(model.document, policy.document)) always += unitsOf(condition, subject);
  const events = subject.engagement.length;
  let left = most;
  return {
    next(isOtherHistory) {
      // Another list is sorted anew; a prediction reads the list each time.
      left -= always + (isOtherHistory || prediction !== undefined ? events : 0);
      return left >= 0;
    },
  };
}

function unitsOf(condition: Condition, subject: Subject): number {
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.conditions.reduce((sum, part) => sum + unitsOf(part, subject), 0);
    case 'not':
      return unitsOf(condition.condition, subject);
    case 'engagement':
      return UNITS;
    case 'field':
      return UNITS + charactersOf(findField(condition.field)?.read(subject)) / CHARACTERS;
  }
}

function charactersOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + charactersOf(one), 0);
  return typeof value === 'string' ? value.length : 1;
}
