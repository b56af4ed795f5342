import Type from 'typebox';
import type { RecyclingReport as Report } from '../../services/reports.js';
import { operation } from '../operations.js';
import { RecyclingReport } from '../schemas/lead-lifecycle.js';
import { period } from '../schemas/reports.js';
import { definitionsOut, PERIOD, periodOf, periodOut, shareOf } from './report-presenters.js';

const DEFINITIONS = {
  leads: 'All leads that became known in the period.',
  first_cycle_converted: 'Customers that were never taken up again.',
  first_cycle_conversion_rate: 'first_cycle_converted by leads.',
  recycled: 'Leads that were recycled, or woke after being parked, at least once.',
  recycled_converted: 'Those of them that are customers now.',
  recycled_conversion_rate: 'recycled_converted by recycled.',
  recycling_uplift: 'recycled_conversion_rate less first_cycle_conversion_rate; below 0: recycled leads convert less.',
};

function reportOut({ firstCycle, recycled, cycles }: Report, query: Parameters<typeof periodOut>[0]) {
  const first = shareOf(firstCycle.converted, firstCycle.leads);
  const again = shareOf(recycled.converted, recycled.leads);
  const difference = first === null || again === null ? null : again - first;
  const figure = (
    name: keyof typeof DEFINITIONS,
    unit: 'leads' | 'share' | 'difference_of_shares',
    value: number | null,
  ) => ({ name, value, unit });
  return {
    ...periodOut(query),
    figures: [
      figure('leads', 'leads', firstCycle.leads),
      figure('first_cycle_converted', 'leads', firstCycle.converted),
      figure('first_cycle_conversion_rate', 'share', first),
      figure('recycled', 'leads', recycled.leads),
      figure('recycled_converted', 'leads', recycled.converted),
      figure('recycled_conversion_rate', 'share', again),
      figure('recycling_uplift', 'difference_of_shares', difference),
    ],
    cycles: cycles.map((row) => ({ ...row, conversionRate: shareOf(row.converted, row.leads) })),
    definitions: definitionsOut(DEFINITIONS),
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
  query: Type.Object(period('Leads created'), { additionalProperties: false }),
  period: PERIOD,
  success: {
    status: 200,
    schema: RecyclingReport,
    description: 'The figures.',
    example: reportOut(
      {
        firstCycle: { leads: 200, converted: 20 },
        recycled: { leads: 50, converted: 4 },
        cycles: [
          { cycle: 0, leads: 200, converted: 20 },
          { cycle: 1, leads: 50, converted: 4 },
        ],
      },
      {},
    ),
  },
  run: (services, { principal, query }) => {
    const { from: createdFrom, before: createdBefore } = periodOf(query);
    return services.reports.recycling(principal.workspaceId, { createdFrom, createdBefore });
  },
  present: (report, { query }) => ({ body: reportOut(report, query) }),
});
