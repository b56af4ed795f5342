import type { Condition } from '../condition.js';
import { findField } from '../conditions/fields.js';
import { touchesAge } from '../conditions/touches.js';

const FADING = /^(score\.|grade$|temperature$|category$|conversionProbability$|timeframeDaysLeft$)/;
const RELATIVE: ReadonlySet<string> = new Set(['within_last', 'older_than', 'within_next']);

/** Whether time alone can change the condition: it reads the clock, or a value that fades. */
export function dependsOnTime(condition: Condition): boolean {
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.conditions.some(dependsOnTime);
    case 'not':
      return dependsOnTime(condition.condition);
    case 'engagement':
      return condition.withinDays !== undefined || (condition.measure ?? 'count') !== 'count';
    case 'related':
      return touchesAge(condition);
    case 'segment':
      return true;
    case 'field': {
      const { field, operator } = condition;
      return RELATIVE.has(operator) || FADING.test(field) || findField(field)?.type === 'date';
    }
  }
}
