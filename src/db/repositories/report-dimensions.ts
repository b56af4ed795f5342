import { type SQL, sql } from 'drizzle-orm';
import { UTC, type ZoneOffsets } from '../../core/calendar/zone.js';
import type { FieldType } from '../../core/conditions/field-kinds.js';
import { findSearchField } from '../../core/conditions/fields.js';
import {
  isLeadDimension,
  isRecordDimension,
  isTimeDimension,
  type LeadDimension,
  type TimeDimension,
  type WeekStart,
} from '../../core/metrics/dimensions.js';
import { leads, touches } from '../schema/leads.js';
import { referrals } from '../schema/referrals.js';
import { sources } from '../schema/sources.js';
import { foldedSql } from './folded-sql.js';
import { ANY_TEXT, fieldValueSql, groupValuesSql, isOrigin } from './group-keys.js';
import { referrerSql } from './report-lead-populations.js';
import type { PopulationSql } from './report-population-sql.js';
import type { Dimension } from './report-statement.js';
import { scoreBandSql } from './report-work-populations.js';
import { survivorSql } from './source-merges.js';
import { dayInSql } from './zone-days-sql.js';

interface KeyContext {
  workspaceId: string;
  /** The instant that computed fields are read at, epoch milliseconds. */
  now: number;
  /** The zone of calendar units, and the first day of its weeks. */
  zone: ZoneOffsets;
  weekStart: WeekStart;
  /** The instant by which a period selects the records. */
  axis: SQL;
  /** The merges of sources and campaigns; undefined: there are none. */
  survivors: string | undefined;
}

/** Texts that people write: their spellings are one group. */
const WRITTEN: ReadonlySet<string> = new Set(['competitor', 'product', 'referrer']);

/** The values that a record is grouped by, as `groupValuesSql` gives them. */
export function keySql(name: string, records: PopulationSql, context: KeyContext): SQL {
  if (isTimeDimension(name)) return valueSql(unitSql(name, context.axis, context, records.day));
  const list = records.lists?.[name];
  if (list !== undefined) return listSql(list);
  const own = records.own[name];
  if (own !== undefined) return valueSql(isOrigin(name) ? survivorSql(own, context.survivors) : own, WRITTEN.has(name));
  if (isRecordDimension(name)) return valueSql(sql`null`);
  if (!isLeadDimension(name)) return groupValuesSql(name, context);
  if (name === 'product') return groupValuesSql('products', context);
  return valueSql(ofLead(name, records, context), WRITTEN.has(name));
}

/** Days by which the weeks of ISO 8601 are moved. */
const DAYS_BEFORE_MONDAY: Readonly<Record<WeekStart, number>> = { monday: 0, sunday: 1, saturday: 2 };

/** The first day of the calendar unit of an instant, `YYYY-MM-DD`. */
function unitSql(
  unit: TimeDimension,
  at: SQL,
  { zone, weekStart }: Pick<KeyContext, 'zone' | 'weekStart'>,
  known?: SQL,
): SQL {
  const moved = sql.raw(String(unit === 'week' ? DAYS_BEFORE_MONDAY[weekStart] : 0));
  const day = sql`(${known ?? sql`date '1970-01-01' + (${dayInSql(zone, at)})::int`} + ${moved})`;
  return sql`to_char(date_trunc(${sql.raw(`'${unit}'`)}, ${day})::date - ${moved}, 'YYYY-MM-DD')`;
}

function ofLead(name: Exclude<LeadDimension, 'product'>, records: PopulationSql, context: KeyContext): SQL {
  const { workspaceId } = context;
  const channelOf = (source: SQL) =>
    sql`(select ${sources.channel} from ${sources} where ${sources.workspaceId} = ${workspaceId} and ${sources.id} = ${source})`;
  switch (name) {
    case 'channel':
      return channelOf(records.own.sourceId ?? sql`${leads.sourceId}`);
    case 'scoreBand':
      return scoreBandSql(sql`${leads.totalScore}`);
    case 'modelVersion':
      return sql`${leads.scoreModelVersion}`;
    case 'referrer':
      return sql`(select ${referrerSql('referrals')} from ${referrals} where ${referrals.workspaceId} = ${workspaceId}
        and ${referrals.referredLeadId} = ${leads.id} order by ${referrals.id} limit 1)`;
    case 'cohortMonth':
      return unitSql('month', sql`${leads.createdAt}`, context);
    case 'firstTouch.sourceId':
      return survivorSql(touchSource('asc', workspaceId), context.survivors);
    case 'firstTouch.channel':
      return channelOf(touchSource('asc', workspaceId));
    case 'lastTouch.sourceId':
      return survivorSql(touchSource('desc', workspaceId), context.survivors);
    case 'lastTouch.channel':
      return channelOf(touchSource('desc', workspaceId));
  }
}

const touchSource = (order: 'asc' | 'desc', workspaceId: string): SQL => {
  const by = sql.raw(order);
  return sql`(select ${touches.sourceId} from ${touches} where ${touches.workspaceId} = ${workspaceId}
    and ${touches.leadId} = ${leads.id} order by ${touches.occurredAt} ${by}, ${touches.id} ${by} limit 1)`;
};

function valueSql(value: SQL, isWritten = false): SQL {
  const key = isWritten ? foldedSql(sql`shown`, ANY_TEXT) : sql`shown`;
  return sql`(select ${key} as key, shown, null::text as type from (select (${value})::text as shown offset 0) as one)`;
}

/** One row for each text, and one of null where there is none. */
function listSql(list: SQL): SQL {
  const members = sql`unnest(case when cardinality(${list}) > 0 then ${list} else array[null]::text[] end) as member(v)`;
  return sql`(select distinct on (key) key, shown, null::text as type
    from (select ${foldedSql(sql`v`, ANY_TEXT)} as key, v as shown from ${members} offset 0) as one order by key, shown collate "C")`;
}

/** Types of fields with one value, which has one spelling. */
const PLAIN: ReadonlySet<FieldType | undefined> = new Set<FieldType>(['id', 'enum', 'number']);

const SECONDS_A_DAY = sql.raw('86400.0');

/** A dimension by a value of each record where it has one: `keySql` makes the key of the value, as it would of the record. */
export function dimensionOf(name: string, records: PopulationSql, context: KeyContext): Dimension {
  const { own } = records;
  const of = (raw: SQL, isSpelled: boolean, keyOf: (value: SQL) => SQL): Dimension => ({ raw, isSpelled, keyOf });
  if (isTimeDimension(name)) {
    // The days of the zone, as days of UTC.
    const { day: known, ...others } = records;
    const day = known ? sql`(${known} - date '1970-01-01')` : sql`(${dayInSql(context.zone, context.axis)})::int`;
    const axisOf = (value: SQL) => sql`to_timestamp(${value} * ${SECONDS_A_DAY})`;
    return of(day, false, (value) => keySql(name, others, { ...context, zone: UTC, axis: axisOf(value) }));
  }
  const ofRecord: Dimension = { raw: undefined, keyOf: () => keySql(name, records, context) };
  if (records.lists?.[name] !== undefined) return ofRecord;
  const type = findSearchField(name)?.type;
  const value = own[name];
  const keyOfOwn = (raw: SQL) =>
    keySql(name, { ...records, own: { ...own, [name]: sql`nullif((${raw})::text, '')` } }, context);
  if (value !== undefined) return of(value, !PLAIN.has(type), keyOfOwn);
  if (isRecordDimension(name)) return ofRecord;
  if (name === 'channel') {
    const keyOf = (source: SQL) => keySql(name, { ...records, own: { ...own, sourceId: source } }, context);
    return of(own.sourceId ?? sql`${leads.sourceId}`, false, keyOf);
  }
  if (isLeadDimension(name)) {
    if (name === 'product') return ofRecord;
    const isWritten = WRITTEN.has(name);
    return of(ofLead(name, records, context), isWritten, (value) => valueSql(value, isWritten));
  }
  return of(fieldValueSql(name, context), !PLAIN.has(type), (value) => groupValuesSql(name, context, value));
}
