/** Share of leads that are decided within the time that a label needs to be ripe. */
const RIPE_SHARE = 0.9;

/**
 * Leads that arrived after this instant (epoch milliseconds) are not to be learnt from yet: of those, only the ones that
 * are decided quickly have an outcome, and they are not like the others. It lies as long before `now` as nine of ten
 * decided leads took from arrival to decision. Undefined without decided leads.
 */
export function ripeBefore(
  decided: readonly { arrivedAt: number; decidedAt: number }[],
  now: number,
): number | undefined {
  const taken = decided.map(({ arrivedAt, decidedAt }) => Math.max(0, decidedAt - arrivedAt)).sort((a, b) => a - b);
  const wait = taken[Math.min(taken.length - 1, Math.ceil(taken.length * RIPE_SHARE) - 1)];
  return wait === undefined ? undefined : now - wait;
}
