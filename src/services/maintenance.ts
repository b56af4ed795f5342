import type { RemovedSlice } from '../db/repositories/segment-members.js';
import type { Store } from '../db/store.js';
import { BEFORE_ALL } from './jobs/kinds.js';
import { rememberedSince } from './writes.js';

export type MaintenanceService = ReturnType<typeof maintenanceService>;

const CHUNK = 1_000;
const DAY_MS = 86_400_000;
/** How long the leads of a bulk change can be listed. */
const OPERATION_LEADS_MS = 7 * 86_400_000;

/** How long deliveries and attempts of webhooks can be listed. */
const WEBHOOKS_MS = 30 * 86_400_000;

/** How long payloads of connectors can be replayed. */
const PAYLOADS_MS = 30 * 86_400_000;

/** How long files and what is known of their rows are kept. */
const IMPORTS_MS = 30 * 86_400_000;
/** No file takes that long to arrive. */
const UPLOAD_MS = 86_400_000;

/** `visitorEventDays`: how long events of visitors who became no lead are kept; 0: for ever. */
export function maintenanceService(store: Store, clock: () => number, visitorEventDays: number) {
  return {
    /** Removes stored answers older than a day; returns how many. */
    purgeIdempotencyKeys: () =>
      inChunks((limit) => store.deployment.purgeIdempotencyKeys(rememberedSince(clock()), limit)),
    /** Removes the leads of bulk changes older than a week; returns how many. */
    purgeOperationLeads: () =>
      inChunks((limit) => store.deployment.purgeOperationLeads(new Date(clock() - OPERATION_LEADS_MS), limit)),
    /** Removes deliveries and attempts of webhooks older than 30 days; returns how many. */
    async purgeWebhooks(): Promise<number> {
      const before = new Date(clock() - WEBHOOKS_MS);
      const deliveries = await inChunks((limit) => store.deployment.purgeWebhookDeliveries(before, limit));
      return deliveries + (await inChunks((limit) => store.deployment.purgeWebhookAttempts(before, limit)));
    },
    /** Removes old events of visitors who became no lead; returns how many. */
    purgeVisitorEvents: async () =>
      visitorEventDays === 0
        ? 0
        : inChunks((limit) =>
            store.deployment.purgeVisitorEvents(new Date(clock() - visitorEventDays * DAY_MS), limit),
          ),
    /** Removes payloads of connectors older than 30 days; returns how many. */
    purgeConnectorPayloads: () =>
      inChunks((limit) => store.deployment.purgeConnectorPayloads(new Date(clock() - PAYLOADS_MS), limit)),
    /** Removes files of exports that have expired; returns how many. */
    purgeExportFiles: () => inChunks((limit) => store.deployment.purgeExportFiles(new Date(clock()), limit)),
    /** Removes imports older than 30 days with their files and rows, and what is left of files that did not arrive; returns how many. */
    async purgeImports(): Promise<number> {
      const old = { before: new Date(clock() - IMPORTS_MS), cut: new Date(clock() - UPLOAD_MS) };
      const found = await store.deployment.oldImports(old, CHUNK);
      for (const { workspaceId, id } of found) {
        const { importRows, imports } = store.read(workspaceId);
        await inChunks((limit) => importRows.forget(id, limit));
        await imports.remove(id);
      }
      return found.length;
    },
    /** Removes the members of deleted segments; returns how many. */
    async purgeSegmentMembers(): Promise<number> {
      let total = 0;
      for (const { workspaceId, segmentId } of await store.deployment.removedSegments()) {
        const { segmentMembers } = store.read(workspaceId);
        for (let afterId: string | null = BEFORE_ALL; afterId !== null; ) {
          const { gone, lastId }: RemovedSlice = await segmentMembers.removeSlice(segmentId, afterId, CHUNK);
          total += gone;
          afterId = lastId;
        }
        await segmentMembers.forget(segmentId);
      }
      return total;
    },
  };
}

async function inChunks(purge: (limit: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = await purge(CHUNK);
    total += removed;
    if (removed < CHUNK) return total;
  }
}
