export const MILLISECONDS_PER_DAY = 86_400_000;

/** Milliseconds from `at` to `now` (both epoch milliseconds); an instant in the future (clock skew) has age 0. */
export function ageOf(at: number, now: number): number {
  return at < now ? now - at : 0;
}
