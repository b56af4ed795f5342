import type { CycleCount } from '../db/repositories/recycling.js';
import type { Store } from '../db/store.js';

export interface RecyclingQuery {
  createdFrom?: number | undefined;
  createdBefore?: number | undefined;
}

/** Leads that arrived or were reopened, and how many of them are customers now. */
export interface Conversions {
  leads: number;
  converted: number;
}

export interface RecyclingReport {
  firstCycle: Conversions;
  recycled: Conversions;
  /** One entry per cycle from 0, the first. A lead in a later cycle counts in all earlier ones. */
  cycles: ({ cycle: number } & Conversions)[];
}

export type ReportsService = ReturnType<typeof reportsService>;

export function reportsService(store: Store) {
  return {
    /** Conversion of recycled leads beside that of leads in their first cycle. */
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
