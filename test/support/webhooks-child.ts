import { openApp } from '../../src/app.js';
import { blockOf } from './key-rights.js';

/** A process that sends webhooks of the database named to 127.0.0.1, and prints `ready` when it does. */
const [connection = ''] = process.argv.slice(2);
const silent = { info: () => undefined, error: () => undefined };
await openApp({
  ...{ connection, poolSize: 4, log: silent, timersEveryMs: 0, jobsEveryMs: 0, webhooksEveryMs: 10 },
  webhookTargets: [blockOf('127.0.0.1/32')],
});
// The loop does not keep the process alive by itself.
setInterval(() => undefined, 1_000);
console.log('ready');
