import { firstInstantOf, offsetAt, type ZoneOffsets } from '../calendar/zone.js';
import type { Condition, FieldCondition, Operator, Scalar } from '../condition.js';
import {
  FIRST_INSTANT,
  iso,
  LAST_INSTANT,
  MILLISECONDS_PER_DAY,
  MILLISECONDS_PER_HOUR,
  millisecondsOfDays,
} from '../time.js';
import type { DeclaredKinds } from './declared-fields.js';
import { type FieldKindOf, isInstantType } from './field-kinds.js';
import { findAnyField } from './fields.js';
import { inBothForms } from './operand-forms.js';
import { withZone } from './zone-days.js';

/** Words for days, and `this_`, `last_` or `next_` with a unit. Weeks begin on Monday. */
export const PERIODS = [
  'today',
  'yesterday',
  'tomorrow',
  ...(['week', 'month', 'quarter', 'year'] as const).flatMap(
    (unit) => [`this_${unit}`, `last_${unit}`, `next_${unit}`] as const,
  ),
] as const;

const DAY_WORDS: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };
const SHIFTS: Readonly<Record<string, number>> = { last: -1, this: 0, next: 1 };
const DISTANCE = /^([+-])(\d{1,4})(h|d|w|mo|q|y)$/;
const MONTHS_OF_PERIOD: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };
const MONTHS: Readonly<Record<string, number>> = { mo: 1, q: 3, y: 12 };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const COMPARES_DAYS: ReadonlySet<Operator> = new Set(['gt', 'gte', 'lt', 'lte', 'between', 'during']);

/** What relative dates are measured from: now (epoch milliseconds), and the zone of calendar days. */
export interface DateContext {
  now: number;
  zone: ZoneOffsets;
  /** The kinds of custom attributes that the workspace declares. */
  declaredKinds?: DeclaredKinds | undefined;
  /** For conditions on records of leads: finds their fields. */
  recordFieldOf?: FieldKindOf | undefined;
}

/** Whether a text is a period (`this_month`). */
export const isPeriod = (text: unknown): boolean => PERIODS.some((period) => period === text);

/** Whether a text is `now`, a distance from now (`-30d`, `+2w`; units `h`, `d`, `w`, `mo`, `q`, `y`) or a period. */
export const isRelativeDate = (text: string): boolean => text === 'now' || DISTANCE.test(text) || isPeriod(text);

/**
 * The condition with relative dates, and dates without a time, as instants: midnight of the zone, whose days `distinct_days` counts. A day of a month that is shorter becomes its last day. Hours are exact; larger units
 * keep the time of day in the zone. The start of a period counts for `gte` and `lt`, its end for `gt` and `lte`. Expects a valid
 * condition.
 */
export function resolveDates(condition: Condition, context: DateContext): Condition {
  switch (condition.type) {
    case 'all':
    case 'any':
      return { ...condition, conditions: condition.conditions.map((part) => resolveDates(part, context)) };
    case 'not':
      return { type: 'not', condition: resolveDates(condition.condition, context) };
    case 'engagement':
      return withZone(condition, context.zone.name);
    case 'segment':
      return condition;
    case 'related': {
      const startOf = (date: string | undefined) => date && iso(spanOf(date, context, false).from);
      return { ...condition, from: startOf(condition.from), before: startOf(condition.before) };
    }
    case 'field':
      return resolveField(condition, context);
  }
}

/** The first instant, and the one after the last; both equal for a point in time. */
interface Span {
  from: number;
  before: number;
  isPeriod: boolean;
}

function resolveField(condition: FieldCondition, context: DateContext): Condition {
  const { field, operator, value } = condition;
  const values = [value ?? []].flat();
  const declared = context.declaredKinds?.(field);
  const inForms = inBothForms(condition, context.declaredKinds);
  if (inForms !== undefined) return inForms;
  if (declared !== undefined && typeof value === 'number') return spanOfDays(condition, value, context);
  const { type } = declared ?? (context.recordFieldOf ?? findAnyField)(field) ?? {};
  if (type === undefined || !(isInstantType(type) || (type === 'attribute' && COMPARES_DAYS.has(operator))))
    return condition;
  const isDay = type === 'day' || type === 'attribute';
  const depends = (one: Scalar) => typeof one === 'string' && (isRelativeDate(one) || (!isDay && DAY.test(one)));
  if (!values.some(depends)) return condition;
  const spans = values.map((one) => spanOf(one, context, isDay));
  const [low, high = low] = spans;
  if (low === undefined || high === undefined) return condition;
  // A custom attribute is compared with a day as text.
  const text = (at: number) => (type === 'attribute' ? iso(at).slice(0, 10) : iso(at));
  const bound = (name: Operator, at: number): Condition => ({ type: 'field', field, operator: name, value: text(at) });
  const from = bound('gte', low.from);
  const until = high.isPeriod ? bound('lt', high.before) : bound('lte', high.from);
  switch (operator) {
    case 'during':
    case 'between':
      return { type: 'all', conditions: [from, until] };
    case 'gt':
      return low.isPeriod ? bound('gte', low.before) : bound('gt', low.from);
    case 'lte':
      return until;
    default:
      return bound(operator, low.from);
  }
}

/** A span of days of a declared attribute as bounds; another comparison with a number as it is. */
function spanOfDays(condition: FieldCondition, days: number, { now }: DateContext): Condition {
  const { field, operator } = condition;
  const span = millisecondsOfDays(days);
  const bound = (name: Operator, at: number): Condition => ({
    type: 'field',
    field,
    operator: name,
    value: iso(bounded(at)),
  });
  switch (operator) {
    case 'within_last':
      return { type: 'all', conditions: [bound('gte', now - span), bound('lte', now)] };
    case 'within_next':
      return { type: 'all', conditions: [bound('gte', now), bound('lte', now + span)] };
    case 'older_than':
      return bound('lt', now - span);
    default:
      return condition;
  }
}

/** @param isDay whether the field is a day, which midnight UTC stands for, or a custom attribute that is one */
function spanOf(value: Scalar, { now, zone }: DateContext, isDay: boolean): Span {
  const local = now + offsetAt(zone, now);
  const instantOf = (wall: number): number => bounded(isDay ? dayOf(wall) : firstInstantOf(zone, wall));
  const point = (at: number): Span => ({ from: bounded(at), before: bounded(at), isPeriod: false });
  if (typeof value !== 'string' || !isRelativeDate(value)) {
    const at = Date.parse(String(value));
    return point(!isDay && DAY.test(String(value)) ? firstInstantOf(zone, at) : at);
  }
  if (value === 'now') return point(isDay ? dayOf(local) : now);
  const [, sign, count, unit = ''] = DISTANCE.exec(value) ?? [];
  if (count !== undefined) {
    const distance = Number(`${sign}${count}`);
    if (unit === 'h')
      return point(isDay ? dayOf(local + distance * MILLISECONDS_PER_HOUR) : now + distance * MILLISECONDS_PER_HOUR);
    return point(instantOf(moved(local, distance, unit)));
  }
  const [start, end] = periodOf(value, local);
  return { from: instantOf(start), before: instantOf(end), isPeriod: true };
}

const bounded = (at: number): number => Math.min(Math.max(at, FIRST_INSTANT), LAST_INSTANT);

/** The midnight at or before a wall time. */
const dayOf = (wall: number): number => Math.floor(wall / MILLISECONDS_PER_DAY) * MILLISECONDS_PER_DAY;

function moved(wall: number, distance: number, unit: string): number {
  if (unit === 'd') return wall + distance * MILLISECONDS_PER_DAY;
  if (unit === 'w') return wall + distance * 7 * MILLISECONDS_PER_DAY;
  const date = new Date(wall);
  const month = monthOf(date) + distance * (MONTHS[unit] ?? 1);
  const first = monthStart(month);
  const lastDay = (monthStart(month + 1) - first) / MILLISECONDS_PER_DAY;
  const day = Math.min(date.getUTCDate(), lastDay);
  return first + (day - 1) * MILLISECONDS_PER_DAY + (wall - dayOf(wall));
}

/** The wall times of its first midnight and of the midnight after it. */
function periodOf(period: string, wall: number): [start: number, end: number] {
  const today = dayOf(wall);
  const days = DAY_WORDS[period];
  if (days !== undefined) {
    const start = today + days * MILLISECONDS_PER_DAY;
    return [start, start + MILLISECONDS_PER_DAY];
  }
  const [word = '', unit = ''] = period.split('_');
  const shift = SHIFTS[word] ?? 0;
  if (unit === 'week') {
    const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * MILLISECONDS_PER_DAY;
    const start = monday + shift * 7 * MILLISECONDS_PER_DAY;
    return [start, start + 7 * MILLISECONDS_PER_DAY];
  }
  const months = MONTHS_OF_PERIOD[unit] ?? 1;
  const date = new Date(today);
  const first = (Math.floor(monthOf(date) / months) + shift) * months;
  return [monthStart(first), monthStart(first + months)];
}

/** Months since the year 0. */
const monthOf = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth();

const monthStart = (month: number): number =>
  new Date(0).setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
