import { canonicalMoney } from '../core/money.js';
import { MILLISECONDS_PER_DAY } from '../core/time.js';
import type { LeadOutcomes, RetentionLine, SalesLine, SalesQuery } from '../db/repositories/sales.js';
import type { Store } from '../db/store.js';
import type { WorkspaceTime } from './workspace-time.js';

export type { LeadOutcomes, RetentionLine, SalesLine };
export type SalesReportQuery = Omit<SalesQuery, 'closedFrom' | 'closedBefore'> &
  Partial<Pick<SalesQuery, 'closedFrom' | 'closedBefore'>>;

export interface SalesReport {
  query: SalesQuery;
  lines: SalesLine[];
  leads: LeadOutcomes;
  retention: RetentionLine;
}

const DEFAULT_DAYS = 365;
/** The earliest date that a filter may name. */
const FIRST_INSTANT = Date.parse('0001-01-01T00:00:00Z');

export type SalesReportsService = ReturnType<typeof salesReportsService>;

export function salesReportsService(store: Store, timeOf: WorkspaceTime) {
  return {
    /** The sales of a period, by default of the last year. */
    async report(workspaceId: string, filter: SalesReportQuery): Promise<SalesReport> {
      const { closedBefore = (await timeOf(workspaceId)) + 1 } = filter;
      const oneYearBefore = Math.max(FIRST_INSTANT, closedBefore - DEFAULT_DAYS * MILLISECONDS_PER_DAY);
      const query = { ...filter, closedFrom: filter.closedFrom ?? oneYearBefore, closedBefore };
      const { sales } = store.read(workspaceId);
      const [lines, leads, retention] = await Promise.all([
        sales.lines(query),
        sales.leadOutcomes(query),
        sales.retention(query),
      ]);
      const canonical = lines.map((line) => ({
        ...line,
        volume: canonicalMoney(line.volume),
        average: line.average === null ? null : canonicalMoney(line.average),
      }));
      return { query, lines: canonical, leads, retention };
    },
  };
}
