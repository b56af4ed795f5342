import type { Services } from '../services/services.js';
import { type Loop, type LoopLog, startLoop } from './loop.js';

/** Runs due jobs of a service: at once again while there are more. */
export function startJobs(jobs: Pick<Services['jobs'], 'runDue'>, log: LoopLog, everyMs: number): Loop {
  return startLoop({ log, everyMs, failed: 'operations could not be run' }, async (signal) => {
    const { failures, more } = await jobs.runDue(signal);
    for (const failure of failures) log.error(failure, 'a step of an operation failed');
    return more;
  });
}
