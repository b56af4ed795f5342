import { and, or, type SQL, sql } from 'drizzle-orm';
import { isInstantSort, isTextSort, type SortField } from '../../core/conditions/sort-fields.js';
import { leads } from '../schema/leads.js';
import { operandOf } from './field-operands.js';

export interface SortKey {
  field: SortField;
  direction: 'asc' | 'desc';
}

/** A sort key as SQL. */
export interface OrderKey {
  value: SQL;
  /** The value as a parameter of a statement; empty: absent. */
  parameter: (value: string | number) => SQL;
  direction: SortKey['direction'];
  /** Whether every lead has a value. */
  always: boolean;
}

/** Fields that every lead has and that have an index. */
const INDEXED: ReadonlySet<SortField> = new Set(['createdAt', 'updatedAt', 'score.total']);
const ALWAYS: ReadonlySet<SortField> = new Set([...INDEXED, 'lastTouchAt', 'score.fit', 'score.engagement']);

export const hasIndexedOrder = ([first, ...others]: readonly SortKey[]): boolean =>
  first !== undefined && others.length === 0 && INDEXED.has(first.field);

/** The keys of a search, and the id. */
export function orderKeys(sort: readonly SortKey[], context: { workspaceId: string; now: number }): OrderKey[] {
  const keys = sort.map(({ field, direction }): OrderKey => {
    const operand = operandOf(field, context);
    const always = ALWAYS.has(field);
    if (isTextSort(field)) {
      const small = (text: SQL): SQL => sql`lower(nullif(${text}, '') collate "C")`;
      return { value: small(operand), parameter: (value) => small(sql`${value}::text`), direction, always };
    }
    const type = sql.raw(isInstantSort(field) ? 'timestamptz' : 'float8');
    return { value: sql`${operand}`, parameter: (value) => sql`${value}::${type}`, direction, always };
  });
  const direction = sort.at(-1)?.direction ?? 'desc';
  return [...keys, { value: sql`${leads.id}`, parameter: (value) => sql`${value}::uuid`, direction, always: true }];
}

export const orderSql = (keys: readonly OrderKey[]): SQL =>
  sql.join(
    keys.map(({ value, direction, always }) => {
      const ordered = direction === 'asc' ? sql`${value} asc` : sql`${value} desc`;
      return always || direction === 'asc' ? ordered : sql`${ordered} nulls last`;
    }),
    sql`, `,
  );

/** The order by values that no index has: the planner would walk one for all leads. */
export const unindexedOrderSql = ([first, ...others]: readonly OrderKey[], isInstant: boolean): SQL =>
  first === undefined
    ? orderSql(others)
    : orderSql([
        { ...first, value: isInstant ? sql`(${first.value} + interval '0')` : sql`(${first.value} + 0)` },
        ...others,
      ]);

/**
 * After the position: beyond its first value, or equal to that and beyond its second. Leads without a value come last. Keys in one
 * direction that every lead has are compared as a row, which an index serves.
 */
export function beyond(keys: readonly OrderKey[], after: readonly (string | number)[]): SQL | undefined {
  const [first] = keys;
  if (first === undefined) return undefined;
  const at = (index: number): string | number => after[index] ?? '';
  if (keys.every(({ direction, always }) => always && direction === first.direction)) {
    const values = sql.join(
      keys.map(({ value }) => value),
      sql`, `,
    );
    const bounds = sql.join(
      keys.map(({ parameter }, index) => parameter(at(index))),
      sql`, `,
    );
    return first.direction === 'asc' ? sql`(${values}) > (${bounds})` : sql`(${values}) < (${bounds})`;
  }
  const equal = ({ value, parameter }: OrderKey, given: string | number): SQL =>
    given === '' ? sql`${value} is null` : sql`${value} = ${parameter(given)}`;
  const past = ({ value, parameter, direction, always }: OrderKey, given: string | number): SQL => {
    if (given === '') return sql`false`;
    const further = direction === 'asc' ? sql`${value} > ${parameter(given)}` : sql`${value} < ${parameter(given)}`;
    return always ? further : sql`(${further} or ${value} is null)`;
  };
  return or(
    ...keys.map((key, index) =>
      and(...keys.slice(0, index).map((before, place) => equal(before, at(place))), past(key, at(index))),
    ),
  );
}
