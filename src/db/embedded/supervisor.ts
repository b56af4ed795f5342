import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedConnection } from '../client.js';
import { StartError, USE_ANOTHER_DATABASE } from '../start-error.js';
import { type Exit, type Postmaster, type PostmasterOptions, startPostmaster } from './postmaster.js';
import { waitUntilReady } from './ready.js';
import { endStaleServer } from './stale.js';

type Log = (level: 'info' | 'warn' | 'error', message: string) => void;

export interface Supervised {
  stop(): Promise<void>;
  onExit(listener: (exit: Exit) => void): void;
}

const RETRY_FOR_MS = 8_000;
const RETRY_PAUSE_MS = 100;
const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 30_000;
/** After this uptime the end was not caused by the start, so the next restart is immediate again. */
const HEALTHY_AFTER_MS = 30_000;

/** These errors last while a process of the crashed server lives. */
const TRANSIENT_ERROR = /lock file ".*" already exists|shared memory block .* is still in use/;

/** Starts the server, waits until it answers, and restarts it whenever it ends unexpectedly. */
export async function supervise(
  server: PostmasterOptions,
  connection: EmbeddedConnection,
  log: Log,
): Promise<Supervised> {
  const listeners: ((exit: Exit) => void)[] = [];
  const stopping = new AbortController();
  let running = await start(server, connection, log);
  const watching = watch();

  async function watch(): Promise<void> {
    let backoffMs = FIRST_BACKOFF_MS;
    while (!stopping.signal.aborted) {
      const since = Date.now();
      const exit = await running.exited;
      if (stopping.signal.aborted) return;
      if (Date.now() - since > HEALTHY_AFTER_MS) backoffMs = FIRST_BACKOFF_MS;
      log('error', `PostgreSQL ended (code ${exit.code}, signal ${exit.signal}); starting it again`);
      for (const listener of listeners) listener(exit);
      do {
        await sleep(backoffMs, undefined, { signal: stopping.signal }).catch(() => undefined);
        backoffMs = Math.min(backoffMs * 2, LONGEST_BACKOFF_MS);
        if (stopping.signal.aborted) return;
      } while (!(await restart()));
    }
  }

  async function restart(): Promise<boolean> {
    try {
      running = await start(server, connection, log);
      log('info', 'PostgreSQL answers again');
      return true;
    } catch (error) {
      log('error', error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  return {
    onExit: (listener) => void listeners.push(listener),
    async stop() {
      stopping.abort();
      await running.stop();
      await watching;
      // A restart may have succeeded while the server before it was being stopped.
      await running.stop();
    },
  };
}

async function start(server: PostmasterOptions, connection: EmbeddedConnection, log: Log): Promise<Postmaster> {
  const deadline = Date.now() + RETRY_FOR_MS;
  for (;;) {
    await endStaleServer(server.folders.cluster, (message) => log('warn', message));
    const postmaster = startPostmaster(server);
    if (await waitUntilReady(postmaster, connection)) return postmaster;
    const words = postmaster.lastWords();
    if (!TRANSIENT_ERROR.test(words) || Date.now() > deadline) {
      throw new StartError(
        `The embedded PostgreSQL ended while starting. Its last words in ${server.folders.log}: "${words}". ` +
          `Mend what it complains about, ${USE_ANOTHER_DATABASE}.`,
      );
    }
    await sleep(RETRY_PAUSE_MS);
  }
}
