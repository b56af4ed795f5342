import type { Condition } from '../condition.js';
import type { Population } from './population.js';

/** Costs are counted by the day. */
export const COST_POPULATIONS = {
  cost_days: {
    records: 'days of costs, without entries that were corrected',
    at: 'on the day, in the zone of the workspace; a day counts where it begins in the period',
    own: ['currency'],
  },
} as const satisfies Record<string, Population>;

export const COST_VALUES = {
  cost: 'part of the amount for the day (spread evenly over the period of the entry)',
} as const;

/** What costs can be grouped by, beside calendar units. */
export const COST_DIMENSIONS: ReadonlySet<string> = new Set(['sourceId', 'campaignId', 'channel', 'currency']);

/** Fields of conditions that costs have. */
export const COST_FIELDS: ReadonlySet<string> = new Set([
  ...['sourceId', 'campaignId', 'source.channel', 'source.name', 'source.campaign'],
]);

/** Whether a condition compares nothing but what costs have. */
export function isOfCostFields(condition: Condition): boolean {
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.conditions.every(isOfCostFields);
    case 'not':
      return isOfCostFields(condition.condition);
    case 'field':
      return COST_FIELDS.has(condition.field);
    default:
      return false;
  }
}
