import type { Services } from '../services/services.js';
import { type Loop, type LoopLog, startLoop } from './loop.js';

const EVERY_MS = 10_000;

/** Continues the passes that make entries of earlier consents: at once again while there are more. */
export function startConsents(services: Pick<Services, 'consentPasses'>, log: LoopLog): Loop {
  return startLoop({ log, everyMs: EVERY_MS, failed: 'earlier consents could not be recorded' }, (signal) =>
    services.consentPasses.runDue(signal),
  );
}
