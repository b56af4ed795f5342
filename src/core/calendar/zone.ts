/**
 * The offsets of one time zone, as data: the core has no zone database. `offsets[i]` (local time less UTC, milliseconds)
 * holds from `starts[i]` (epoch milliseconds, rising) until the next start; the first also before it.
 */
export interface ZoneOffsets {
  readonly name: string;
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
}

export const UTC: ZoneOffsets = { name: 'UTC', starts: [Number.NEGATIVE_INFINITY], offsets: [0] };

/** The largest offset is 14 hours. A day leaves room for a change of the date line. */
const FARTHEST = 86_400_000;

function spanAt({ starts }: ZoneOffsets, at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Local time less UTC at an instant, milliseconds. */
export function offsetAt(zone: ZoneOffsets, at: number): number {
  return zone.offsets[spanAt(zone, at)] ?? 0;
}

/** The first instant at which the wall clock shows `local` or later; for a skipped time, the end of the gap. */
export function firstInstantOf(zone: ZoneOffsets, local: number): number {
  const { starts, offsets } = zone;
  for (let span = spanAt(zone, local - FARTHEST); ; span += 1) {
    const begins = span === 0 ? Number.NEGATIVE_INFINITY : (starts[span] as number);
    const at = Math.max(begins, local - (offsets[span] as number));
    if (span + 1 >= starts.length || at < (starts[span + 1] as number)) return at;
  }
}

/** The instant after the last one at which the wall clock shows less than `local`; for a repeated time, the second. */
export function lastInstantOf(zone: ZoneOffsets, local: number): number {
  const { starts, offsets } = zone;
  for (let span = spanAt(zone, local + FARTHEST); ; span -= 1) {
    const ends = starts[span + 1] ?? Number.POSITIVE_INFINITY;
    const at = Math.min(ends, local - (offsets[span] as number));
    if (span === 0 || at > (starts[span] as number)) return at;
  }
}
