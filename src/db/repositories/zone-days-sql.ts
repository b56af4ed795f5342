import { type SQL, sql } from 'drizzle-orm';
import type { ZoneOffsets } from '../../core/calendar/zone.js';
import { iso } from '../../core/time.js';

/**
 * The calendar day of an instant in the zone, as `dayIn` has it: by the same offsets, because the zones of the database may be of another
 * release, or lack a name.
 */
export function dayInSql({ starts, offsets }: ZoneOffsets, at: SQL): SQL {
  const changes = starts.slice(1).map(iso);
  if (changes.length === 0) return daySql(at, sql`${offsets[0] ?? 0}::float8`);
  const offset = sql`(${sql.param(offsets)}::float8[])[1 + width_bucket(${at}, ${sql.param(changes)}::timestamptz[])]`;
  return daySql(at, offset);
}

const daySql = (at: SQL, offset: SQL): SQL => sql`floor((date_part('epoch', ${at}) * 1000 + ${offset}) / 86400000)`;
