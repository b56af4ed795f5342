import { getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { activities } from '../schema/activities.js';
import { deletedLeadRecords, deletedLeads, deletedReferrals } from '../schema/deleted-leads.js';
import { engagementEvents } from '../schema/engagement.js';
import { handoffs } from '../schema/handoffs.js';
import { leadOutcomes } from '../schema/lead-outcomes.js';
import { leads, touches } from '../schema/leads.js';
import { referrals } from '../schema/referrals.js';
import { slaClocks } from '../schema/sla.js';
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
const MARKED = [handoffs, slaClocks, leadOutcomes];

const columnsOf = (table: PgTable) => Object.values(getTableColumns(table));
const id = (name: string) => `"${name}"`;

/** The columns of the table; those that are not kept are null. */
function unionOf({ table, kept, record, named = {} }: Kept): string {
  const names = new Set(columnsOf(kept).map(({ name }) => name));
  const known = columnsOf(table).map(({ name }) => id(name));
  const counted = columnsOf(table).map((column) => {
    const name = named[column.name] ?? column.name;
    return names.has(name) ? id(name) : `null::${column.getSQLType()}`;
  });
  const of = record === undefined ? '' : ` and record = '${record}'`;
  const name = getTableName(table);
  return `${name} as not materialized (
    select ${known} from ${name} where workspace_id = $workspace
    union all select ${counted} from ${getTableName(kept)} where workspace_id = $workspace${of})`;
}

function markedOf(table: PgTable): string {
  const columns = columnsOf(table).map(({ name }) =>
    name === 'lead_id' ? 'coalesce(lead_id, deleted_lead_id) as lead_id' : id(name),
  );
  const name = getTableName(table);
  return `${name} as not materialized (select ${columns} from ${name} where workspace_id = $workspace)`;
}

const TEXT = `with ${[...TABLES.map(unionOf), ...MARKED.map(markedOf)].join(', ')}`;

/**
 * The beginning of a statement that counts: below it, the names of the tables stand for their rows and for what is kept of deleted leads. A
 * table that the statement does not name costs nothing.
 */
export const countedTables = (workspaceId: string): SQL =>
  sql.join(
    TEXT.split('$workspace').map((part) => sql.raw(part)),
    sql`${workspaceId}`,
  );

/** The same for a statement whose first parameter is the workspace. */
export const COUNTED_TABLES = TEXT.replaceAll('$workspace', '$1');
