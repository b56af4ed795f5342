import { AppError } from '../errors.js';

const WINDOW_MS = 60_000;
/** Beyond it the oldest address is forgotten, which bounds the memory. */
const MOST_ADDRESSES = 10_000;

/** Counts per caller address, in windows of a minute, in the memory of this process. */
export interface AddressCounter {
  count(address: string, now: number): void;
  /** Milliseconds until the address is below the limit again; 0 while it is. `most`: a limit other than the usual one. */
  blockedFor(address: string, now: number, most?: number): number;
}

export function addressCounter(limit: number): AddressCounter {
  const counted = new Map<string, { count: number; until: number }>();
  return {
    count(address, now) {
      const known = counted.get(address);
      if (known !== undefined && known.until > now) {
        known.count += 1;
        return;
      }
      counted.delete(address);
      const [oldest] = counted.size >= MOST_ADDRESSES ? counted.keys() : [];
      if (oldest !== undefined) counted.delete(oldest);
      counted.set(address, { count: 1, until: now + WINDOW_MS });
    },
    blockedFor(address, now, most = limit) {
      const known = counted.get(address);
      return known !== undefined && known.count >= most && known.until > now ? known.until - now : 0;
    },
  };
}

export function tooMany(detail: string, waitMs: number): AppError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return new AppError('rate_limited', detail, { headers: { 'retry-after': String(seconds) } });
}
