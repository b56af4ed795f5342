import { originIn } from '../../core/network/origins.js';
import { AppError, type FieldError } from '../errors.js';

/** Origins as a caller sends them; refuses those that no browser would send, with the pointer of each. */
export function readOrigins(texts: readonly string[]): string[] {
  const errors: FieldError[] = [];
  for (const [index, text] of texts.entries()) {
    const sent = originIn(text);
    if (sent === text) continue;
    const detail =
      sent === undefined
        ? 'must be a scheme, a host and at most a port, such as https://www.example.com'
        : `must be as browsers send it: ${sent}`;
    errors.push({ pointer: `/allowedOrigins/${index}`, code: 'wrong_format', detail });
  }
  if (errors.length === 0) return [...new Set(texts)];
  throw new AppError('validation_failed', 'The request breaks the rules listed in `errors`.', { errors });
}

/** The origins that publishable keys which can be used name. */
export interface FormOrigins {
  /** Whether the origin is one of them, as far as it was looked up in the last seconds; undefined: not looked up. */
  known(origin: string): boolean | undefined;
  /** The same by a query, one for each origin however many preflights wait for it. */
  find(origin: string): Promise<boolean>;
}

/** As long as the state of a key is cached. */
const CACHED_MS = 4_000;
const MOST_CACHED = 10_000;

export function createFormOrigins(
  records: { namesOrigin(origin: string, now: Date): Promise<boolean> },
  clock: () => number,
): FormOrigins {
  const cache = new Map<string, { named: boolean; until: number }>();
  const pending = new Map<string, Promise<boolean>>();
  const load = async (origin: string): Promise<boolean> => {
    const now = clock();
    const named = await records.namesOrigin(origin, new Date(now));
    if (cache.size >= MOST_CACHED) cache.clear();
    cache.set(origin, { named, until: now + CACHED_MS });
    return named;
  };
  return {
    known(origin) {
      const entry = cache.get(origin);
      return entry !== undefined && entry.until > clock() ? entry.named : undefined;
    },
    find(origin) {
      const query = pending.get(origin) ?? load(origin).finally(() => pending.delete(origin));
      pending.set(origin, query);
      return query;
    },
  };
}
