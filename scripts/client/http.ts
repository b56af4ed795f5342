import { setTimeout as sleep } from 'node:timers/promises';

/** An answer of the service. `body` is parsed JSON; undefined when there was none. */
export interface Answer {
  status: number;
  body: unknown;
  /** Answered before under the same Idempotency-Key: nothing was done this time. */
  replayed: boolean;
}

export interface HttpClient {
  readonly url: string;
  get(path: string): Promise<Answer>;
  /** With an idempotency key the request is repeated until it is answered; without, only what never arrived is. */
  post(path: string, body: unknown, idempotencyKey?: string): Promise<Answer>;
  /** The same with the bytes already made. */
  postJson(path: string, json: string, idempotencyKey?: string): Promise<Answer>;
}

export interface HttpClientOptions {
  url: string;
  key: string;
  /** How long to go on trying while the service is away or busy, in milliseconds. */
  patienceMs?: number;
  onWait?: (reason: string, milliseconds: number) => void;
}

/** Refusals that another attempt may not meet: busy, draining, or the first attempt is still at work. */
const TRANSIENT = new Set([408, 429, 502, 503, 504]);
const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 10_000;
const LONGEST_RETRY_AFTER_MS = 60_000;
const ANSWER_WITHIN_MS = 120_000;

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { url, key, patienceMs = 300_000, onWait = () => undefined } = options;

  async function attempt(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${key}`);
    return fetch(`${url}${path}`, { ...init, headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  }

  async function request(path: string, init: RequestInit, repeatable: boolean): Promise<Answer> {
    const deadline = performance.now() + patienceMs;
    for (let backoff = FIRST_BACKOFF_MS; ; backoff = Math.min(backoff * 2, LONGEST_BACKOFF_MS)) {
      let reason: string;
      let wait = backoff * (0.75 + Math.random() / 2);
      try {
        const response = await attempt(path, init);
        const answer = await read(response);
        if (!isTransient(answer)) return answer;
        reason = `the service answered ${answer.status}`;
        const asked = retryAfterMs(response.headers.get('retry-after'), Date.now());
        if (asked !== undefined) wait = Math.min(asked, LONGEST_RETRY_AFTER_MS);
        if (performance.now() + wait > deadline) return answer;
      } catch (error) {
        if (!(repeatable || neverArrived(error)) || performance.now() + wait > deadline) throw unreachable(url, error);
        reason = 'the service does not answer';
      }
      onWait(reason, wait);
      await sleep(wait);
    }
  }

  const postJson = (path: string, json: string, idempotencyKey?: string) => {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
    return request(path, { method: 'POST', headers, body: json }, idempotencyKey !== undefined);
  };
  return {
    url,
    get: (path) => request(path, { method: 'GET' }, true),
    post: (path, body, idempotencyKey) => postJson(path, JSON.stringify(body ?? {}), idempotencyKey),
    postJson,
  };
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const replayed = response.headers.get('idempotent-replayed') === 'true';
  return { status: response.status, body: text === '' ? undefined : parseJson(text), replayed };
}

/** A proxy's error page is not JSON; its status tells enough. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTransient({ status, body }: Answer): boolean {
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

/** Refused connections did nothing; a connection lost half-way may have. */
function neverArrived(error: unknown): boolean {
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

/** What a refusal says, as one line: the detail and the first violated fields. */
export function problemText(problem: unknown): string {
  if (!isObject(problem)) return 'refused without a reason';
  const detail = typeof problem.detail === 'string' ? problem.detail : String(problem.title ?? 'refused');
  const errors = Array.isArray(problem.errors) ? problem.errors.filter(isObject) : [];
  const fields = errors
    .slice(0, 5)
    .map(({ pointer, parameter, detail: what }) => `${pointer ?? parameter ?? ''} ${what}`);
  return fields.length === 0 ? detail : `${detail} ${fields.join('; ')}`;
}
