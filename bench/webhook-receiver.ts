/** A receiver of webhooks as a process of the bench: notes when each event arrives first, and reports it on request. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is requested of the receiver. Requests to paths that begin with `/hang` get no answer. */
export interface ReceiverRequest {
  what: 'port' | 'arrivals' | 'bodies';
  /** Arrivals from this one on, counted from 0. */
  from?: number;
}

export interface Arrivals {
  /** Number of requests that were answered so far. */
  count: number;
  /** Path and epoch milliseconds of each request. */
  at: { path: string; at: number }[];
}

/** The first bodies are kept, for a client that sends the same ones. */
const KEPT_BODIES = 200;
const bodies: string[] = [];
const arrivals: { path: string; at: number }[] = [];
const server = createServer((request, response) => {
  const path = request.url ?? '';
  if (bodies.length < KEPT_BODIES) keepBody(request);
  else request.resume();
  request.on('end', () => {
    if (path.startsWith('/hang')) return;
    arrivals.push({ path, at: Date.now() });
    response.writeHead(204).end();
  });
});
server.keepAliveTimeout = 60_000;

function keepBody(request: IncomingMessage): void {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => bodies.push(Buffer.concat(parts).toString('utf8')));
}

process.on('message', ({ what, from = 0 }: ReceiverRequest) => {
  if (what === 'arrivals') process.send?.({ count: arrivals.length, at: arrivals.slice(from) } satisfies Arrivals);
  else if (what === 'bodies') process.send?.(bodies);
  else if (server.listening) process.send?.({ port: (server.address() as AddressInfo).port });
  else server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
});
process.on('disconnect', () => process.exit(0));
