import { Worker } from 'node:worker_threads';
import type { EngineOptions } from './engine.js';
import type { Log } from './http/plugins/logging.js';
import type { Background } from './workers/background.js';

/** What can be handed to a thread. */
export type BackgroundSetup = Pick<EngineOptions, 'connection' | 'poolSize' | 'pgBouncer' | 'cursorSecret'>;

export type FromThread = { lag: number } | { log: 'info' | 'error'; fields: object; text: string };

/** As this file is: compiled, or a source that the loader of this process runs. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const THREAD = new URL(`./background-thread.${extension}`, import.meta.url);
const AGAIN_AFTER_MS = 1_000;
/** As much room for short-lived objects as the process has, by --max-semi-space-size=64; a thread does not inherit that. */
const LIMITS = { maxYoungGenerationSizeMb: 192 };

/**
 * Timers, operations and purges in a thread beside the one that answers requests: whoever asks something waits neither for
 * a slice of a rescore nor for a backtest. To the database it is one more process, so what holds between processes
 * holds between the two. A thread that ends by a fault is begun anew.
 */
export function startBackgroundThread(setup: BackgroundSetup, log: Log): Background {
  let lag = 0;
  let stopping = false;
  let again: NodeJS.Timeout | undefined;
  let thread: Worker | undefined;
  const begin = () => {
    const begun = new Worker(THREAD, { workerData: setup, resourceLimits: LIMITS });
    thread = begun;
    begun.on('message', (message: FromThread) => {
      if ('lag' in message) lag = message.lag;
      else log[message.log](message.fields, message.text);
    });
    begun.on('error', (error) => log.error({ name: error.name }, 'the background thread failed'));
    begun.on('exit', () => {
      thread = undefined;
      if (!stopping) again = setTimeout(begin, AGAIN_AFTER_MS);
    });
  };
  begin();
  return {
    lag: () => lag,
    async stop() {
      stopping = true;
      clearTimeout(again);
      const ending = thread;
      if (ending === undefined) return;
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      ending.postMessage('stop');
      await ended;
    },
  };
}
