export const MILLISECONDS_PER_HOUR = 3_600_000;
export const MILLISECONDS_PER_DAY = 86_400_000;

/** The whole milliseconds of a number of days. Instants are whole, so an age is within the days exactly when it is within these. */
export const millisecondsOfDays = (days: number): number => Math.floor(days * MILLISECONDS_PER_DAY);

/** Milliseconds from `at` to `now` (both epoch milliseconds); an instant in the future (clock skew) has age 0. */
export function ageOf(at: number, now: number): number {
  return at < now ? now - at : 0;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/i;

/** The range of instants with a four-digit year, which JavaScript and PostgreSQL share; epoch milliseconds. */
export const FIRST_INSTANT = Date.parse('0001-01-01T00:00:00Z');
export const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Epoch milliseconds of an RFC 3339 instant with its offset, or of a date (midnight UTC). Undefined for any other text, and
 * for an instant whose year in UTC is not 1 to 9999.
 */
export function parseInstant(text: string): number | undefined {
  const ms = INSTANT.test(text) && isDay(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
  return ms >= FIRST_INSTANT && ms <= LAST_INSTANT ? ms : undefined;
}

/** Whether the calendar has the day `yyyy-mm-dd`: `Date.parse` reads 30 February as 2 March. */
const isDay = (day: string): boolean => {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
};

let lastInstant = Number.NaN;
let lastText = '';
let instantBefore = Number.NaN;
let textBefore = '';

/** RFC 3339 in UTC. Caches the last two instants: one write formats its own instant and that of a touch many times. */
export function iso(ms: number): string {
  if (ms === lastInstant) return lastText;
  const text = ms === instantBefore ? textBefore : new Date(ms).toISOString();
  instantBefore = lastInstant;
  textBefore = lastText;
  lastInstant = ms;
  lastText = text;
  return text;
}
