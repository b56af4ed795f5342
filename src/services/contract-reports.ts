import type {
  AcceptanceGroup,
  AcceptanceKey,
  AttainmentGroup,
  AttainmentKey,
  SpeedGroup,
  SpeedKey,
  Stretch,
} from '../db/repositories/contract-reports.js';
import type { Store } from '../db/store.js';

export type { AcceptanceGroup, AttainmentGroup, SpeedGroup };

export type ContractReportsService = ReturnType<typeof contractReportsService>;

/** Whether marketing and sales keep their word to each other and to leads. */
export function contractReportsService(store: Store) {
  return {
    acceptance: (workspaceId: string, by: AcceptanceKey, stretch: Stretch): Promise<AcceptanceGroup[]> =>
      store.read(workspaceId).contractReports.acceptance(by, stretch),
    attainment: (workspaceId: string, by: AttainmentKey, stretch: Stretch): Promise<AttainmentGroup[]> =>
      store.read(workspaceId).contractReports.attainment(by, stretch),
    speedToLead: (workspaceId: string, by: SpeedKey, stretch: Stretch): Promise<SpeedGroup[]> =>
      store.read(workspaceId).contractReports.speedToLead(by, stretch),
  };
}
