import { setTimeout as sleep } from 'node:timers/promises';

/** How long public submissions take that are not stored: as long as those that are, so that time tells nobody which it was. */
export interface PublicPace {
  /** Notes how long a stored submission took, in milliseconds. */
  note(tookMs: number): void;
  /** Waits until a submission that began at this instant of `performance.now()` has taken as long as a recent one that was stored. */
  wait(beganAt: number): Promise<void>;
}

/** Submissions whose times are remembered, in each process. */
const REMEMBERED = 64;
/** Before the first one. */
const USUAL_MS = 5;
/** A submission that waited for a lock says nothing about others. */
const MOST_MS = 250;

export function publicPace(
  clock = () => performance.now(),
  pause: (ms: number) => Promise<unknown> = (ms) => sleep(ms),
): PublicPace {
  const recent: number[] = [];
  let next = 0;
  let waited = 0;
  return {
    note(tookMs) {
      recent[next] = Math.min(tookMs, MOST_MS);
      next = (next + 1) % REMEMBERED;
    },
    async wait(beganAt) {
      waited = (waited + 1) % Math.max(1, recent.length);
      const rest = (recent[waited] ?? USUAL_MS) - (clock() - beganAt);
      if (rest > 0) await pause(rest);
    },
  };
}
