import type { Condition, EngagementCondition, FieldCondition, Operator } from '../condition.js';
import { requiresEvent } from './engagement.js';
import { indexedNumberWords } from './indexed-numbers.js';
import { indexedPropertyWords, indexedSimilarWords, indexedWords } from './indexed-words.js';
import { categoryOf } from './state-fields.js';
import { holdsWhenAbsent } from './value-tests.js';

/** Fields with an index for equality, and for bounds from below. */
const EQUAL: ReadonlySet<string> = new Set([
  ...['id', 'category', 'stage', 'ownerId', 'teamId', 'leaseRepId', 'sourceId', 'campaignId'],
  ...['source.channel', 'source.name', 'source.campaign'],
]);
const BOUNDED: ReadonlySet<string> = new Set(['score.total', 'conversionProbability', 'createdAt', 'updatedAt']);
const EQUALITIES: ReadonlySet<Operator> = new Set(['eq', 'in']);
const LOWER_BOUNDS: ReadonlySet<Operator> = new Set(['gt', 'gte', 'between', 'within_last', 'during']);

/** Pointers of the parts for which the database reads every lead of the workspace; that of the whole when each has an index. */
export function slowParts(condition: Condition): string[] {
  const parts = narrows(condition) ? [] : leavesWithoutIndex(condition, '');
  return parts.length === 0 ? [''] : parts;
}

/** Whether an index finds the leads for which the condition can hold. */
export function narrows(condition: Condition): boolean {
  switch (condition.type) {
    case 'all':
      return condition.conditions.some(narrows);
    case 'any':
      return condition.conditions.every(narrows);
    case 'field':
      return hasIndex(condition);
    case 'engagement':
      return requiresEvent(condition) && (condition.engagementTypes !== undefined || hasWords(condition));
    default:
      return false;
  }
}

const hasWords = ({ properties = [] }: EngagementCondition): boolean =>
  properties.some((one) => indexedPropertyWords(one).length > 0);

function hasIndex(condition: FieldCondition): boolean {
  const { field, operator, otherField } = condition;
  if (indexedWords(condition) !== undefined || indexedSimilarWords(condition) !== undefined) return true;
  if (indexedNumberWords(condition) !== undefined) return true;
  if (categoryOf(field) !== undefined) return !holdsWhenAbsent(operator);
  if (otherField !== undefined) return false;
  return EQUAL.has(field) ? EQUALITIES.has(operator) : BOUNDED.has(field) && LOWER_BOUNDS.has(operator);
}

function leavesWithoutIndex(condition: Condition, pointer: string): string[] {
  if (narrows(condition)) return [];
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.conditions.flatMap((part, index) => leavesWithoutIndex(part, `${pointer}/conditions/${index}`));
    case 'not':
      return [`${pointer}/condition`];
    default:
      return [pointer];
  }
}
