import type { FastifyReply } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Principal } from '../../services/context.js';
import { AppError } from '../../services/errors.js';

/** Most requests a minute of one API key, counted in each process; 0 sets no limit. */
export interface RateLimits {
  /** Of a publishable capture key, which anybody who visits a form can read. */
  capture: number;
  /** Of any other key. */
  others: number;
}

const WINDOW_SECONDS = 60;

/** Takes one request from the key's allowance, says in the answer what is left, and refuses when there is none. */
export type RateLimit = (principal: Principal, reply: FastifyReply) => Promise<void> | undefined;

/** Headers as in the IETF draft "RateLimit header fields for HTTP" (draft-ietf-httpapi-ratelimit-headers-10). */
export function rateLimit({ capture, others }: RateLimits): RateLimit {
  const limiterOf = (points: number) =>
    points === 0 ? undefined : new RateLimiterMemory({ points, duration: WINDOW_SECONDS });
  const [forCapture, forOthers] = [limiterOf(capture), limiterOf(others)];
  return (principal, reply) => {
    const limiter = principal.kind === 'capture' ? forCapture : forOthers;
    return limiter && take(limiter, principal, reply);
  };
}

async function take(limiter: RateLimiterMemory, principal: Principal, reply: FastifyReply): Promise<void> {
  const policy = `"${principal.kind === 'capture' ? 'capture' : 'default'}"`;
  reply.header('ratelimit-policy', `${policy};q=${limiter.points};w=${WINDOW_SECONDS}`);
  const tell = ({ remainingPoints, msBeforeNext }: RateLimiterRes): number => {
    const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
    reply.header('ratelimit', `${policy};r=${remainingPoints};t=${seconds}`);
    return seconds;
  };
  try {
    tell(await limiter.consume(principal.keyId));
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const headers = { 'retry-after': String(tell(refused)) };
    throw new AppError('rate_limited', `This API key may send ${limiter.points} requests a minute.`, { headers });
  }
}
