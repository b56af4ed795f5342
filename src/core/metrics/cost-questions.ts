import type { Condition } from '../condition.js';
import type { FieldViolation } from '../violations.js';
import { isOfCosts, type MetricName } from './catalogue.js';
import { COST_DIMENSIONS, isOfCostFields } from './cost-metrics.js';
import { isTimeDimension } from './dimensions.js';

/** What of a question decides whether costs can answer it. */
export interface CostQuestion {
  metrics: readonly MetricName[];
  groupBy: readonly string[];
  where?: Condition | undefined;
  currency?: string | undefined;
}

/** Costs have no fields of leads: grouped or selected by one they would be 0, and what is divided by leads would be too small. */
export function costViolations({ metrics, groupBy, where, currency }: CostQuestion): FieldViolation[] {
  const code = 'costs_without_field';
  const violations: FieldViolation[] = [];
  if (currency !== undefined && groupBy.includes('currency'))
    violations.push({ pointer: '/currency', code: 'value_invalid', detail: 'converts all amounts: group by less' });
  if (!metrics.some(isOfCosts)) return violations;
  for (const [index, name] of groupBy.entries()) {
    if (isTimeDimension(name) || COST_DIMENSIONS.has(name)) continue;
    const detail = `is not known of costs: group them by ${[...COST_DIMENSIONS].join(', ')}, or a calendar unit`;
    violations.push({ pointer: `/groupBy/${index}`, code, detail });
  }
  if (where !== undefined && !isOfCostFields(where)) {
    const detail = 'compares fields that costs do not have: they have a source and a campaign';
    violations.push({ pointer: '/where', code, detail });
  }
  return violations;
}
