import type { Services } from '../services/services.js';
import { type Loop, type LoopLog, startLoop } from './loop.js';

/** Runs operations that are due: again at once while there is more to do. */
export function startOperations(services: Pick<Services, 'operations'>, log: LoopLog, everyMs: number): Loop {
  return startLoop({ log, everyMs, failed: 'operations could not be run' }, async (signal) => {
    const { failures, more } = await services.operations.runDue(signal);
    for (const failure of failures) log.error(failure, 'a step of an operation failed');
    return more;
  });
}
