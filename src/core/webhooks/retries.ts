import type { DeliveryError } from './endpoint.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses after the first, second ... failed attempt, as Standard Webhooks 1.0 proposes: 75 h 35 min in all. */
export const RETRY_PAUSES: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
/** A receiver that understood the request and refused it is not asked again sooner. */
const SHORTEST_AFTER_REFUSAL = 30 * MINUTE;
/** Longest pause that a receiver can request (`Retry-After`). */
const LONGEST_PAUSE = 24 * HOUR;
/** Pauses vary by a fifth in both directions, so that deliveries that failed together do not return together. */
const JITTER = 0.2;
/** An endpoint without a success for so long is disabled. */
export const DISABLED_AFTER_MS = 5 * 24 * HOUR;
/** So many failures in a row: only one delivery a minute is tried until one succeeds. */
export const FAILURES_UNTIL_PAUSED = 5;
export const PROBE_PAUSE_MS = MINUTE;

export interface AttemptResult {
  /** HTTP status; null without an answer. */
  status: number | null;
  /** Null: the receiver answered 2xx. */
  error: DeliveryError | null;
  /** `Retry-After` of the answer in milliseconds. */
  retryAfterMs?: number | undefined;
}

/** What follows from an attempt. `pauseMs`: until the next one. */
export type AfterAttempt = { next: 'done' } | { next: 'retry'; pauseMs: number } | { next: 'give_up' };

/**
 * Whether and when an event is sent again. `attempts` counts this attempt; `random` is from 0 to 1. Other statuses than
 * 408, 425, 429 and 5xx are retried more slowly; 410 is not retried.
 */
export function afterAttempt(result: AttemptResult, attempts: number, random: number): AfterAttempt {
  if (result.error === null) return { next: 'done' };
  const pause = RETRY_PAUSES[attempts - 1];
  if (pause === undefined) return { next: 'give_up' };
  const usual = isTemporary(result) ? pause : Math.max(pause, SHORTEST_AFTER_REFUSAL);
  const varied = usual * (1 - JITTER + 2 * JITTER * random);
  const requested = Math.min(result.retryAfterMs ?? 0, LONGEST_PAUSE);
  return { next: 'retry', pauseMs: Math.round(Math.max(varied, requested)) };
}

/** Whether the receiver answers that it is gone for good (410). */
export const isGone = ({ status }: AttemptResult): boolean => status === 410;

function isTemporary({ status }: AttemptResult): boolean {
  return status === null || status >= 500 || [408, 425, 429].includes(status);
}

/** `Retry-After` (RFC 9110) in milliseconds: seconds or an HTTP date. Undefined when absent or malformed. */
export function retryAfterOf(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND;
  // Other texts that `Date.parse` reads are no HTTP dates.
  const at = /^[A-Z][a-z]{2,8}, /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
