import { parentPort, workerData } from 'node:worker_threads';
import type { BackgroundSetup, FromThread } from './background.js';
import { openEngine } from './engine.js';
import { startBackground, USUAL_PACE } from './workers/background.js';

const LAG_INTERVAL_MS = 5_000;

/** Runs the background loops in a worker thread with its own pool, until a stop message arrives. */
async function run(): Promise<void> {
  if (parentPort === null) throw new Error('this file is a thread of the process');
  const port = parentPort;
  const post = (message: FromThread) => port.postMessage(message);
  const log = (level: 'info' | 'error') => (fields: object, text: string) => post({ log: level, fields, text });
  const { services, database } = await openEngine(workerData as BackgroundSetup);
  const background = startBackground(services, { info: log('info'), error: log('error') }, USUAL_PACE);
  const lagTimer = setInterval(() => post({ lag: background.lag() }), LAG_INTERVAL_MS);
  port.once('message', async () => {
    clearInterval(lagTimer);
    await background.stop();
    await database.pool.end();
    port.close();
  });
}

await run();
