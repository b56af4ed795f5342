import Type from 'typebox';
import { SALES_GROUPS } from '../../core/deals/deal.js';
import { iso } from '../../core/time.js';
import type { NameLookup } from '../../services/names.js';
import type {
  LeadOutcomeCounts,
  LeadOutcomeLine,
  RetentionLine,
  SalesLine,
  SalesReport,
} from '../../services/sales-report.js';
import { operation } from '../operations.js';
import { Id } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT } from '../schemas/examples.js';
import { period } from '../schemas/reports.js';
import { SalesReportSchema } from '../schemas/sales-report.js';
import { parseInstant } from './instants.js';
import { definitionsOut, PERIOD } from './report-presenters.js';

const DEFINITIONS = definitionsOut({
  volume:
    'Amounts of deals won in the period, added up by currency. Split by product: quantity times unit price of its lines.',
  averageDealSize: 'volume / wonDeals.',
  winRate: 'wonDeals / (wonDeals + lostDeals), by when the deals were closed.',
  leadWinRate:
    'wonLeads / (wonLeads + lostLeads), by when the leads became customers (converted ones: when their deal was closed) or were lost, with or without a deal. A lead that ended several times counts each time, also after it came back or was deleted. A correction (an undone conversion, a category set or released by hand) withdraws the previous outcome.',
  leadGroups:
    'The outcomes of leads by source, rep or product, as these were when the lead ended. A lead interested in several products counts in each; the products of a deleted lead are not known.',
  averageCycleDays:
    'Mean of closedAt - cycleStartedAt of won deals: from the first touch of the lead, or from the opening of a further deal. A deal closed before its begin has none.',
  repeatDeals: 'Won deals of customers with an earlier won deal, whenever that was.',
  retentionRate:
    'retained / atStart. A customer is away from its churn date until the date on which it returned; a churn that was undone never was.',
  repeatRate: 'repeatCustomers / customers.',
});

const ratio = (part: number, whole: number) => (whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000);

function groupOut(line: SalesLine, keyName?: string) {
  const { currency, group: key, won, lost, repeat, volume, average, cycleDays, medianCycleDays } = line;
  return {
    currency,
    key,
    keyName,
    volume,
    wonDeals: won,
    lostDeals: lost,
    averageDealSize: average,
    winRate: ratio(won, won + lost),
    averageCycleDays: cycleDays,
    medianCycleDays,
    repeatDeals: repeat,
  };
}

function retentionOut({ customers, fresh, repeat, atStart, retained, churned }: RetentionLine) {
  return {
    customers,
    newCustomers: fresh,
    repeatCustomers: repeat,
    atStart,
    retained,
    churned,
    retentionRate: ratio(retained, atStart),
    repeatRate: ratio(repeat, customers),
  };
}

const leadsOut = ({ won, lost, disqualified }: LeadOutcomeCounts) => ({
  wonLeads: won,
  lostLeads: lost,
  disqualifiedLeads: disqualified,
  leadWinRate: ratio(won, won + lost),
});

const leadGroupOut = ({ group: key, ...counts }: LeadOutcomeLine, keyName?: string) => ({
  key,
  keyName,
  ...leadsOut(counts),
});

function reportOut({ query, lines, leads, leadLines, retention }: SalesReport, names: NameLookup) {
  const nameOf = ({ group }: { group: string | null }) => (query.groupBy === 'product' ? undefined : names(group));
  return {
    from: iso(query.closedFrom),
    before: iso(query.closedBefore),
    groupBy: query.groupBy ?? null,
    groups: lines.map((line) => groupOut(line, nameOf(line))),
    leads: leadsOut(leads),
    leadGroups: leadLines.map((line) => leadGroupOut(line, nameOf(line))),
    retention: retentionOut(retention),
    definitions: DEFINITIONS,
  };
}

export const getSalesReport = operation({
  id: 'getSalesReport',
  method: 'GET',
  path: '/v1/reports/sales',
  tag: 'Reports',
  summary: 'Sales of a period',
  description:
    'Volume, deals, deal size, win rate, cycle time and repeat deals by currency, the win rate of leads, and the retention of customers. The period is the last 365 days when none is given. `definitions` explains each number.',
  scopes: ['reports:read'],
  query: Type.Object(
    {
      ...period('Deals closed'),
      currency: Type.Optional(
        Type.String({ pattern: '^[A-Z]{3}$', description: 'Deals in this ISO 4217 currency.', examples: ['EUR'] }),
      ),
      sourceId: Type.Optional(Id('Deals that came from this source.')),
      ownerId: Type.Optional(Id('Deals of this rep.')),
      product: Type.Optional(
        Type.String({ minLength: 1, maxLength: 200, description: 'Deals with this product; case does not matter.' }),
      ),
      groupBy: Type.Optional(
        enumOf(SALES_GROUPS, { description: 'What to group deals (besides the currency) and outcomes of leads by.' }),
      ),
    },
    { additionalProperties: false },
  ),
  period: PERIOD,
  success: {
    status: 200,
    schema: SalesReportSchema,
    description: 'The report.',
    example: {
      from: '2025-03-01T09:30:00.000Z',
      before: AT,
      groupBy: null,
      groups: [
        groupOut({
          ...{ currency: 'EUR', group: null, won: 1, lost: 1, repeat: 0, volume: '12500.00', average: '12500.00' },
          ...{ cycleDays: 41.5, medianCycleDays: 36 },
        }),
      ],
      leads: leadsOut({ won: 9, lost: 21, disqualified: 34 }),
      leadGroups: [],
      retention: retentionOut({ customers: 1, fresh: 1, repeat: 0, atStart: 0, retained: 0, churned: 0 }),
      definitions: DEFINITIONS,
    },
  },
  run: (services, { principal, query: { from, before, ...filter } }) => {
    const closed = { closedFrom: parseInstant(from), closedBefore: parseInstant(before) };
    return services.salesReports.report(principal.workspaceId, { ...filter, ...closed });
  },
  present: (report, { names }) => ({ body: reportOut(report, names) }),
});
