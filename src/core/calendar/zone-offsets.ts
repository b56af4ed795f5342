import { MILLISECONDS_PER_DAY } from '../time.js';
import { UTC, type ZoneOffsets } from './zone.js';

/** Offsets are read for these years. Before and after them, those at the bounds apply. */
const FROM = Date.UTC(1970, 0, 1);
const UNTIL = Date.UTC(2060, 0, 1);
/** Changes of a zone are farther apart than this: the shortest interval is the one-month pause of summer time in Morocco. */
const STEP = 7 * MILLISECONDS_PER_DAY;
const MINUTE = 60_000;

const known = new Map<string, ZoneOffsets>();

/**
 * All offsets of an IANA time zone from the runtime's zone database, as data for the core. Takes some milliseconds the first
 * time and is cached afterwards. Throws a RangeError for a zone that does not exist.
 */
export function zoneOffsets(name: string): ZoneOffsets {
  if (name === 'UTC') return UTC;
  let zone = known.get(name);
  if (!zone) {
    zone = readZone(name);
    known.set(name, zone);
  }
  return zone;
}

/** The same; undefined for a zone that does not exist. */
export function zoneOffsetsOf(name: string): ZoneOffsets | undefined {
  try {
    return zoneOffsets(name);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readZone(name: string): ZoneOffsets {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  const offsetAt = (at: number) => parseOffset(format.format(at));
  const starts = [Number.NEGATIVE_INFINITY];
  const offsets = [offsetAt(FROM)];
  for (let at = FROM; at < UNTIL; at += STEP) {
    const before = offsets.at(-1) as number;
    const after = offsetAt(at + STEP);
    if (after === before) continue;
    // Changes happen at whole minutes.
    let [low, high] = [at / MINUTE, (at + STEP) / MINUTE];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (offsetAt(middle * MINUTE) === before) low = middle;
      else high = middle;
    }
    starts.push(high * MINUTE);
    offsets.push(after);
  }
  return { name, starts, offsets };
}

/** Milliseconds of `1/1/2026, GMT+05:30`; plain `GMT` is 0. */
function parseOffset(text: string): number {
  const found = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(text);
  if (!found?.[1]) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return (found[1] === '-' ? -minutes : minutes) * MINUTE;
}
