import type { FastifyReply, FastifyRequest } from 'fastify';
import { rateLimitOf } from '../../core/api-keys/settings.js';
import type { Principal } from '../../services/context.js';
import { addressCounter, tooMany } from '../../services/rate-limits/address-counter.js';
import type { AllowanceResult, Allowances } from '../../services/rate-limits/allowances.js';
import { callerSite } from './address-limits.js';

/** Requests a minute; 0 sets no limit. A key with a limit of its own has that instead of `capture` or `others`. */
export interface RateLimits {
  /** Of a publishable capture key, which any visitor of a form can read; in all processes together. */
  capture: number;
  /** Of any other key; in all processes together. */
  others: number;
  /** Of one caller address with one capture key, in each process. */
  captureAddress?: number;
  /** Submissions of one form without a limit of its own, and of one caller address to it, in each process. */
  form?: number;
  formAddress?: number;
  /** Failed authentications of one caller address, in each process. */
  failedAuthentications?: number;
}

const WINDOW_SECONDS = 60;

/** Takes one request from the allowance of the key, adds the rest to the answer, and refuses when it is used up. */
export type RateLimit = (
  principal: Principal,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<void> | undefined;

/** Headers as in the IETF draft "RateLimit header fields for HTTP" (draft-ietf-httpapi-ratelimit-headers-10). */
export function rateLimit(limits: RateLimits, allowances: Allowances, clock: () => number): RateLimit {
  const perAddress = limits.captureAddress ?? 0;
  const addresses = addressCounter(perAddress);
  const ofAddress = (principal: Principal, request: FastifyRequest, reply: FastifyReply): void => {
    const caller = `${principal.keyId} ${callerSite(request)}`;
    const now = clock();
    const wait = addresses.blockedFor(caller, now);
    if (wait > 0) {
      setHeaders(reply, '"address"', { limit: perAddress, remaining: 0, resetMs: wait });
      throw tooMany(`One address may send ${perAddress} requests a minute with this API key.`, wait);
    }
    addresses.count(caller, now);
  };
  return (principal, request, reply) => {
    const isCapture = principal.kind === 'capture';
    if (isCapture && perAddress > 0) ofAddress(principal, request, reply);
    const limit = rateLimitOf(principal, limits);
    if (limit === Infinity) return undefined;
    const policy = principal.requestsPerMinute !== null ? '"key"' : isCapture ? '"capture"' : '"default"';
    const report = (taken: AllowanceResult) => answer(reply, policy, limit, taken);
    const taken = allowances.take(principal.workspaceId, principal.keyId, limit);
    if (taken instanceof Promise) return taken.then(report);
    report(taken);
    return undefined;
  };
}

function setHeaders(
  reply: FastifyReply,
  policy: string,
  { limit, remaining, resetMs }: { limit: number; remaining: number; resetMs: number },
): void {
  const seconds = Math.max(1, Math.ceil(resetMs / 1_000));
  reply.header('ratelimit-policy', `${policy};q=${limit};w=${WINDOW_SECONDS}`);
  reply.header('ratelimit', `${policy};r=${remaining};t=${seconds}`);
}

function answer(
  reply: FastifyReply,
  policy: string,
  limit: number,
  { allowed, remaining, resetMs }: AllowanceResult,
): void {
  setHeaders(reply, policy, { limit, remaining, resetMs });
  if (!allowed) throw tooMany(`This API key may send ${limit} requests a minute.`, resetMs);
}
