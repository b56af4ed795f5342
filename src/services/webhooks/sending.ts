import { lookup as resolveName } from 'node:dns';
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { type Address, type AddressBlock, holds, parseAddress } from '../../core/network/addresses.js';
import type { DeliveryError } from '../../core/webhooks/endpoint.js';
import { type AttemptResult, retryAfterOf } from '../../core/webhooks/retries.js';
import { isAllowedTarget, literalAddress } from '../../core/webhooks/targets.js';

export interface WebhookRequest {
  /** POST when absent. */
  method?: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface WebhookAnswer extends AttemptResult {
  durationMs: number;
  /** First characters of the answer; null without an answer or without a text in it. */
  answer: string | null;
}

export interface WebhookSender {
  send(request: WebhookRequest): Promise<WebhookAnswer>;
  close(): void;
}

export interface SenderOptions {
  /** Private addresses that the deployment permits; http: is for them only. */
  privateTargets: readonly AddressBlock[];
  timeoutMs?: number;
  /** Bytes of an answer that are read, and characters that are kept, at most. */
  most?: { readBytes: number; keptCharacters: number };
  /** Finds the addresses of a name; tests replace it. */
  resolve?: typeof resolveName;
}

const TIMEOUT_MS = 15_000;
/** The rest of a longer answer is not read. */
const MOST = { readBytes: 16_384, keptCharacters: 1_024 };
const MOST_SOCKETS_OF_HOST = 32;

class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED';
}

/**
 * Sends webhooks. The addresses of a name are checked when a connection is made, by the look-up that the connection uses, so a name
 * that changes its address between check and use gains nothing. A name with one refused address is refused.
 */
export function createWebhookSender(options: SenderOptions): WebhookSender {
  const { privateTargets, timeoutMs = TIMEOUT_MS, most = MOST, resolve = resolveName } = options;
  const settings = { keepAlive: true, maxSockets: MOST_SOCKETS_OF_HOST, timeout: 2 * timeoutMs };
  const plain = new HttpAgent(settings);
  const secure = new HttpsAgent(settings);
  const isAllowed: Record<'http:' | 'https:', (address: Address) => boolean> = {
    'http:': (address) => privateTargets.some((block) => holds(block, address)),
    'https:': (address) => isAllowedTarget(address, privateTargets),
  };
  return {
    send({ method = 'POST', url, headers, body }) {
      const target = new URL(url);
      const literal = literalAddress(target.hostname);
      const isSecure = target.protocol === 'https:';
      const allows = isAllowed[isSecure ? 'https:' : 'http:'];
      // Node looks up names only.
      if (literal !== undefined && !allows(literal)) return Promise.resolve(REFUSED);
      const sized = { ...headers, 'content-length': String(Buffer.byteLength(body)) };
      const shared = { method, headers: sized, lookup: checkedLookup(allows, resolve) };
      const make = () =>
        isSecure
          ? httpsRequest(target, { ...shared, agent: secure })
          : httpRequest(target, { ...shared, agent: plain });
      return exchange(make, { body, timeoutMs, most });
    },
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

const REFUSED: WebhookAnswer = { status: null, error: 'address_refused', durationMs: 0, answer: null };

/** Sends once more where a receiver closed a kept connection before it read the request. */
async function exchange(make: () => ClientRequest, sending: Sending): Promise<WebhookAnswer> {
  const began = performance.now();
  for (;;) {
    const { wasClosed, ...answer } = await tryOnce(make, {
      ...sending,
      timeoutMs: sending.timeoutMs - (performance.now() - began),
    });
    if (!wasClosed) return { ...answer, durationMs: Math.round(performance.now() - began) };
  }
}

interface Sending {
  body: string;
  timeoutMs: number;
  most: typeof MOST;
}

type Exchanged = Omit<WebhookAnswer, 'durationMs'>;

function tryOnce(
  make: () => ClientRequest,
  { body, timeoutMs, most }: Sending,
): Promise<Exchanged & { wasClosed?: boolean }> {
  return new Promise((resolve) => {
    let request: ClientRequest;
    try {
      request = make();
    } catch (error) {
      resolve({ status: null, error: errorOf(error, false), answer: null });
      return;
    }
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      request.destroy(new Error('timed out'));
    }, timeoutMs);
    const end = (answer: Exchanged & { wasClosed?: boolean }) => {
      clearTimeout(timer);
      resolve(answer);
    };
    const failed = (error: unknown) => ({ status: null, error: errorOf(error, timedOut), answer: null });
    let hasAnswer = false;
    request.on('error', (error) => {
      const wasClosed = request.reusedSocket && !hasAnswer && !timedOut && 'code' in error && CLOSED.has(error.code);
      end({ ...failed(error), wasClosed });
    });
    // After an answer with the status 101 there is neither an error nor a response.
    request.on('close', () => {
      if (!hasAnswer) end(failed(undefined));
    });
    request.on('response', (response) => {
      hasAnswer = true;
      readStart(response, most, (answer, complete) => {
        if (timedOut) return end({ status: null, error: 'timed_out', answer: null });
        if (!complete) request.destroy();
        end({ ...resultOf(response), answer });
      });
    });
    request.end(body);
  });
}

/** Errors of a connection that the other side has closed. */
const CLOSED: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE']);

function resultOf({ statusCode, headers }: IncomingMessage): AttemptResult {
  const status = statusCode ?? 0;
  if (status >= 200 && status < 300) return { status, error: null };
  return { status, error: 'status', retryAfterMs: retryAfterOf(headers['retry-after'], Date.now()) };
}

/** Calls `done` once, with the first characters of the answer. */
function readStart(
  response: IncomingMessage,
  most: typeof MOST,
  done: (answer: string | null, complete: boolean) => void,
): void {
  const parts: Buffer[] = [];
  let size = 0;
  let ended = false;
  const end = (complete: boolean) => {
    if (ended) return;
    ended = true;
    const text = Buffer.concat(parts).toString('utf8').slice(0, most.keptCharacters).replaceAll('\0', '');
    done(text === '' ? null : text, complete);
  };
  response.on('data', (part: Buffer) => {
    size += part.length;
    if (!ended) parts.push(part);
    if (size > most.readBytes) end(false);
  });
  response.on('end', () => end(true));
  response.on('error', () => end(false));
  response.on('close', () => end(response.complete));
}

function errorOf(error: unknown, timedOut: boolean): DeliveryError {
  if (timedOut) return 'timed_out';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ADDRESS_REFUSED') return 'address_refused';
  if (['ENOTFOUND', 'EAI_AGAIN', 'ENODATA'].includes(code)) return 'name_not_resolved';
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/.test(code)) return 'tls_failed';
  return code === 'ETIMEDOUT' ? 'timed_out' : 'connection_failed';
}

function checkedLookup(allows: (address: Address) => boolean, resolve: typeof resolveName): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const isAllowed = addresses.every(({ address }) => {
        const parsed = parseAddress(address);
        return parsed !== undefined && allows(parsed);
      });
      const [first] = addresses;
      if (!isAllowed || first === undefined) return callback(new AddressRefused('the address is refused'), []);
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
