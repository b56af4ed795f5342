import type { Services } from '../services/services.js';
import { type Loop, type LoopLog, startLoop } from './loop.js';

const EVERY_MS = 10_000;

/** Continues the passes that make rows of earlier stage changes: at once again while there are more. */
export function startStageChanges(services: Pick<Services, 'stageChangePasses'>, log: LoopLog): Loop {
  return startLoop({ log, everyMs: EVERY_MS, failed: 'earlier stage changes could not be listed' }, (signal) =>
    services.stageChangePasses.runDue(signal),
  );
}
