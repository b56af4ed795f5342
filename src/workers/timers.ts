import type { Services } from '../services/services.js';
import { type Loop, type LoopLog, startLoop } from './loop.js';

export interface TimersLoop extends Loop {
  /** Seconds that the longest overdue timer had waited at the last check. */
  lag(): number;
}

/** Fires due timers: at once again while a round finds as many as it takes. */
export function startTimers(services: Pick<Services, 'timers'>, log: LoopLog, everyMs: number): TimersLoop {
  let lag = 0;
  const loop = startLoop({ log, everyMs, failed: 'the timers could not be fired' }, async () => {
    const { found, effective, failed, more, lag: waited } = await services.timers.fireDue();
    lag = waited / 1000;
    if (failed > 0) log.error({ found, failed }, 'some timers failed and are tried again later');
    else if (found > 0) log.info({ found, effective, lag }, 'fired timers');
    return more;
  });
  return { ...loop, lag: () => lag };
}
