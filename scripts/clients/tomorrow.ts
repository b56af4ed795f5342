import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { isObject } from '../client/http-client.js';

/** Fields whose words may grow in answers, each with a word that no document lists. */
const NEW_WORDS: Readonly<Record<string, string>> = {
  emailType: 'quantum',
  matchedBy: 'fingerprint',
  group: 'intent',
  code: 'word_of_tomorrow',
};
/** Free maps of the caller: the service adds nothing to them. */
const FREE_MAPS = new Set(['attributes']);
/** Codes that the journey compares; a new word would hide what it checks. */
const KEPT_CODES = new Set(['not_found', 'version_mismatch']);
const NEW_FIELD = { since: '2031-01-01T00:00:00.000Z', level: 3 };

export interface TomorrowProxy {
  url: string;
  /** How many fields and words were put into answers so far. */
  added(): { fields: number; words: number };
  close(): Promise<void>;
}

/**
 * Stands before a service and changes its answers to those of a later version: each object has a field more, and
 * vocabularies that may grow have a new word.
 */
export async function startTomorrowProxy(target: string): Promise<TomorrowProxy> {
  const counts = { fields: 0, words: 0 };
  const server = createServer((request, response) => {
    forward(target, request, response, counts).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the proxy has no address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    added: () => ({ ...counts }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Counts {
  fields: number;
  words: number;
}

async function forward(target: string, request: IncomingMessage, response: ServerResponse, counts: Counts) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const method = request.method ?? 'GET';
  const answer = await fetch(`${target}${request.url}`, {
    method,
    headers: forwardedHeaders(request),
    ...(body.length > 0 ? { body } : {}),
  });
  const text = await answer.text();
  const headers: OutgoingHttpHeaders = Object.fromEntries(answer.headers);
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding', 'connection']) delete headers[name];
  const isJson = /\bjson\b/.test(answer.headers.get('content-type') ?? '');
  response.writeHead(answer.status, headers);
  response.end(isJson && text !== '' ? JSON.stringify(ofTomorrow(JSON.parse(text), counts)) : text);
}

function forwardedHeaders(request: IncomingMessage): Record<string, string> {
  const dropped = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'expect']);
  const pairs = Object.entries(request.headers).filter(([name]) => !dropped.has(name));
  return Object.fromEntries(pairs.map(([name, value]) => [name, String(value)]));
}

function ofTomorrow(value: unknown, counts: Counts): unknown {
  if (Array.isArray(value)) return value.map((item) => ofTomorrow(item, counts));
  if (!isObject(value)) return value;
  const changed = Object.entries(value).map(([name, item]) => {
    const word = NEW_WORDS[name];
    if (word !== undefined && (item === null || typeof item === 'string') && !KEPT_CODES.has(String(item))) {
      counts.words++;
      return [name, word];
    }
    return [name, FREE_MAPS.has(name) ? item : ofTomorrow(item, counts)];
  });
  counts.fields++;
  return { ...Object.fromEntries(changed), fieldOfTomorrow: NEW_FIELD };
}
