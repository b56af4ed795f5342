import type { Store } from '../db/store.js';
import { rememberedSince } from './writes.js';

export type MaintenanceService = ReturnType<typeof maintenanceService>;

const CHUNK = 1_000;

export function maintenanceService(store: Store, clock: () => number) {
  return {
    /** Removes remembered answers older than a day, in chunks; tells how many. */
    async purgeIdempotencyKeys(): Promise<number> {
      let gone = 0;
      for (;;) {
        const removed = await store.deployment.purgeIdempotencyKeys(rememberedSince(clock()), CHUNK);
        gone += removed;
        if (removed < CHUNK) return gone;
      }
    },
  };
}
