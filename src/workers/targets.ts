import type { Services } from '../services/services.js';
import { type Loop, type LoopLog, startLoop } from './loop.js';

const EVERY_MS = 5_000;

/** Checks the targets that are due: at once again while there are more. */
export function startTargets(services: Pick<Services, 'targetChecks'>, log: LoopLog): Loop {
  return startLoop({ log, everyMs: EVERY_MS, failed: 'the targets could not be checked' }, async (signal) => {
    const { failures, more } = await services.targetChecks.runDue(signal);
    for (const name of failures)
      log.error({ name }, 'the targets of a workspace could not be checked and are tried again');
    return more;
  });
}
