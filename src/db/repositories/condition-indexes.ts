import { type SQL, sql } from 'drizzle-orm';
import type { Condition, EngagementCondition, FieldCondition } from '../../core/condition.js';
import { comparisonOf, requiresEvent } from '../../core/conditions/engagement.js';
import { indexedNumberWords } from '../../core/conditions/indexed-numbers.js';
import { indexedPropertyWords, indexedSimilarWords, indexedWords } from '../../core/conditions/indexed-words.js';
import { narrows } from '../../core/conditions/slow-parts.js';
import { millisecondsOfDays } from '../../core/time.js';
import { engagementEvents } from '../schema/engagement.js';
import { leads } from '../schema/leads.js';
import type { ConditionContext } from './computed-fields.js';
import { propertyTests } from './engagement-condition.js';
import { eventHasWords, leadHasNumbers, leadHasWords, textSql } from './lead-text.js';
import { withRelatedRows } from './related-condition.js';

/**
 * Tests that hold for every lead for which the condition holds. They find the leads; the condition decides. Only parts that must hold have some:
 * those of the outermost `all`. Indexes serve them; where none narrows the condition, rows of other tables do.
 */
export function narrowingTests(condition: Condition, context: ConditionContext): SQL[] {
  const tests = [...indexedTests(condition, context), ...similarTests(condition, context)];
  return narrows(condition) ? tests : [...tests, ...rowTests(condition, context)];
}

/** Those that indexes serve. */
export function indexedTests(condition: Condition, context: ConditionContext): SQL[] {
  switch (condition.type) {
    case 'all':
      return condition.conditions.flatMap((part) => indexedTests(part, context));
    case 'field':
      return wordTests(condition, context);
    case 'engagement':
      return eventTests(condition, context);
    default:
      return [];
  }
}

/** Finds the leads with similar words first, as an array. Jobs read leads in slices, each of which would find them again. */
function similarTests(condition: Condition, context: ConditionContext): SQL[] {
  if (condition.type === 'all') return condition.conditions.flatMap((part) => similarTests(part, context));
  const words = condition.type === 'field' ? indexedSimilarWords(condition) : undefined;
  return words === undefined ? [] : [textSql(context.workspaceId, { words, similar: true })];
}

/** Reads all rows of a table that count for the condition: dearer than an index, cheaper than a look-up for each lead of the workspace. */
function rowTests(condition: Condition, context: ConditionContext): SQL[] {
  switch (condition.type) {
    case 'all':
      return condition.conditions.flatMap((part) => rowTests(part, context));
    case 'related': {
      const test = withRelatedRows(condition, context);
      return test === undefined ? [] : [test];
    }
    case 'engagement':
      return requiresEvent(condition) ? [withEvents(condition, context)] : [];
    default:
      return [];
  }
}

/** Leads with as many events as the comparison needs. */
function withEvents(condition: EngagementCondition, context: ConditionContext): SQL {
  const { measure, operator, value } = comparisonOf(condition);
  const least = measure === 'count' ? (operator === 'gt' ? value + 1 : value) : 1;
  const { leadId } = engagementEvents;
  return sql`${leads.id} in (${eventRows(condition, context)} group by ${leadId} having count(*) >= ${least}::numeric)`;
}

function wordTests(condition: FieldCondition, { workspaceId }: ConditionContext): SQL[] {
  const words = indexedWords(condition);
  if (words !== undefined) return [leadHasWords(workspaceId, words)];
  const ranges = indexedNumberWords(condition);
  return ranges === undefined ? [] : [leadHasNumbers(workspaceId, ranges)];
}

/** Leads with at least one event that the condition selects, where it requires one and an index finds it. */
function eventTests(condition: EngagementCondition, context: ConditionContext): SQL[] {
  return requiresEvent(condition) && narrows(condition) ? [sql`${leads.id} in (${eventRows(condition, context)})`] : [];
}

/** The leads of all events that the condition may select, as often as they have some. */
function eventRows(
  { engagementTypes, withinDays, properties = [], sourceIds }: EngagementCondition,
  { workspaceId, now }: ConditionContext,
): SQL {
  const words = properties.flatMap(indexedPropertyWords);
  const e = engagementEvents;
  const parts = [sql`${e.workspaceId} = ${workspaceId}`];
  if (engagementTypes !== undefined) parts.push(sql`${e.type} = any(${sql.param(engagementTypes)}::text[])`);
  if (sourceIds !== undefined) parts.push(sql`${e.sourceId} = any(${sql.param(sourceIds)}::uuid[])`);
  if (withinDays !== undefined) {
    const from = new Date(now - millisecondsOfDays(withinDays)).toISOString();
    parts.push(sql`${e.occurredAt} >= ${from}::timestamptz`);
  }
  if (words.length > 0) {
    const lists = engagementTypes?.map((type) => [`_${type}`, ...words]) ?? [words];
    parts.push(sql`${e.properties} is not null`, eventHasWords(workspaceId, lists));
  }
  parts.push(...propertyTests(properties));
  return sql`select ${e.leadId} from ${e} where ${sql.join(parts, sql` and `)}`;
}
