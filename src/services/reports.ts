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

export type ReportsService = ReturnType<typeof reportsService>;

export function reportsService(store: Store, timeOf: WorkspaceTime) {
  return {
    /** What was sold in a period, the last year when none is said. */
    async sales(workspaceId: string, asked: SalesReportQuery): Promise<SalesReport> {
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

import type { CycleCount } from '../db/repositories/recycling.js';

export type { CycleCount };

export interface RecyclingQuery {
  createdFrom?: number | undefined;
  createdBefore?: number | undefined;
}

/** How many came, or were taken up again, and how many of them are customers now. */
export interface Conversions {
  leads: number;
  converted: number;
}

export interface RecyclingReport {
  firstCycle: Conversions;
  recycled: Conversions;
  /** Of each cycle from 0, the first; who is in a later one has been in those before. */
  cycles: ({ cycle: number } & Conversions)[];
}

export type ReportsService = ReturnType<typeof reportsService>;

export function reportsService(store: Store) {
  return {
    /** Whether recycled leads convert, beside leads that were never taken up again. */
    async recycling(workspaceId: string, query: RecyclingQuery): Promise<RecyclingReport> {
      return recyclingReport(await store.read(workspaceId).recycling.countByCycle(query));
    },
  };
}

function recyclingReport(counts: readonly CycleCount[]): RecyclingReport {
  const from = (least: number) => counts.filter(({ cycle }) => cycle >= least);
  const sum = (rows: readonly CycleCount[]): Conversions => ({
    leads: rows.reduce((total, { leads }) => total + leads, 0),
    converted: rows.reduce((total, { converted }) => total + converted, 0),
  });
  const convertedIn = (cycle: number) => sum(counts.filter((row) => row.cycle === cycle)).converted;
  const last = Math.max(0, ...counts.map(({ cycle }) => cycle));
  const cycles = Array.from({ length: last + 1 }, (_, cycle) => ({
    cycle,
    leads: sum(from(cycle)).leads,
    converted: convertedIn(cycle),
  }));
  return { firstCycle: { leads: sum(counts).leads, converted: convertedIn(0) }, recycled: sum(from(1)), cycles };
}
