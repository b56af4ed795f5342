import { getTableColumns, getTableName, is, SQL, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { activities } from '../schema/activities.js';
import { deletedLeadRecords, deletedLeads, deletedReferrals } from '../schema/deleted-leads.js';
import { engagementEvents } from '../schema/engagement.js';
import { handoffs } from '../schema/handoffs.js';
import { leadOutcomes } from '../schema/lead-outcomes.js';
import { leads, touches } from '../schema/leads.js';
import { referrals } from '../schema/referrals.js';
import { firstContacts, laterContacts, slaClocks } from '../schema/sla.js';
import { stageChanges } from '../schema/stage-changes.js';

/** What is kept of the rows of a table after their leads were deleted: the table, which of its rows, and columns of another name. */
interface Kept {
  table: PgTable;
  kept: PgTable;
  record?: (typeof deletedLeadRecords.$inferSelect)['record'];
  named?: Readonly<Record<string, string>>;
}

const OF_LEAD = { lead_id: 'deleted_lead_id' };

const TABLES: readonly Kept[] = [
  { table: leads, kept: deletedLeads },
  { table: referrals, kept: deletedReferrals },
  { table: touches, kept: deletedLeadRecords, record: 'touch', named: OF_LEAD },
  { table: engagementEvents, kept: deletedLeadRecords, record: 'engagement', named: OF_LEAD },
  { table: activities, kept: deletedLeadRecords, record: 'activity', named: { ...OF_LEAD, kind: 'type' } },
  { table: stageChanges, kept: deletedLeadRecords, record: 'stage_change', named: OF_LEAD },
];

/** Tables whose rows stay, with the id of a deleted lead beside. */
const MARKED: readonly PgTable[] = [handoffs, slaClocks, leadOutcomes];
/** Tables whose rows stay, with the id of a deleted lead in place of that of the lead. */
const RENAMED: readonly PgTable[] = [firstContacts, laterContacts];

const columnsOf = (table: PgTable) => Object.values(getTableColumns(table));
const quoted = (name: string) => `"${name}"`;
const OF_DELETED = '(select id from deleted_leads where workspace_id = $workspace)';

/** What is kept of the rows of deleted leads, as rows of the table. Columns that are not kept are null. */
function keptOf({ table, kept, record, named = {} }: Kept): string {
  const names = new Set(columnsOf(kept).map(({ name }) => name));
  const columns = columnsOf(table).map((column) => {
    const name = named[column.name] ?? column.name;
    return `${names.has(name) ? quoted(name) : `null::${column.getSQLType()}`} as ${quoted(column.name)}`;
  });
  const of = record === undefined ? '' : ` and record = '${record}'`;
  return `select ${columns} from ${getTableName(kept)} where workspace_id = $workspace${of}`;
}

function bothOf(one: Kept): string {
  const name = getTableName(one.table);
  const columns = columnsOf(one.table).map((column) => quoted(column.name));
  return `select ${columns} from ${name} where workspace_id = $workspace union all ${keptOf(one)}`;
}

function markedOf(table: PgTable): string {
  const columns = columnsOf(table).map(({ name }) =>
    name === 'lead_id' ? 'deleted_lead_id as lead_id' : quoted(name),
  );
  return `select ${columns} from ${getTableName(table)} where workspace_id = $workspace and deleted_lead_id is not null`;
}

const renamedOf = (table: PgTable): string =>
  `select * from ${getTableName(table)} where workspace_id = $workspace and lead_id in ${OF_DELETED}`;

/** Gives rows the names of tables in a statement. What the statement does not name costs nothing. */
const withTables = (rows: readonly (readonly [PgTable, string])[]): string =>
  rows.length === 0
    ? ''
    : `with ${rows.map(([table, text]) => `${getTableName(table)} as not materialized (${text})`).join(', ')}`;

const filled = (text: string, workspaceId: string): SQL =>
  sql.join(
    text.split('$workspace').map((part) => sql.raw(part)),
    sql`${workspaceId}`,
  );

function markedBothOf(table: PgTable): string {
  const columns = columnsOf(table).map(({ name }) =>
    name === 'lead_id' ? 'coalesce(lead_id, deleted_lead_id) as lead_id' : quoted(name),
  );
  return `select ${columns} from ${getTableName(table)} where workspace_id = $workspace`;
}

const BOTH = withTables([
  ...TABLES.map((one) => [one.table, bothOf(one)] as const),
  ...MARKED.map((table) => [table, markedBothOf(table)] as const),
]);

/**
 * The beginning of a statement that reads few records of many tables: below it, the names of the tables stand for their rows and for what is
 * kept of deleted leads. The planner knows no frequencies of such rows: where many are joined, `countedParts` is faster.
 */
export const countedTables = (workspaceId: string): SQL => filled(BOTH, workspaceId);

/** The same for a statement whose first parameter is the workspace. */
export const COUNTED_TABLES = BOTH.replaceAll('$workspace', '$1');

/** The beginnings of two statements that count the records of a table: those of leads that exist, and those of deleted ones. */
export interface CountedParts {
  existing: SQL;
  /** Undefined: nothing of them is kept apart. */
  deleted: SQL | undefined;
}

/** `counted`: the table whose rows are the records. Other tables are joined to it. */
export function countedParts(workspaceId: string, counted: PgTable | undefined): CountedParts {
  const isKept = TABLES.some(({ table }) => table === counted);
  const [isMarked, isRenamed] = [MARKED, RENAMED].map((tables) => tables.some((table) => table === counted));
  if (counted === undefined || !(isKept || isMarked || isRenamed)) return { existing: sql``, deleted: undefined };
  const ofExisting = isMarked ? 'deleted_lead_id is null' : `lead_id not in ${OF_DELETED}`;
  const existing = isKept
    ? ''
    : withTables([
        [counted, `select * from ${getTableName(counted)} where workspace_id = $workspace and ${ofExisting}`],
      ]);
  const deleted = withTables([
    // A referral names a second lead, which may exist.
    ...TABLES.map(
      (one) => [one.table, one.table === leads && counted === referrals ? bothOf(one) : keptOf(one)] as const,
    ),
    ...MARKED.map((table) => [table, markedOf(table)] as const),
    ...RENAMED.map((table) => [table, renamedOf(table)] as const),
  ]);
  return { existing: filled(existing, workspaceId), deleted: filled(deleted, workspaceId) };
}

/** The first table that an expression names. */
export function firstTableOf(expression: SQL): PgTable | undefined {
  for (const chunk of expression.queryChunks) {
    if (is(chunk, PgTable)) return chunk;
    const found = is(chunk, SQL) ? firstTableOf(chunk) : undefined;
    if (found) return found;
  }
  return undefined;
}
