import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  body: { sequence: number; id: string; type: string; subjectId: string; subjectKind: string; after?: object };
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** The receiver never answers. */
  hangs?: boolean;
}

/** A receiver of webhooks on a free port of 127.0.0.1. `answers` decides what it answers; by default 204. */
export async function openReceiver(
  t: { teardown(close: () => unknown): unknown },
  answers: (received: Received) => Answer = () => ({}),
) {
  const received: Received[] = [];
  let answer = answers;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString('utf8');
      const one = { path: request.url ?? '', headers: request.headers, text, body: JSON.parse(text) };
      received.push(one);
      const { status = 204, headers = {}, body, hangs } = answer(one);
      if (hangs === true) return;
      response.writeHead(status, headers);
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** Closes every connection. */
    hangUp: () => server.closeAllConnections(),
    /** From now on it answers so. */
    answerWith(next: (received: Received) => Answer) {
      answer = next;
    },
  };
}
