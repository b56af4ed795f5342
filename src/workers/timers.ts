import { setTimeout as sleep } from 'node:timers/promises';
import type { Services } from '../services/services.js';

interface TimersLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface TimersLoop {
  /** Seconds that the longest overdue timer had waited when last looked at. */
  lag(): number;
  /** Lets the round under way finish. */
  stop(): Promise<void>;
}

/**
 * Fires what is due: again at once while a round finds as much as it takes, else after `everyMs`, give or take a fifth,
 * so that the processes of a deployment do not all come at the same moment.
 */
export function startTimers(services: Pick<Services, 'timers'>, log: TimersLog, everyMs: number): TimersLoop {
  const stopping = new AbortController();
  let lag = 0;
  const round = async (): Promise<boolean> => {
    try {
      const { found, effective, failed, more, lag: waited } = await services.timers.fireDue();
      lag = waited / 1000;
      if (failed > 0) log.error({ found, failed }, 'some timers failed and are tried again later');
      else if (found > 0) log.info({ found, effective, lag }, 'fired timers');
      return more;
    } catch (error) {
      log.error({ name: error instanceof Error ? error.name : 'unknown' }, 'the timers could not be fired');
      return false;
    }
  };
  const loop = async () => {
    let more = false;
    while (!stopping.signal.aborted) {
      const pause = more ? 0 : everyMs * (0.8 + Math.random() * 0.4);
      await sleep(pause, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (!stopping.signal.aborted) more = await round();
    }
  };
  const running = loop();
  return {
    lag: () => lag,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
