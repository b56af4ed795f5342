import type { Services } from '../services/services.js';
import type { LoopLog } from './loop.js';
import { startOperations } from './operations.js';
import { startPurge } from './purge.js';
import { startTimers } from './timers.js';

/** How often it is looked whether something is due, milliseconds; 0: never, then somebody else must. */
export interface Pace {
  timersEveryMs: number;
  operationsEveryMs: number;
}

export interface Background {
  /** Seconds that the longest overdue timer had waited when last looked at. */
  lag(): number;
  /** Lets the rounds under way finish. */
  stop(): Promise<void>;
}

export const USUAL_PACE: Pace = { timersEveryMs: 5_000, operationsEveryMs: 1_000 };

/** All that happens without being asked: timers, operations, and forgetting what has run out. */
export function startBackground(services: Services, log: LoopLog, pace: Pace): Background {
  const timers = pace.timersEveryMs > 0 ? startTimers(services, log, pace.timersEveryMs) : undefined;
  const operations = pace.operationsEveryMs > 0 ? startOperations(services, log, pace.operationsEveryMs) : undefined;
  const purge = startPurge(services, log);
  return {
    lag: () => timers?.lag() ?? 0,
    async stop() {
      await Promise.all([purge.stop(), timers?.stop(), operations?.stop()]);
    },
  };
}
