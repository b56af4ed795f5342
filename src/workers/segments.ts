import type { Services } from '../services/services.js';
import { type Loop, type LoopLog, startLoop } from './loop.js';

const EVERY_MS = 2_000;

/** Continues the passes over leads that segments need: at once again while there are more. */
export function startSegments(services: Pick<Services, 'segmentPasses'>, log: LoopLog): Loop {
  return startLoop(
    { log, everyMs: EVERY_MS, failed: 'the members of segments could not be checked' },
    async (signal) => {
      const { failures, more } = await services.segmentPasses.runDue(signal);
      for (const name of failures) log.error({ name }, 'a pass of a segment failed and is tried again');
      return more;
    },
  );
}
