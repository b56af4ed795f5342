import { setTimeout as sleep } from 'node:timers/promises';
import type { Services } from '../services/services.js';

const EVERY_MS = 10 * 60_000;

interface PurgeLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Forgets answers whose Idempotency-Key has run out, now and then, in small steps. */
export function startPurge(services: Pick<Services, 'maintenance'>, log: PurgeLog): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const loop = async () => {
    while (!stopping.signal.aborted) {
      await sleep(EVERY_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      try {
        const gone = await services.maintenance.purgeIdempotencyKeys();
        if (gone > 0) log.info({ gone }, 'forgot answers of old Idempotency-Keys');
      } catch (error) {
        log.error({ name: error instanceof Error ? error.name : 'unknown' }, 'the purge of Idempotency-Keys failed');
      }
    }
  };
  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
