import { parentPort, workerData } from 'node:worker_threads';
import type { BackgroundSetup, FromThread } from './background.js';
import { openEngine } from './engine.js';
import { startBackground, USUAL_PACE } from './workers/background.js';

const TELL_LAG_EVERY_MS = 5_000;

/** The loops, in a thread of their own over a pool of their own, until told to stop. */
async function run(): Promise<void> {
  if (parentPort === null) throw new Error('this file is a thread of the process');
  const port = parentPort;
  const tell = (message: FromThread) => port.postMessage(message);
  const log = (level: 'info' | 'error') => (fields: object, text: string) => tell({ log: level, fields, text });
  const { services, database } = await openEngine(workerData as BackgroundSetup);
  const background = startBackground(services, { info: log('info'), error: log('error') }, USUAL_PACE);
  const telling = setInterval(() => tell({ lag: background.lag() }), TELL_LAG_EVERY_MS);
  port.once('message', async () => {
    clearInterval(telling);
    await background.stop();
    await database.pool.end();
    port.close();
  });
}

await run();
