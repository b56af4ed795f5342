import type { AddressInfo } from 'node:net';
import { openApp } from '../../src/app.js';

/** A process that answers requests and runs operations on the database named, and prints its port when it does; the second argument limits a key's requests a minute. */
const [connection = '', perMinute = '0'] = process.argv.slice(2);
const silent = { info: () => undefined, error: () => undefined };
const { server } = await openApp({
  connection,
  poolSize: 4,
  log: silent,
  timersEveryMs: 0,
  jobsEveryMs: 20,
  rateLimits: { capture: 0, others: Number(perMinute) },
});
await server.listen({ host: '127.0.0.1', port: 0 });
console.log((server.server.address() as AddressInfo).port);
