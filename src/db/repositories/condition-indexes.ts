import { type SQL, sql } from 'drizzle-orm';
import type { Condition, EngagementCondition, FieldCondition } from '../../core/condition.js';
import { requiresEvent } from '../../core/conditions/engagement.js';
import { indexedNumberWords } from '../../core/conditions/indexed-numbers.js';
import { indexedPropertyWords, indexedWords } from '../../core/conditions/indexed-words.js';
import { MILLISECONDS_PER_DAY } from '../../core/time.js';
import { engagementEvents } from '../schema/engagement.js';
import { leads } from '../schema/leads.js';
import type { ConditionContext } from './computed-fields.js';
import { propertyTests } from './engagement-condition.js';
import { eventHasWords, leadHasNumbers, leadHasWords } from './lead-text.js';

/**
 * Tests that indexes serve and that hold for every lead for which the condition holds. They find the leads; the condition decides. Only
 * parts that must hold have some: those of the outermost `all`.
 */
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

function wordTests(condition: FieldCondition, { workspaceId }: ConditionContext): SQL[] {
  const lists = indexedWords(condition);
  if (lists !== undefined) return [leadHasWords(workspaceId, lists)];
  const ranges = indexedNumberWords(condition);
  return ranges === undefined ? [] : [leadHasNumbers(workspaceId, ranges)];
}

/** Leads with at least one event that the condition selects, where it requires one. */
function eventTests(condition: EngagementCondition, { workspaceId, now }: ConditionContext): SQL[] {
  const { engagementTypes, withinDays, properties = [], sourceIds } = condition;
  const words = properties.flatMap(indexedPropertyWords);
  if (!requiresEvent(condition) || (engagementTypes === undefined && words.length === 0)) return [];
  const e = engagementEvents;
  const parts = [sql`${e.workspaceId} = ${workspaceId}`];
  if (engagementTypes !== undefined) parts.push(sql`${e.type} = any(${sql.param(engagementTypes)}::text[])`);
  if (sourceIds !== undefined) parts.push(sql`${e.sourceId} = any(${sql.param(sourceIds)}::uuid[])`);
  if (withinDays !== undefined) {
    const from = new Date(now - withinDays * MILLISECONDS_PER_DAY).toISOString();
    parts.push(sql`${e.occurredAt} >= ${from}::timestamptz`);
  }
  if (words.length > 0) {
    const lists = engagementTypes?.map((type) => [`_${type}`, ...words]) ?? [words];
    parts.push(sql`${e.properties} is not null`, eventHasWords(workspaceId, lists));
  }
  parts.push(...propertyTests(properties));
  return [sql`${leads.id} in (select ${e.leadId} from ${e} where ${sql.join(parts, sql` and `)})`];
}
