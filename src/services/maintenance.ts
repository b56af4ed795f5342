import type { Store } from '../db/store.js';
import { rememberedSince } from './writes.js';

export type MaintenanceService = ReturnType<typeof maintenanceService>;

const CHUNK = 1_000;

export function maintenanceService(store: Store, clock: () => number) {
  return {
    /** Removes stored answers older than a day, in chunks; returns how many. */
    async purgeIdempotencyKeys(): Promise<number> {
      let total = 0;
      for (;;) {
        const removed = await store.deployment.purgeIdempotencyKeys(rememberedSince(clock()), CHUNK);
        total += removed;
        if (removed < CHUNK) return total;
      }
    },
  };
}
