import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { EventCounts } from './core/events/events.js';
import type { EngineOptions } from './engine.js';
import type { Log } from './http/plugins/logging.js';
import type { Background } from './workers/background.js';

/** The options that can be sent to a thread. */
export type BackgroundSetup = Pick<
  EngineOptions,
  'connection' | 'poolSize' | 'pgBouncer' | 'cursorSecret' | 'contactSecret' | 'webhookTargets' | 'visitorEventDays'
> & {
  /** Whether the spans of jobs go to a collector. */
  traced: boolean;
};

export type FromThread = { lag: number; counts: EventCounts } | { log: 'info' | 'error'; fields: object; text: string };

/** The extension of this file: `js` when compiled, `ts` when the loader of this process runs the source. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const THREAD = new URL(`./background-thread.${extension}`, import.meta.url);
const RESTART_AFTER_MS = 1_000;
/**
 * Megabytes of each half of the space for short-lived objects, as is usual. The flag by which the main thread has four times as much holds for the
 * process and goes before the limits of a thread. In the thread it would save no time: its transactions are small.
 */
const HALF_SPACE_MB = 16;

/**
 * Runs timers, operations and purges in a worker thread, so that no request waits for a slice of a rescore or for a backtest.
 * For the database the thread is one more process, with the same guarantees. A thread that ends with an error is started again.
 */
export function startBackgroundThread(
  setup: BackgroundSetup,
  log: Log,
  onCommitted: (counts: EventCounts) => void,
): Background {
  let lag = 0;
  let stopping = false;
  let restart: NodeJS.Timeout | undefined;
  let thread: Worker | undefined;
  const startThread = () => {
    // The heap of this thread has its size already.
    setFlagsFromString(`--max-semi-space-size=${HALF_SPACE_MB}`);
    const worker = new Worker(THREAD, { workerData: setup });
    thread = worker;
    worker.on('message', (message: FromThread) => {
      if ('lag' in message) {
        lag = message.lag;
        onCommitted(message.counts);
      } else log[message.log](message.fields, message.text);
    });
    worker.on('error', (error) => log.error({ name: error.name }, 'the background thread failed'));
    worker.on('exit', () => {
      thread = undefined;
      if (!stopping) restart = setTimeout(startThread, RESTART_AFTER_MS);
    });
  };
  startThread();
  return {
    lag: () => lag,
    async stop() {
      stopping = true;
      clearTimeout(restart);
      const ending = thread;
      if (ending === undefined) return;
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      ending.postMessage('stop');
      await ended;
    },
  };
}
