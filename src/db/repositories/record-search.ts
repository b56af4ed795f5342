import { type AnyColumn, and, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Condition } from '../../core/condition.js';
import type { RecordKind } from '../../core/records/fields.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { leads } from '../schema/leads.js';
import { conditionSql, exactSql } from './lead-conditions.js';
import { type ListRequest, type Page, pageOf } from './lists.js';
import { recordConditionSql, recordIndexTests } from './record-conditions.js';

export interface RecordSearch {
  /** On the record. */
  where: Condition | undefined;
  /** On its lead. */
  lead: Condition | undefined;
  /** The conditions as the request has them, which cursors are bound to. */
  given: unknown;
  /** The instant that relative dates are measured from, epoch milliseconds. */
  now: number;
}

type SearchedTable<Row> = PgTable & { workspaceId: AnyColumn; leadId: AnyColumn; id: AnyColumn; $inferSelect: Row };

/** A table of records: its primary key is workspace, lead and id. The index of the order has workspace, `at` and id. */
interface RecordTable<Row> {
  kind: RecordKind;
  table: SearchedTable<Row>;
  at: AnyColumn;
}

export const recordTable = <Row extends RecordRow>(
  kind: RecordKind,
  table: SearchedTable<Row>,
  at: AnyColumn,
): RecordTable<Row> => ({ kind, table, at });

interface RecordRow {
  id: string;
  occurredAt: Date;
}

/** How many records are read in the order of time first. */
const NEAR = 20_000;

/** One page of the records of all leads, by keyset over instant and id, newest first. */
export function searchRecords<Row extends RecordRow>(
  { executor, workspaceId, cursors }: { executor: Executor; workspaceId: string; cursors: CursorCodec },
  of: RecordTable<Row>,
  search: RecordSearch,
  request: ListRequest,
): Promise<Page<Row>> {
  const { kind, table, at } = of;
  const positionOf = ({ occurredAt, id }: Row) => [occurredAt.toISOString(), id];
  const binding = `${workspaceId}|${kind}|${JSON.stringify(search.given)}`;
  return pageOf<Row>(cursors, binding, request, positionOf, async (after, take) => {
    const from: PgTable = table;
    const rows = await executor.orm
      .select()
      .from(from)
      .where(wantedSql(workspaceId, of, search, after, take))
      .orderBy(desc(at), desc(table.id))
      .limit(take);
    // The query builder derives no row type from a type parameter.
    return rows as Row[];
  });
}

/**
 * Selects the records of a page. Without a condition the index of the order has them. With one the statement decides while it runs, as
 * `searchSql` of leads does: the newest records suffice for a frequent condition; for a rare one all that meet it are collected,
 * by indexes where it has some, and sorted.
 */
function wantedSql<Row>(
  workspaceId: string,
  { kind, table, at }: RecordTable<Row>,
  { where, lead, now }: RecordSearch,
  after: readonly (string | number)[] | undefined,
  take: number,
): SQL | undefined {
  const context = { workspaceId, now };
  const ofWorkspace = eq(table.workspaceId, workspaceId);
  const older = after && sql`(${at}, ${table.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`;
  const from = and(ofWorkspace, older);
  if (where === undefined && lead === undefined) return from;
  const ofRecord = where && recordConditionSql(kind, where, context);
  const ours = eq(leads.workspaceId, workspaceId);
  // A scalar subquery is never made a join, which would lose the order.
  const eachLead =
    lead &&
    sql`coalesce((select ${exactSql(lead, context)} from ${leads} where ${ours} and ${leads.id} = ${table.leadId}), false)`;
  const someLeads =
    lead && sql`${table.leadId} in (select ${leads.id} from ${leads} where ${and(ours, conditionSql(lead, context))})`;
  const key = sql`${table.leadId} as lead_id, ${table.id} as id, ${at} as at`;
  const near = sql`select ${key} from (select * from ${table} where ${from} order by ${at} desc, ${table.id} desc limit ${sql.raw(String(NEAR))}) as ${table}
    where ${and(ofRecord, eachLead)} order by ${at} desc, ${table.id} desc limit ${take}`;
  // Sorted by a value that no index has: the planner would walk one for all records.
  const indexed = where === undefined ? [] : recordIndexTests(kind, where, context);
  const all = sql`select ${key} from ${table} where ${and(from, ofRecord, ...indexed, someLeads)} and (select count(*) from near) < ${take}
    order by (${at} + interval '0') desc, ${table.id} desc limit ${take}`;
  return sql`${ofWorkspace} and (${table.leadId}, ${table.id}) in (
    with near as materialized (${near})
    select lead_id, id from near where (select count(*) from near) = ${take} union all (select lead_id, id from (${all}) as wanted))`;
}
