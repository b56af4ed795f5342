import type { Condition } from '../condition.js';
import { findField } from '../conditions/fields.js';
import type { Subject } from '../conditions/subject.js';
import type { QualificationRules } from './qualify.js';
import { conditionsOf } from './time-dependence.js';

/** Counts the work of decisions, not the time, so a search that ends at a limit gives the same result under any load. */
export interface SearchWork {
  /** Counts one more decision; false when the limit is exceeded. `isOtherHistory`: its list of events differs from the subject's. */
  next(isOtherHistory: boolean): boolean;
}

/** Cost of a rule and of a leaf of a condition. An event of the history costs 1. A unit is about 0.1 microseconds. */
const UNITS = 4;
/** Compared characters that cost 1 unit. */
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
      // A different list has to be sorted; a prediction reads the list every time.
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
    case 'related':
    case 'segment':
      return UNITS;
    case 'field':
      return UNITS + charactersOf(findField(condition.field)?.read(subject)) / CHARACTERS;
  }
}

function charactersOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + charactersOf(one), 0);
  return typeof value === 'string' ? value.length : 1;
}
