import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Condition } from '../../core/condition.js';
import { narrows } from '../../core/conditions/slow-parts.js';
import { sortValueOf } from '../../core/conditions/sort-fields.js';
import type { Lead } from '../../core/leads/lead.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { SEARCHED_TEXT } from '../schema/lead-words.js';
import { leads } from '../schema/leads.js';
import { narrowingTests } from './condition-indexes.js';
import { exactSql } from './lead-conditions.js';
import { leadOfFields } from './lead-rows.js';
import {
  beyond,
  hasIndexedOrder,
  type OrderKey,
  orderKeys,
  orderSql,
  type SortKey,
  unindexedOrderSql,
} from './lead-sort.js';
import { type StageFilter, stageSql } from './lead-stages.js';
import { mayHaveWords, type TextFilter, textSql, textTest } from './lead-text.js';
import { type ListRequest, type Page, pageOf } from './lists.js';

export interface LeadSearch extends StageFilter {
  where: Condition | undefined;
  /** The condition as the request has it, which cursors are bound to; `where` when absent. */
  given?: Condition | undefined;
  text?: TextFilter | undefined;
  /** One to three keys; the id breaks ties. */
  sort: readonly SortKey[];
  /** The instant that relative dates and windows are measured from, epoch milliseconds. */
  now: number;
}

/** Keyset over the sort keys and the id, in the direction of the last key. */
export async function searchLeads(
  executor: Executor,
  workspaceId: string,
  cursors: CursorCodec,
  { where, given = where, stage, rotted, text, sort, now }: LeadSearch,
  request: ListRequest,
): Promise<Page<Lead>> {
  const binding = `${workspaceId}|search|${JSON.stringify([given ?? null, stage ?? null, rotted ?? null, sort, text])}`;
  const select = searchSql(workspaceId, { where, stage, rotted, text, sort, now });
  return pageOf<Lead>(
    cursors,
    binding,
    request,
    (lead) => [...sort.map(({ field }) => sortValueOf(lead, field)), lead.id],
    (after, take) => {
      const statement = select(after, take);
      return executor.read(undefined, statement.sql, statement.params, leadOfFields);
    },
  );
}

/** How many leads are read in the order of the sort key first: where indexes serve the condition, and where the rest is to read all leads. */
const NEAR = { indexed: 5_000, other: 50_000 } as const;

/**
 * The statement of a page after a position, and its parameters. A condition that holds for one lead in a hundred or more is met by
 * the first leads in the order of the sort key. For a rarer one all leads that meet it are collected, by indexes where it has some,
 * and sorted. PostgreSQL cannot estimate which it is, so the statement decides while it runs: the second part is executed only
 * when the first has found too few.
 */
export function searchSql(
  workspaceId: string,
  { where, stage, rotted, text, sort, now }: LeadSearch,
): (after: readonly (string | number)[] | undefined, take: number) => { sql: string; params: unknown[] } {
  const context = { workspaceId, now };
  const keys = orderKeys(sort, context);
  const tests = [...stageSql({ stage, rotted }), where && exactSql(where, context)];
  const indexed = where === undefined ? [] : narrowingTests(where, context);
  const hasText = text && textSql(workspaceId, text);
  const isAll = tests.every((test) => test === undefined);
  const near = sql.raw(String(where === undefined || narrows(where) ? NEAR.indexed : NEAR.other));
  return (after, take) => {
    const from = and(eq(leads.workspaceId, workspaceId), after && beyond(keys, after));
    const all = sql`select ${ALL_COLUMNS} from ${leads}`;
    const collected = sql`${all} where ${and(from, ...tests, ...indexed, hasText)}`;
    const order = orderSql(keys);
    if (text !== undefined && hasIndexedOrder(sort))
      return dialect.sqlToQuery(withWordsSql(workspaceId, { from, tests, indexed, text, keys }, take));
    if (!hasIndexedOrder(sort) || isAll) return dialect.sqlToQuery(sql`${collected} order by ${order} limit ${take}`);
    // Sorted by a value that no index has: the planner would walk one for all leads.
    const sorted = unindexedOrderSql(keys, sort[0]?.field !== 'score.total');
    return dialect.sqlToQuery(
      sql`with near as materialized (
          select ${ALL_COLUMNS} from (select * from ${leads} where ${from} order by ${order} limit ${near}) as leads
           where ${and(...tests)} limit ${take})
        select ${ALL_COLUMNS} from (
          select * from near where (select count(*) from near) = ${take}
          union all (${collected} and (select count(*) from near) < ${take} order by ${sorted} limit ${take})) as leads
         order by ${order}`,
    );
  };
}

/** How many leads are searched for words in the order of the page first: 3 us each, for similar words 9 us. */
const NEAR_WITH_WORDS = { exact: 8_000, similar: 3_000 } as const;

interface WordSearch {
  from: SQL | undefined;
  tests: readonly (SQL | undefined)[];
  indexed: readonly SQL[];
  text: TextFilter;
  keys: readonly OrderKey[];
}

/**
 * Leads with words. Of a frequent word the first leads in the order of the page suffice: reading all of its entries in the
 * index takes longer. Otherwise the index finds all leads with the words, and they are sorted. As a materialized part the latter is
 * planned for all of them, and executed only when the first found too few.
 */
function withWordsSql(workspaceId: string, { from, tests, indexed, text, keys }: WordSearch, take: number): SQL {
  const order = orderSql(keys);
  const [key, id] = keys;
  const hasWords = textTest(workspaceId, text);
  const searched = sql`"leads"."searched"`;
  const most = NEAR_WITH_WORDS[text.similar ? 'similar' : 'exact'];
  const near = sql`select ${ALL_COLUMNS} from (
      select *, ${sql.raw(SEARCHED_TEXT)} as searched from ${leads} where ${from} order by ${order} limit ${sql.raw(String(most))}) as leads
     where ${and(...tests, mayHaveWords(text, searched), hasWords)} limit ${take}`;
  const inOrder = sql.raw(`key ${key?.direction ?? 'desc'}, id ${id?.direction ?? 'desc'}`);
  const first = sql`select id from found where (select count(*) from near) < ${take} order by ${inOrder} limit ${take}`;
  return sql`with found as materialized (
      select ${id?.value} as id, ${key?.value} as key from ${leads} where ${and(from, ...tests, ...indexed, hasWords)}),
    near as materialized (${near})
    select ${ALL_COLUMNS} from (
      select * from near where (select count(*) from near) = ${take}
      union all select ${ALL_COLUMNS} from ${leads} where ${eq(leads.workspaceId, workspaceId)} and ${leads.id} = any(array(${first}))) as leads
     order by ${order}`;
}

const dialect = new PgDialect();
const ALL_COLUMNS = sql.join(Object.values(getTableColumns(leads)), sql`, `);
