import type { Condition, Operator, Scalar } from '../condition.js';
import type { EngagementType } from '../engagement.js';

/** Short forms for documents written in code. */
export function field(name: string, operator: Operator, value?: Scalar | Scalar[]): Condition {
  return { type: 'field', field: name, operator, ...(value === undefined ? {} : { value }) };
}

export function all(...conditions: Condition[]): Condition {
  return { type: 'all', conditions };
}

export function any(...conditions: Condition[]): Condition {
  return { type: 'any', conditions };
}

export function happened(engagementTypes: EngagementType[], withinDays?: number): Condition {
  return { type: 'engagement', engagementTypes, ...(withinDays === undefined ? {} : { withinDays }) };
}
