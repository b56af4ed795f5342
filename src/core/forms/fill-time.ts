/** The input of a page with the start stamp: a signed instant, which says since when the visitor has seen the form. */
export const STAMP_FIELD = 'startStamp';
/** Pages stay open for long, and a stamp could be used again for as long. An older one counts as none. */
export const STAMP_MS = 24 * 3_600_000;

/**
 * Whether the time that it took shows a program. `startedAt`: the instant of the stamp, undefined without a valid one; both in epoch
 * milliseconds.
 */
export function isTooFast(
  { minFillSeconds, requiresStamp }: { minFillSeconds: number | null; requiresStamp: boolean },
  startedAt: number | undefined,
  now: number,
): boolean {
  if (minFillSeconds === null) return false;
  if (startedAt === undefined || now - startedAt > STAMP_MS) return requiresStamp;
  return now - startedAt < minFillSeconds * 1_000;
}
