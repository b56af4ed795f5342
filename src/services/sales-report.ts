import { canonicalMoney } from '../core/money.js';
import { MILLISECONDS_PER_DAY } from '../core/time.js';
import type { RetentionLine, SalesLine, SalesQuery } from '../db/repositories/sales.js';
import type { Store } from '../db/store.js';
import type { WorkspaceTime } from './workspace-time.js';

export type { RetentionLine, SalesLine };
export type SalesReportQuery = Omit<SalesQuery, 'closedFrom' | 'closedBefore'> &
  Partial<Pick<SalesQuery, 'closedFrom' | 'closedBefore'>>;

export interface SalesReport {
  query: SalesQuery;
  lines: SalesLine[];
  retention: RetentionLine;
}

const DEFAULT_DAYS = 365;
/** Dates begin here. */
const FIRST_INSTANT = Date.parse('0001-01-01T00:00:00Z');

export type SalesReportsService = ReturnType<typeof salesReportsService>;

export function salesReportsService(store: Store, timeOf: WorkspaceTime) {
  return {
    /** What was sold in a period, the last year when none is said. */
    async tell(workspaceId: string, asked: SalesReportQuery): Promise<SalesReport> {
      const { closedBefore = (await timeOf(workspaceId)) + 1 } = asked;
      const aYearBefore = Math.max(FIRST_INSTANT, closedBefore - DEFAULT_DAYS * MILLISECONDS_PER_DAY);
      const query = { ...asked, closedFrom: asked.closedFrom ?? aYearBefore, closedBefore };
      const { sales } = store.read(workspaceId);
      const [lines, retention] = await Promise.all([sales.lines(query), sales.retention(query)]);
      const told = lines.map((line) => ({
        ...line,
        volume: canonicalMoney(line.volume),
        average: line.average === null ? null : canonicalMoney(line.average),
      }));
      return { query, lines: told, retention };
    },
  };
}
