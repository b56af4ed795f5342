import type { Deprecated } from '../operations.js';

/** Headers of each answer of a deprecated operation; none of another. */
export function deprecationHeaders(deprecated: Deprecated | undefined): Record<string, string> {
  if (deprecated === undefined) return {};
  const since = Date.parse(deprecated.since);
  return { deprecation: `@${since / 1_000}`, sunset: new Date(deprecated.sunset).toUTCString() };
}
