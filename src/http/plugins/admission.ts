import type { FastifyRequest } from 'fastify';
import { AppError } from '../../services/errors.js';
import { createFairLimiter, type FairLimits } from './fair-limiter.js';

/** Gives work its place, fairly between workspaces, and refuses what would wait too long. docs/adr/0018. */
export interface Admission {
  /** Whether the request is shed, before its body is read. */
  isFull(workspaceId: string, weight: number): boolean;
  /** Waits for a place. Rejects when there is none in time. `leave` ends what has got one. */
  enter(workspaceId: string, weight: number): Promise<void> | undefined;
  leave(workspaceId: string, weight: number): void;
}

/** One for all: a stack for each request that is shed would cost more than the rest of its answer. */
export const OVERLOADED = new AppError('overloaded', 'More requests arrive than can be answered in time.');

/** A share that holds the 64 connections at which group commit is at its best, and as much again in thirds for others. */
const LEAST_CONCURRENCY = 96;
const PER_CONNECTION = 8;
const SHARE = 0.75;
const QUEUE_PER_PLACE = 16;
const TARGET_MS = 100;
const INTERVAL_MS = 1_000;
const EXPIRE_EVERY_MS = 50;
/** A lead or a page of a list is one; a batch of a thousand leads is about twenty. */
const BYTES_PER_WEIGHT = 16_384;

/** The default bound: what keeps every connection of the pool busy, with group commit in mind. */
export function defaultConcurrency(poolSize: number): number {
  return Math.max(LEAST_CONCURRENCY, PER_CONNECTION * poolSize);
}

/** `maxInFlight` is the weight under way at most. */
export function admissionGate(maxInFlight: number, clock: () => number, onShed: () => void): Admission {
  const limits: FairLimits = {
    concurrency: maxInFlight,
    share: Math.max(1, Math.floor(maxInFlight * SHARE)),
    queue: maxInFlight * QUEUE_PER_PLACE,
    targetMs: TARGET_MS,
    intervalMs: INTERVAL_MS,
  };
  const limiter = createFairLimiter(limits);
  let sweeping = false;
  const sweep = () => {
    if (sweeping) return;
    sweeping = true;
    const expire = () => {
      sweeping = false;
      limiter.expire(clock());
      if (limiter.flows > 0) sweep();
    };
    setTimeout(expire, EXPIRE_EVERY_MS).unref();
  };
  const refusal = () => {
    onShed();
    return OVERLOADED;
  };
  return {
    isFull(workspaceId, weight) {
      const full = limiter.refuses(workspaceId, weight, clock());
      if (full) onShed();
      return full;
    },
    enter(workspaceId, weight) {
      let settled: boolean | undefined;
      let settle = (admitted: boolean) => {
        settled = admitted;
      };
      limiter.enter(workspaceId, weight, clock(), (admitted) => settle(admitted));
      sweep();
      if (settled === true) return undefined;
      if (settled === false) throw refusal();
      return new Promise((resolve, reject) => {
        settle = (admitted) => (admitted ? resolve() : reject(refusal()));
      });
    },
    leave: (workspaceId, weight) => limiter.leave(workspaceId, weight, clock()),
  };
}

/** What a request weighs: the length of its body, which tells batches from single leads before they are read. */
export function weightOf(request: FastifyRequest): number {
  const length = request.bodyBytes?.length ?? Number(request.headers['content-length'] ?? 0);
  return length > BYTES_PER_WEIGHT ? Math.ceil(length / BYTES_PER_WEIGHT) : 1;
}
