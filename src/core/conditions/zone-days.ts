import { firstInstantOf, offsetAt, UTC, type ZoneOffsets } from '../calendar/zone.js';
import { zoneOffsets } from '../calendar/zone-offsets.js';
import type { EngagementCondition } from '../condition.js';
import { MILLISECONDS_PER_DAY } from '../time.js';

/** The calendar day of an instant in the zone, in days since 1970-01-01. */
export const dayIn = (zone: ZoneOffsets, at: number): number =>
  Math.floor((at + offsetAt(zone, at)) / MILLISECONDS_PER_DAY);

/** When the calendar day after that of `at` begins in the zone, epoch milliseconds. */
export const nextDayStart = (zone: ZoneOffsets, at: number): number =>
  firstInstantOf(zone, (dayIn(zone, at) + 1) * MILLISECONDS_PER_DAY);

/** The zone of the days that the condition counts; UTC unless `withZone` has set another. */
export const zoneOfDays = ({ zone = UTC.name }: { zone?: string | undefined }): ZoneOffsets => zoneOffsets(zone);

/**
 * The condition, or the document with conditions anywhere in it, whose `distinct_days` count the days of the zone, as do rules of engagement
 * with `countBy` day. The same object if nothing counts days, or the zone is UTC.
 */
export function withZone<T>(document: T, zone: string): T {
  if (zone === UTC.name || !countsDays(document)) return document;
  return changed(document, (counting) => ({ ...counting, zone })) as T;
}

/** The document as callers sent it. */
export const withoutZone = <T>(document: T): T =>
  countsDays(document) ? (changed(document, ({ zone: _zone, ...counting }) => counting) as T) : document;

/** Whether a condition or a rule anywhere in the document counts days. */
export function countsDays(document: unknown): boolean {
  if (Array.isArray(document)) return document.some(countsDays);
  if (typeof document !== 'object' || document === null) return false;
  return isDayCount(document) || isDayRule(document) || Object.values(document).some(countsDays);
}

function changed(part: unknown, change: (counting: { zone?: string | undefined }) => object): unknown {
  if (Array.isArray(part)) return part.map((member) => changed(member, change));
  if (typeof part !== 'object' || part === null) return part;
  if (isDayCount(part)) return change(part);
  const copy = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, changed(value, change)]));
  return isDayRule(part) ? change(copy) : copy;
}

const isDayCount = (part: object): part is EngagementCondition =>
  'type' in part && part.type === 'engagement' && 'measure' in part && part.measure === 'distinct_days';

/** A rule of a score model that counts each day once. */
const isDayRule = (part: object): boolean => 'engagementTypes' in part && 'countBy' in part && part.countBy === 'day';
