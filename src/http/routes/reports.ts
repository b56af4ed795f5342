import Type from 'typebox';
import type { RecyclingReport as Report } from '../../services/reports.js';
import { operation } from '../operations.js';
import { period, RecyclingReport } from '../schemas/reports.js';
import { definitionsOut, PERIOD, periodOf, periodOut, shareOf } from './report-presenters.js';

const DEFINITIONS = definitionsOut({
  leads: 'All leads that were created in the period.',
  firstCycleConverted: 'Customers that were never reopened.',
  firstCycleConversionRate: 'firstCycleConverted / leads.',
  recycled: 'Leads that were recycled, or woke after being parked, at least once.',
  recycledConverted: 'Recycled leads that are customers now.',
  recycledConversionRate: 'recycledConverted / recycled.',
  recyclingUplift: 'recycledConversionRate - firstCycleConversionRate; below 0: recycled leads convert less.',
  conversionRate: 'converted / leads of the cycle.',
});

function totalOut({ firstCycle, recycled }: Report) {
  const first = shareOf(firstCycle.converted, firstCycle.leads);
  const again = shareOf(recycled.converted, recycled.leads);
  return {
    leads: firstCycle.leads,
    firstCycleConverted: firstCycle.converted,
    firstCycleConversionRate: first,
    recycled: recycled.leads,
    recycledConverted: recycled.converted,
    recycledConversionRate: again,
    recyclingUplift: first === null || again === null ? null : again - first,
  };
}

function reportOut(report: Report, query: Parameters<typeof periodOut>[0]) {
  const groups = report.cycles.map(({ cycle, leads, converted }) => ({
    key: String(cycle),
    leads,
    converted,
    conversionRate: shareOf(converted, leads),
  }));
  return {
    groupBy: 'cycle' as const,
    ...periodOut(query),
    groups,
    total: totalOut(report),
    definitions: DEFINITIONS,
  };
}

export const getRecyclingReport = operation({
  id: 'getRecyclingReport',
  method: 'GET',
  path: '/v1/reports/recycling',
  tag: 'Reports',
  summary: 'Whether recycled leads convert',
  description:
    'How many leads were recycled, by cycle, how many of them became customers, and how that compares with leads in their first cycle. Each number comes with its definition.',
  scopes: ['leads:read'],
  query: Type.Object(period('Leads created'), { additionalProperties: false }),
  period: PERIOD,
  success: {
    status: 200,
    schema: RecyclingReport,
    description: 'The numbers.',
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
