import { canonicalMoney } from '../core/money.js';
import { MILLISECONDS_PER_DAY } from '../core/time.js';
import type { LeadOutcomeCounts, LeadOutcomeLine } from '../db/repositories/lead-outcomes.js';
import type { RetentionLine, SalesLine, SalesQuery } from '../db/repositories/sales.js';
import type { Store } from '../db/store.js';
import type { WorkspaceTime } from './workspace-time.js';

export type { LeadOutcomeCounts, LeadOutcomeLine, RetentionLine, SalesLine };
export type SalesReportQuery = Omit<SalesQuery, 'closedFrom' | 'closedBefore'> &
  Partial<Pick<SalesQuery, 'closedFrom' | 'closedBefore'>>;

export interface SalesReport {
  query: SalesQuery;
  lines: SalesLine[];
  leads: LeadOutcomeCounts;
  leadLines: LeadOutcomeLine[];
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
      const { sales, leadOutcomes } = store.read(workspaceId);
      const [lines, leads, leadLines, retention] = await Promise.all([
        sales.lines(query),
        leadOutcomes.total(query),
        leadOutcomes.lines(query),
        sales.retention(query),
      ]);
      const canonical = lines.map((line) => ({
        ...line,
        volume: canonicalMoney(line.volume),
        average: line.average === null ? null : canonicalMoney(line.average),
      }));
      return { query, lines: canonical, leads, leadLines, retention };
    },
  };
}
