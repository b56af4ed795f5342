import type { FastifyRequest } from 'fastify';
import type { AppError } from '../../services/errors.js';
import { addressCounter, tooMany } from '../../services/rate-limits/address-counter.js';
import { callerSite } from './address-limits.js';

/**
 * Limits failed authentications per caller address. Past the limit a key is refused without a query, unless
 * this process has authenticated it before: callers behind the same address (NAT) with keys in use are not affected.
 */
export interface FailedAuthentications {
  /** Refuses a key that would need a query while the address is over its limit. */
  check(request: FastifyRequest, keyHash: string): void;
  /** Counts a failure and returns the error to answer with. */
  failed(request: FastifyRequest, error: AppError): AppError;
  succeeded(keyHash: string): void;
}

const MOST_KEYS = 10_000;
const DETAIL = 'Too many requests without a valid API key came from this address.';

/** `perMinute` 0 sets no limit. */
export function failedAuthentications(perMinute: number, clock: () => number): FailedAuthentications {
  const counter = addressCounter(perMinute);
  const valid = new Set<string>();
  // The address is parsed only within a minute after a failure.
  let lastFailureAt = Number.NEGATIVE_INFINITY;
  const blockedFor = (request: FastifyRequest, now: number) =>
    now - lastFailureAt > 60_000 ? 0 : counter.blockedFor(callerSite(request), now);
  return {
    check(request, keyHash) {
      if (perMinute === 0 || valid.has(keyHash)) return;
      const wait = blockedFor(request, clock());
      if (wait > 0) throw tooMany(DETAIL, wait);
    },
    failed(request, error) {
      if (perMinute === 0) return error;
      const now = clock();
      const wait = blockedFor(request, now);
      if (wait > 0) return tooMany(DETAIL, wait);
      lastFailureAt = now;
      counter.count(callerSite(request), now);
      return error;
    },
    succeeded(keyHash) {
      if (valid.has(keyHash)) return;
      const [oldest] = valid.size >= MOST_KEYS ? valid : [];
      if (oldest !== undefined) valid.delete(oldest);
      valid.add(keyHash);
    },
  };
}
