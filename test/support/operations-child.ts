import { openApp } from '../../src/app.js';

/** A process that runs operations on the database named, and prints `ready` when it does. */
const [connection = ''] = process.argv.slice(2);
const silent = { info: () => undefined, error: () => undefined };
await openApp({ connection, poolSize: 4, log: silent, timersEveryMs: 0, jobsEveryMs: 20 });
// The loop does not keep the process alive by itself.
setInterval(() => undefined, 1_000);
console.log('ready');
