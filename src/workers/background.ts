import type { Services } from '../services/services.js';
import { startBackfills, startConnectors } from './connectors.js';
import { startConsents } from './consents.js';
import { startJobs } from './jobs.js';
import type { LoopLog } from './loop.js';
import { startPurge } from './purge.js';
import { startSegments } from './segments.js';
import { startStageChanges } from './stage-changes.js';
import { startTargets } from './targets.js';
import { startTimers } from './timers.js';
import { startWebhooks } from './webhooks.js';

/** Intervals of the loops, milliseconds; 0: this process does not run the loop. */
export interface Pace {
  timersEveryMs: number;
  jobsEveryMs: number;
  webhooksEveryMs: number;
}

export interface Background {
  /** Seconds that the longest overdue timer had waited at the last check. */
  lag(): number;
  /** Lets the rounds under way finish. */
  stop(): Promise<void>;
}

export const USUAL_PACE: Pace = { timersEveryMs: 5_000, jobsEveryMs: 1_000, webhooksEveryMs: 250 };

/** Starts the work that no request triggers: timers, jobs, exports, passes of segments, checks of targets, stage changes and consents, webhooks, payloads and backfills of connectors, and the purge of expired answers. */
export function startBackground(services: Services, log: LoopLog, pace: Pace): Background {
  const timers = pace.timersEveryMs > 0 ? startTimers(services, log, pace.timersEveryMs) : undefined;
  const jobs = pace.jobsEveryMs > 0 ? startJobs(services.jobs, log, pace.jobsEveryMs) : undefined;
  // The file of an export is one long step, which no other job waits for.
  const exports = pace.jobsEveryMs > 0 ? startJobs(services.exports, log, pace.jobsEveryMs) : undefined;
  const segments = pace.jobsEveryMs > 0 ? startSegments(services, log) : undefined;
  const targets = pace.jobsEveryMs > 0 ? startTargets(services, log) : undefined;
  const stageChanges = pace.jobsEveryMs > 0 ? startStageChanges(services, log) : undefined;
  const consents = pace.jobsEveryMs > 0 ? startConsents(services, log) : undefined;
  const webhooks = pace.webhooksEveryMs > 0 ? startWebhooks(services, log, pace.webhooksEveryMs) : undefined;
  const connectors = pace.jobsEveryMs > 0 ? startConnectors(services, log, pace.jobsEveryMs) : undefined;
  const backfills = pace.jobsEveryMs > 0 ? startBackfills(services, log, pace.jobsEveryMs) : undefined;
  const purge = startPurge(services, log);
  return {
    lag: () => timers?.lag() ?? 0,
    async stop() {
      const loops = [
        purge,
        timers,
        jobs,
        exports,
        segments,
        stageChanges,
        consents,
        webhooks,
        connectors,
        backfills,
        targets,
      ];
      await Promise.all(loops.map((loop) => loop?.stop()));
    },
  };
}
