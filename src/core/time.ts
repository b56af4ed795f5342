export const MILLISECONDS_PER_HOUR = 3_600_000;
export const MILLISECONDS_PER_DAY = 86_400_000;

/** Milliseconds from `at` to `now` (both epoch milliseconds); an instant in the future (clock skew) has age 0. */
export function ageOf(at: number, now: number): number {
  return at < now ? now - at : 0;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/i;

/** Epoch milliseconds of an RFC 3339 instant with its offset, or of a date (midnight UTC); undefined of anything else. */
export function parseInstant(text: string): number | undefined {
  const ms = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

let lastInstant = Number.NaN;
let lastText = '';

/** RFC 3339 in UTC. Remembers the last instant: one write stamps the same instant many times over. */
export function iso(ms: number): string {
  if (ms !== lastInstant) {
    lastText = new Date(ms).toISOString();
    lastInstant = ms;
  }
  return lastText;
}
