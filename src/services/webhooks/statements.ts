import type { Condition } from '../../core/condition.js';
import { groupBy } from '../../core/groups.js';
import type { LogSlice, SliceRequest } from '../../db/repositories/event-slices.js';
import type { Release } from '../../db/repositories/webhook-endpoints.js';
import type { DeliveryRecord } from '../../db/repositories/webhook-records.js';
import type { Store } from '../../db/store.js';
import { grouped } from './grouping.js';

/** What turns read and write. What several endpoints of a workspace need at the same time is one statement. */
export interface TurnStatements {
  /** Events of the log. Endpoints at the same place get the same objects. */
  slice(request: SliceRequest): Promise<LogSlice>;
  /** Which of the subjects have a delivery to the endpoint waiting. */
  blocked(request: { endpointId: string; subjectKeys: readonly string[] }): Promise<Set<string>>;
  /** Leads for which a condition holds; it may return others than those requested. */
  chosen(request: ChosenRequest): Promise<ReadonlySet<string>>;
  /** False: the process holds the endpoint no longer, and nothing was saved. */
  record(record: DeliveryRecord): Promise<boolean>;
  release(release: Release): Promise<void>;
}

interface ChosenRequest {
  where: Condition;
  leadIds: readonly string[];
  /** By the clock of the workspace. */
  now: number;
}

const MOST_READS = 1_000;
/** Each has up to 300 deliveries of a kilobyte in a statement. */
const MOST_RECORDS = 64;

export function turnStatements(store: Store, workspaceId: string): TurnStatements {
  const repositories = () => store.read(workspaceId);
  return {
    slice: grouped(MOST_READS, (requests) => repositories().webhookDeliveries.slices(requests)),
    blocked: grouped(MOST_READS, (requests) => repositories().webhookDeliveries.blocked(requests)),
    chosen: grouped(MOST_READS, (requests) => chosenLeads(store, workspaceId, requests)),
    record: grouped(MOST_RECORDS, async (records) => {
      const saved = await repositories().webhookDeliveries.record(records);
      return records.map(({ lease }) => saved.has(lease.endpointId));
    }),
    release: grouped(MOST_READS, async (released) => {
      await repositories().webhookEndpoints.release(released);
      return released.map(() => undefined);
    }),
  };
}

/** One statement for each distinct condition. */
async function chosenLeads(
  store: Store,
  workspaceId: string,
  requests: readonly ChosenRequest[],
): Promise<ReadonlySet<string>[]> {
  const chosen = new Map<string, Promise<ReadonlySet<string>>>();
  for (const [text, same] of groupBy(requests, ({ where }) => JSON.stringify(where))) {
    const leadIds = new Set(same.flatMap((request) => request.leadIds));
    const [first] = same;
    if (!first) continue;
    const { where, now } = first;
    chosen.set(text, store.read(workspaceId).webhookDeliveries.leadsWhere([...leadIds], where, now));
  }
  return Promise.all(requests.map(async ({ where }) => (await chosen.get(JSON.stringify(where))) ?? new Set<string>()));
}
