import { setTimeout as sleep } from 'node:timers/promises';

export interface Loop {
  /** Resolves when the current round has finished. */
  stop(): Promise<void>;
}

export interface LoopLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * Runs rounds one after the other: at once when a round returns true, else after `everyMs` plus or minus a fifth, so that the
 * processes of a deployment spread out. A round that fails is logged as `failed`.
 */
export function startLoop(
  { log, everyMs, failed }: { log: LoopLog; everyMs: number; failed: string },
  round: (signal: AbortSignal) => Promise<boolean>,
): Loop {
  const stopping = new AbortController();
  const { signal } = stopping;
  const attempt = async (): Promise<boolean> => {
    try {
      return await round(signal);
    } catch (error) {
      log.error({ name: error instanceof Error ? error.name : 'unknown' }, failed);
      return false;
    }
  };
  const loop = async () => {
    let more = false;
    while (!signal.aborted) {
      const pause = more ? 0 : everyMs * (0.8 + Math.random() * 0.4);
      await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined);
      if (!signal.aborted) more = await attempt();
    }
  };
  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
