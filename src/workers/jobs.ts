import type { Services } from '../services/services.js';
import { type Loop, type LoopLog, startLoop } from './loop.js';

/** Runs due jobs: at once again while there are more. */
export function startJobs(services: Pick<Services, 'jobs'>, log: LoopLog, everyMs: number): Loop {
  return startLoop({ log, everyMs, failed: 'operations could not be run' }, async (signal) => {
    const { failures, more } = await services.jobs.runDue(signal);
    for (const failure of failures) log.error(failure, 'a step of an operation failed');
    return more;
  });
}
