import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Ids per read of the system's random source: a read costs more than everything else about an id. */
const DRAWN = 512;
const BYTES = 16;

/** UUIDv7 (RFC 9562) in ascending order within the process: time, then a counter from a random start each millisecond. */
export function createIdSource(clock: () => number = Date.now): () => string {
  const pool = new Uint8Array(DRAWN * BYTES);
  const view = new DataView(pool.buffer);
  let used = pool.length;
  let msecs = 0;
  let seq = 0;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const now = clock();
    if (now > msecs) {
      msecs = now;
      // A random start below half of the 32-bit range leaves the other half for counting.
      seq = view.getUint32(used) >>> 1;
    } else {
      seq++;
    }
    const random = pool.subarray(used, used + BYTES);
    used += BYTES;
    return v7({ msecs, seq, random });
  };
}
