import Type from 'typebox';
import type { Conversions, RecyclingReport as Report } from '../../services/reports.js';
import { operation } from '../operations.js';
import { Timestamp } from '../schemas/common.js';
import { RecyclingReport } from '../schemas/lead-lifecycle.js';
import { parseInstant } from './instants.js';

const shareOf = ({ leads, converted }: Conversions) => (leads === 0 ? null : converted / leads);

function reportOut({ firstCycle, recycled, cycles }: Report) {
  const [first, again] = [shareOf(firstCycle), shareOf(recycled)];
  const difference = first === null || again === null ? null : again - first;
  const figure = (
    key: string,
    unit: 'leads' | 'share' | 'difference_of_shares',
    value: number | null,
    definition: string,
  ) => ({ key, value, unit, definition });
  return {
    figures: [
      figure('leads', 'leads', firstCycle.leads, 'All leads that became known in the period.'),
      figure('first_cycle_converted', 'leads', firstCycle.converted, 'Customers that were never taken up again.'),
      figure('first_cycle_conversion_rate', 'share', first, 'first_cycle_converted by leads.'),
      figure(
        'recycled',
        'leads',
        recycled.leads,
        'Leads that were recycled, or woke after being parked, at least once.',
      ),
      figure('recycled_converted', 'leads', recycled.converted, 'Those of them that are customers now.'),
      figure('recycled_conversion_rate', 'share', again, 'recycled_converted by recycled.'),
      figure(
        'recycling_uplift',
        'difference_of_shares',
        difference,
        'recycled_conversion_rate less first_cycle_conversion_rate; below 0: recycled leads convert less.',
      ),
    ],
    cycles: cycles.map((row) => ({ ...row, conversionRate: shareOf(row) })),
  };
}

export const getRecyclingReport = operation({
  id: 'getRecyclingReport',
  method: 'GET',
  path: '/v1/reports/recycling',
  tag: 'Reports',
  summary: 'Whether recycled leads convert',
  description:
    'How many leads were recycled, by cycle, how many of them became customers, and how that compares with leads in their first cycle. Each figure comes with its definition.',
  scopes: ['leads:read'],
  query: Type.Object(
    {
      createdFrom: Type.Optional(Timestamp('Of leads created at this instant or later.')),
      createdBefore: Type.Optional(Timestamp('Of leads created before this instant.')),
    },
    { additionalProperties: false },
  ),
  period: ['createdFrom', 'createdBefore'],
  success: {
    status: 200,
    schema: RecyclingReport,
    description: 'The figures.',
    example: reportOut({
      firstCycle: { leads: 200, converted: 20 },
      recycled: { leads: 50, converted: 4 },
      cycles: [
        { cycle: 0, leads: 200, converted: 20 },
        { cycle: 1, leads: 50, converted: 4 },
      ],
    }),
  },
  run: (services, { principal, query: { createdFrom, createdBefore } }) => {
    const period = { createdFrom: parseInstant(createdFrom), createdBefore: parseInstant(createdBefore) };
    return services.reports.recycling(principal.workspaceId, period);
  },
  present: (report) => ({ body: reportOut(report) }),
});
