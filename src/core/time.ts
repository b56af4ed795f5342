export const MILLISECONDS_PER_HOUR = 3_600_000;
export const MILLISECONDS_PER_DAY = 86_400_000;

/** Milliseconds from `at` to `now` (both epoch milliseconds); an instant in the future (clock skew) has age 0. */
export function ageOf(at: number, now: number): number {
  return at < now ? now - at : 0;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/i;

/** The instants that both JavaScript and PostgreSQL can write with four digits for the year, epoch milliseconds. */
export const FIRST_INSTANT = Date.parse('0001-01-01T00:00:00Z');
export const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Epoch milliseconds of an RFC 3339 instant with its offset, or of a date (midnight UTC); undefined of anything else,
 * also of an instant whose year in UTC is not 1 to 9999.
 */
export function parseInstant(text: string): number | undefined {
  const ms = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  return ms >= FIRST_INSTANT && ms <= LAST_INSTANT ? ms : undefined;
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
