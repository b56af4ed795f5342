import type { Services } from '../services/services.js';
import { type Loop, type LoopLog, startLoop } from './loop.js';

const EVERY_MS = 10 * 60_000;

/** Removes answers with expired Idempotency-Keys every ten minutes, in chunks. */
export function startPurge(services: Pick<Services, 'maintenance'>, log: LoopLog): Loop {
  const failed = 'the purge of Idempotency-Keys failed';
  return startLoop({ log, everyMs: EVERY_MS, failed }, async () => {
    const gone = await services.maintenance.purgeIdempotencyKeys();
    if (gone > 0) log.info({ gone }, 'forgot answers of old Idempotency-Keys');
    return false;
  });
}
