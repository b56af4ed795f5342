/** Share of decided leads whose decision took no longer than the maturity period. */
const MATURE_SHARE = 0.9;

/**
 * Leads that arrived after this instant (epoch milliseconds) are not used for training yet: only the quickly decided ones have
 * an outcome, and they are not representative. The period before `now` is the time within which nine of ten decided leads were
 * decided. Undefined without decided leads.
 */
export function matureBefore(
  decided: readonly { arrivedAt: number; decidedAt: number }[],
  now: number,
): number | undefined {
  const taken = decided.map(({ arrivedAt, decidedAt }) => Math.max(0, decidedAt - arrivedAt)).sort((a, b) => a - b);
  const wait = taken[Math.min(taken.length - 1, Math.ceil(taken.length * MATURE_SHARE) - 1)];
  return wait === undefined ? undefined : now - wait;
}
