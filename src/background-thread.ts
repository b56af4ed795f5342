import { parentPort, workerData } from 'node:worker_threads';
import type { BackgroundSetup, FromThread } from './background.js';
import type { EventCounts, EventType } from './core/events/events.js';
import { openEngine } from './engine.js';
import { startBackground, USUAL_PACE } from './workers/background.js';

const REPORT_INTERVAL_MS = 5_000;

/** Runs the background loops in a worker thread with its own pool, until a stop message arrives. */
async function run(): Promise<void> {
  if (parentPort === null) throw new Error('this file is a thread of the process');
  const port = parentPort;
  const post = (message: FromThread) => port.postMessage(message);
  const log = (level: 'info' | 'error') => (fields: object, text: string) => post({ log: level, fields, text });
  const setup = workerData as BackgroundSetup;
  const telemetry = setup.traced ? (await import('./telemetry.js')).openTelemetry(log('error')) : undefined;
  let counts: EventCounts = {};
  const committed = (more: EventCounts) => {
    for (const type of Object.keys(more) as EventType[]) counts[type] = (counts[type] ?? 0) + (more[type] ?? 0);
  };
  const report = () => {
    post({ lag: background.lag(), counts });
    counts = {};
  };
  const observer = { committed, feedRead: () => undefined };
  const { services, database } = await openEngine({ ...setup, observer, tracing: telemetry?.tracing });
  const background = startBackground(services, { info: log('info'), error: log('error') }, USUAL_PACE);
  const lagTimer = setInterval(report, REPORT_INTERVAL_MS);
  port.once('message', async () => {
    clearInterval(lagTimer);
    await background.stop();
    report();
    await telemetry?.close();
    await database.pool.end();
    port.close();
  });
}

await run();
