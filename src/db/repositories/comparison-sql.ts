import { type SQL, sql } from 'drizzle-orm';
import type { FieldCondition, Operator, Scalar } from '../../core/condition.js';
import { MILLISECONDS_PER_DAY, millisecondsOfDays } from '../../core/time.js';

export const list = (value: FieldCondition['value']): Scalar[] => (Array.isArray(value) ? value : []);

export const COMPARISONS: Partial<Record<Operator, SQL>> = {
  eq: sql`=`,
  neq: sql`<>`,
  gt: sql`>`,
  gte: sql`>=`,
  lt: sql`<`,
  lte: sql`<=`,
};

export function numberTest(operand: SQL, operator: Operator, value: FieldCondition['value']): SQL {
  const numbers = list(value).filter((one) => typeof one === 'number');
  const comparison = COMPARISONS[operator];
  if (comparison !== undefined) return sql`${operand} ${comparison} ${Number(value)}::float8`;
  if (operator === 'in') return sql`${operand} = any(${sql.param(numbers)}::float8[])`;
  if (operator === 'not_in') return sql`${operand} <> all(${sql.param(numbers)}::float8[])`;
  if (operator === 'between') return sql`${operand} between ${numbers[0]}::float8 and ${numbers[1]}::float8`;
  return presence(operand, operator);
}

interface DateComparison extends Pick<FieldCondition, 'operator' | 'value'> {
  now: number;
}

/** A date in the future (clocks differ) counts as now. */
export const notAfter = (operand: SQL, now: number) => sql`least(${operand}, ${instantSql(now)})`;
/** A day is midnight UTC. It may lie ahead, and counts as it is. */
export const midnightOf = (operand: SQL) => sql`(${operand} || 'T00:00:00Z')::timestamptz`;
const instantSql = (at: Scalar | undefined) => sql`${new Date(at as string | number).toISOString()}::timestamptz`;

/**
 * A comparison of a date, which counts as now when it lies ahead. With an instant before now it is that of the date itself, which an
 * index serves.
 */
export function pastDateTest(operand: SQL, comparison: DateComparison): SQL {
  const { operator, value, now } = comparison;
  const isPast = [value ?? []].flat().every((one) => typeof one === 'string' && Date.parse(one) < now);
  if (isPast && (COMPARISONS[operator] !== undefined || operator === 'between'))
    return dateTest(operand, operand, comparison);
  if (operator === 'within_last' && Number(value) > 0)
    return sql`${operand} >= ${instantSql(now - millisecondsOfDays(Number(value)))}`;
  return dateTest(operand, notAfter(operand, now), comparison);
}

/** `at` is the instant of the operand. */
export function dateTest(operand: SQL, at: SQL, { operator, value, now }: DateComparison): SQL {
  const whenPresent = (test: SQL) => (at === operand ? test : sql`case when ${operand} is not null then ${test} end`);
  const atDistance = (sign: -1 | 1) => instantSql(now + sign * millisecondsOfDays(Number(value)));
  const comparison = COMPARISONS[operator];
  if (comparison !== undefined) return whenPresent(sql`${at} ${comparison} ${instantSql(value as Scalar)}`);
  if (operator === 'between') {
    const [low, high] = list(value);
    return whenPresent(sql`${at} between ${instantSql(low)} and ${instantSql(high)}`);
  }
  if (operator === 'within_last') return whenPresent(sql`${at} between ${atDistance(-1)} and ${instantSql(now)}`);
  if (operator === 'within_next') return whenPresent(sql`${at} between ${instantSql(now)} and ${atDistance(1)}`);
  if (operator === 'older_than') return whenPresent(sql`${at} < ${atDistance(-1)}`);
  return presence(operand, operator);
}

/** As `dateTest`, of an instant in epoch milliseconds. */
export function millisecondsTest(operand: SQL, { operator, value, now }: DateComparison): SQL {
  const at = (given: Scalar | undefined): SQL => sql`${new Date(given as string | number).getTime()}::float8`;
  const atDistance = (sign: -1 | 1) => at(now + sign * millisecondsOfDays(Number(value)));
  const comparison = COMPARISONS[operator];
  if (comparison !== undefined) return sql`${operand} ${comparison} ${at(value as Scalar)}`;
  const [low, high] = list(value);
  if (operator === 'between') return sql`${operand} between ${at(low)} and ${at(high)}`;
  if (operator === 'within_last') return sql`${operand} between ${atDistance(-1)} and ${at(now)}`;
  if (operator === 'within_next') return sql`${operand} between ${at(now)} and ${atDistance(1)}`;
  if (operator === 'older_than') return sql`${operand} < ${atDistance(-1)}`;
  return presence(operand, operator);
}

/** The days, with fractions, from an instant to now; infinite without one. In double precision, as in memory: equal ages give equal numbers. */
export const daysSinceSql = (at: SQL, now: number): SQL =>
  sql`coalesce((extract(epoch from ${instantSql(now)} - ${at}) * 1000)::float8 / ${MILLISECONDS_PER_DAY}::float8, 'infinity')`;

export function presence(operand: SQL, operator: Operator): SQL {
  return operator === 'not_exists' ? sql`${operand} is null` : sql`${operand} is not null`;
}
