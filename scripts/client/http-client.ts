import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { setTimeout as sleep } from 'node:timers/promises';

/** A response of the service. `body` is parsed JSON; undefined when there was none. */
export interface HttpResponse {
  status: number;
  body: unknown;
  /** The service repeated its earlier response for the Idempotency-Key and did nothing this time. */
  replayed: boolean;
}

export interface HttpClient {
  readonly url: string;
  get(path: string): Promise<HttpResponse>;
  /** With an idempotency key every failed request is retried; without one, only a request that was never sent. */
  post(path: string, body: unknown, idempotencyKey?: string): Promise<HttpResponse>;
  /** Like `post`, with a body that is already serialized. */
  postJson(path: string, json: string, idempotencyKey?: string): Promise<HttpResponse>;
  /** Sends a file as it is; each attempt reads it from its beginning. */
  upload(path: string, file: string, idempotencyKey: string): Promise<HttpResponse>;
  /** Writes the body of a response with status 200 to a file; of other responses it is `body`. */
  download(path: string, file: string): Promise<HttpResponse>;
  remove(path: string): Promise<HttpResponse>;
}

export interface HttpClientOptions {
  url: string;
  key: string;
  /** How long requests are retried while the service is unreachable or busy, in milliseconds. */
  patienceMs?: number;
  onWait?: (reason: string, milliseconds: number) => void;
}

/** Statuses that a retry can resolve: the service is busy, or it is shutting down. */
const TRANSIENT = new Set([408, 429, 502, 503, 504]);
const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 10_000;
const LONGEST_RETRY_AFTER_MS = 60_000;
const RESPONSE_TIMEOUT_MS = 120_000;
const READ_BYTES = 262_144;

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { url, key, patienceMs = 300_000, onWait = () => undefined } = options;

  async function attempt(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${key}`);
    return fetch(`${url}${path}`, { signal: AbortSignal.timeout(RESPONSE_TIMEOUT_MS), ...init, headers });
  }

  async function request(
    path: string,
    init: () => RequestInit,
    repeatable: boolean,
    readBody = readJson,
  ): Promise<HttpResponse> {
    const deadline = performance.now() + patienceMs;
    for (let backoff = FIRST_BACKOFF_MS; ; backoff = Math.min(backoff * 2, LONGEST_BACKOFF_MS)) {
      let reason: string;
      let wait = backoff * (0.75 + Math.random() / 2);
      try {
        const response = await attempt(path, init());
        const result = await readBody(response);
        if (!isTransient(result)) return result;
        reason = `the service answered ${result.status}`;
        const retryAfter = retryAfterMs(response.headers.get('retry-after'), Date.now());
        if (retryAfter !== undefined) wait = Math.min(retryAfter, LONGEST_RETRY_AFTER_MS);
        if (performance.now() + wait > deadline) return result;
      } catch (error) {
        if (!(repeatable || wasNotSent(error)) || performance.now() + wait > deadline) throw unreachable(url, error);
        reason = 'the service does not answer';
      }
      onWait(reason, wait);
      await sleep(wait);
    }
  }

  const postJson = (path: string, json: string, idempotencyKey?: string) => {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
    return request(path, () => ({ method: 'POST', headers, body: json }), idempotencyKey !== undefined);
  };
  return {
    url,
    get: (path) => request(path, () => ({ method: 'GET' }), true),
    post: (path, body, idempotencyKey) => postJson(path, JSON.stringify(body ?? {}), idempotencyKey),
    postJson,
    upload: (path, file, idempotencyKey) => request(path, () => fileRequest(file, idempotencyKey), true),
    download: (path, file) => request(path, longGet, true, (response) => saveBody(response, file)),
    remove: (path) => request(path, () => ({ method: 'DELETE' }), true),
  };
}

const LONGEST_DOWNLOAD_MS = 3_600_000;
const longGet = (): RequestInit => ({ method: 'GET', signal: AbortSignal.timeout(LONGEST_DOWNLOAD_MS) });

/** The file as the body. The request ends when it makes no progress for as long as a response may take. */
function fileRequest(file: string, idempotencyKey: string): RequestInit {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), RESPONSE_TIMEOUT_MS).unref();
  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>) {
      timer.refresh();
      yield chunk;
    }
  }
  const headers = { 'content-type': 'application/octet-stream', 'idempotency-key': idempotencyKey };
  // The types of `fetch` are those of browsers, whose streams differ from these of Node.js in what they declare only.
  const body = Readable.toWeb(Readable.from(bytes())) as unknown as ReadableStream;
  return { method: 'POST', headers, body, duplex: 'half', signal: silence.signal } as RequestInit;
}

async function saveBody(response: Response, file: string): Promise<HttpResponse> {
  if (response.status !== 200 || response.body === null) return readJson(response);
  const body = Readable.fromWeb(response.body as unknown as WebStream);
  await pipeline(body, createWriteStream(file, { mode: 0o600 }));
  return { status: 200, body: undefined, replayed: false };
}

async function readJson(response: Response): Promise<HttpResponse> {
  const text = await response.text();
  const replayed = response.headers.get('idempotent-replayed') === 'true';
  return { status: response.status, body: text === '' ? undefined : parseJson(text), replayed };
}

/** Returns undefined for text that is not JSON, such as the error page of a proxy. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTransient({ status, body }: HttpResponse): boolean {
  if (TRANSIENT.has(status)) return true;
  return status === 409 && isObject(body) && body.code === 'idempotency_in_progress';
}

/** `Retry-After` in seconds or as a date, from `now`; undefined when absent or unreadable. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** Whether the connection was refused, so that the service cannot have seen the request. */
function wasNotSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return isObject(cause) && (cause.code === 'ECONNREFUSED' || cause.code === 'ENOTFOUND');
}

function unreachable(url: string, error: unknown): Error {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return new Error(
    `The service at ${url} cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      cause: error,
    },
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A problem document as one line: the detail and the first five invalid fields. */
export function problemText(problem: unknown): string {
  if (!isObject(problem)) return 'refused without a reason';
  const detail = typeof problem.detail === 'string' ? problem.detail : String(problem.title ?? 'refused');
  const errors = Array.isArray(problem.errors) ? problem.errors.filter(isObject) : [];
  const fields = errors
    .slice(0, 5)
    .map(({ pointer, parameter, detail: what }) => `${pointer ?? parameter ?? ''} ${what}`);
  return fields.length === 0 ? detail : `${detail} ${fields.join('; ')}`;
}
