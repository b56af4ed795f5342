import type { FastifyRequest } from 'fastify';
import { AppError } from '../../services/errors.js';
import { createFairLimiter, type FairLimits } from './fair-limiter.js';

/** Admits requests fairly between workspaces, and sheds those that would wait too long (docs/adr/0018). */
export interface Admission {
  /** Whether the request is shed, before its body is read. */
  isFull(workspaceId: string, weight: number): boolean;
  /** Waits for admission; undefined when admitted at once. Rejects when it takes too long. `leave` ends an admitted request. */
  enter(workspaceId: string, weight: number): Promise<void> | undefined;
  leave(workspaceId: string, weight: number): void;
}

/** Shared by all shed requests: a stack trace for each would cost more than the rest of its answer. */
export const OVERLOADED = new AppError('overloaded', 'More requests arrive than can be answered in time.');

/** SHARE of it holds 64 connections, where group commit works best, and leaves a quarter for other workspaces. */
const LEAST_CONCURRENCY = 96;
const PER_CONNECTION = 8;
const SHARE = 0.75;
const QUEUE_PER_SLOT = 16;
const TARGET_MS = 100;
const INTERVAL_MS = 1_000;
const EXPIRE_EVERY_MS = 50;
/** A lead or a page of a list weighs 1; a batch of a thousand leads about 20. */
const BYTES_PER_WEIGHT = 16_384;

/** The default bound keeps every connection of the pool busy, with several requests in each group commit. */
export function defaultConcurrency(poolSize: number): number {
  return Math.max(LEAST_CONCURRENCY, PER_CONNECTION * poolSize);
}

/** `maxInFlight` is the most weight in flight. */
export function admissionGate(maxInFlight: number, clock: () => number, onShed: () => void): Admission {
  const limits: FairLimits = {
    concurrency: maxInFlight,
    share: Math.max(1, Math.floor(maxInFlight * SHARE)),
    queue: maxInFlight * QUEUE_PER_SLOT,
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

/** The weight of a request, from the length of its body: it distinguishes batches from single leads before they are read. */
export function weightOf(request: FastifyRequest): number {
  // A file holds no capacity while it arrives.
  if (request.operation?.upload !== undefined) return 1;
  const length = request.bodyBytes?.length ?? Number(request.headers['content-length'] ?? 0);
  return length > BYTES_PER_WEIGHT ? Math.ceil(length / BYTES_PER_WEIGHT) : 1;
}
