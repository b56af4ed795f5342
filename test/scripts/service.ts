import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { type App, openApp } from '../../src/app.js';
import { bootstrap } from '../../src/services/bootstrap.js';
import { createTestDatabase } from '../support/database.js';

export interface Service {
  url: string;
  key: string;
  databaseUrl: string;
  app: App;
}

/** A real service on a database of its own, listening. */
export async function startService(teardown: (end: () => Promise<void>) => void): Promise<Service> {
  const { url: databaseUrl } = await createTestDatabase();
  const app = await openApp({ connection: databaseUrl, poolSize: 4, log: pino({ level: 'silent' }) });
  teardown(() => app.close());
  const made = await bootstrap(app.store, app.issuer, { newId: app.newId, now: app.clock() });
  const url = await app.server.listen({ host: '127.0.0.1', port: 0 });
  return { url, key: made?.token ?? '', databaseUrl, app };
}

/** What a bad network does to one request. */
export type Fault = 'none' | 'busy' | 'answer lost' | 'request lost';

/** Stands before a service and spoils requests by turn. */
export async function startFaultyProxy(
  target: string,
  faults: readonly Fault[],
  teardown: (end: () => Promise<void>) => void,
): Promise<string> {
  let turn = 0;
  const proxy = createServer((incoming, outgoing) => {
    const fault = faults[turn++ % faults.length] ?? 'none';
    if (fault === 'busy') {
      incoming.resume();
      outgoing.writeHead(503, { 'retry-after': '0' }).end('{"code":"overloaded"}');
      return;
    }
    if (fault === 'request lost') {
      incoming.socket.destroy();
      return;
    }
    const { method, headers } = incoming;
    const forwarded = request(target + incoming.url, { method, headers }, (answer) => {
      if (fault === 'answer lost') {
        answer.resume().on('end', () => incoming.socket.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => incoming.socket.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  teardown(async () => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}
