import type {
  AcceptanceGroup,
  AcceptanceKey,
  AttainmentGroup,
  AttainmentKey,
  Period,
  SpeedGroup,
  SpeedKey,
} from '../db/repositories/handoff-sla-reports.js';
import type { Store } from '../db/store.js';

export type { AcceptanceGroup, AttainmentGroup, SpeedGroup };

export type HandoffSlaReportsService = ReturnType<typeof handoffSlaReportsService>;

/** Reports on hand-offs from marketing to sales and on service levels. */
export function handoffSlaReportsService(store: Store) {
  return {
    acceptance: (workspaceId: string, by: AcceptanceKey, period: Period): Promise<AcceptanceGroup[]> =>
      store.read(workspaceId).handoffSlaReports.acceptance(by, period),
    attainment: (workspaceId: string, by: AttainmentKey, period: Period): Promise<AttainmentGroup[]> =>
      store.read(workspaceId).handoffSlaReports.attainment(by, period),
    speedToLead: (workspaceId: string, by: SpeedKey, period: Period): Promise<SpeedGroup[]> =>
      store.read(workspaceId).handoffSlaReports.speedToLead(by, period),
  };
}
