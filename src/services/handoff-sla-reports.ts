import type {
  AcceptanceGroup,
  AcceptanceKey,
  AttainmentGroup,
  AttainmentKey,
  SpeedGroup,
  SpeedKey,
  Stretch,
} from '../db/repositories/handoff-sla-reports.js';
import type { Store } from '../db/store.js';

export type { AcceptanceGroup, AttainmentGroup, SpeedGroup };

export type HandoffSlaReportsService = ReturnType<typeof handoffSlaReportsService>;

/** Reports on hand-offs from marketing to sales and on service levels. */
export function handoffSlaReportsService(store: Store) {
  return {
    acceptance: (workspaceId: string, by: AcceptanceKey, stretch: Stretch): Promise<AcceptanceGroup[]> =>
      store.read(workspaceId).handoffSlaReports.acceptance(by, stretch),
    attainment: (workspaceId: string, by: AttainmentKey, stretch: Stretch): Promise<AttainmentGroup[]> =>
      store.read(workspaceId).handoffSlaReports.attainment(by, stretch),
    speedToLead: (workspaceId: string, by: SpeedKey, stretch: Stretch): Promise<SpeedGroup[]> =>
      store.read(workspaceId).handoffSlaReports.speedToLead(by, stretch),
  };
}
