/** An instant on the wire, RFC 3339 in UTC; null when there is none. */
export function isoOrNull(at: Date | number | null | undefined): string | null {
  return at === null || at === undefined ? null : new Date(at).toISOString();
}
