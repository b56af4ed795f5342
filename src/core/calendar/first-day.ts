import { MILLISECONDS_PER_DAY } from '../time.js';
import { firstInstantOf, offsetAt, type ZoneOffsets } from './zone.js';

/** The first calendar day of the zone that begins at an instant or later, `yyyy-mm-dd`. */
export function firstDayFrom(zone: ZoneOffsets, at: number): string {
  const day = Math.floor((at + offsetAt(zone, at)) / MILLISECONDS_PER_DAY);
  const begun = firstInstantOf(zone, day * MILLISECONDS_PER_DAY) < at ? day + 1 : day;
  return new Date(begun * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
}
