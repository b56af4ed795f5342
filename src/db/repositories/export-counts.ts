import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { ExportResource, ExportSelection } from '../../core/exports/export.js';
import type { RecordKind } from '../../core/records/fields.js';
import type { Executor } from '../executor.js';
import { activities } from '../schema/activities.js';
import { customers, deals } from '../schema/deals.js';
import { engagementEvents } from '../schema/engagement.js';
import { events } from '../schema/events.js';
import { leads, touches } from '../schema/leads.js';
import { indexedTests } from './condition-indexes.js';
import { conditionSql } from './lead-conditions.js';
import { stageSql } from './lead-stages.js';
import { within } from './lists.js';
import { recordConditionSql } from './record-conditions.js';

interface Context {
  workspaceId: string;
  /** The instant that relative dates are measured from, epoch milliseconds. */
  now: number;
}

type Counted = { table: PgTable & { workspaceId: PgColumn }; where: (SQL | undefined)[] };

/** Counts the rows of exports before they are read. */
export function exportCountsRepository({ orm }: Executor, workspaceId: string) {
  return {
    /** How many rows a selection has; `most` where it has as many or more. */
    async upTo(most: number, selection: ExportSelection, now: number): Promise<number> {
      const { table, where } = COUNTED[selection.resource](selection, { workspaceId, now });
      const rows = orm
        .select({ one: sql`1`.as('one') })
        .from(table as PgTable)
        .where(and(eq(table.workspaceId, workspaceId), ...where))
        .limit(most)
        .as('counted');
      const [row] = await orm.select({ count: sql<number>`count(*)::int` }).from(rows);
      return row?.count ?? 0;
    },
  };
}

const COUNTED: Record<ExportResource, (selection: ExportSelection, context: Context) => Counted> = {
  leads: ({ where, stage, rotted }, context) => ({
    table: leads,
    where: [...stageSql({ stage, rotted }), where && conditionSql(where, context, indexedTests)],
  }),
  touches: ofRecords('touches', touches),
  engagement_events: ofRecords('engagement', engagementEvents),
  activities: ofRecords('activities', activities),
  deals: () => ({ table: deals, where: [] }),
  customers: () => ({ table: customers, where: [] }),
  events: ({ types, occurredFrom, occurredBefore }) => ({
    table: events,
    where: [types && inArray(events.type, [...types]), within(events.occurredAt, occurredFrom, occurredBefore)],
  }),
};

function ofRecords(kind: RecordKind, table: PgTable & { workspaceId: PgColumn; leadId: PgColumn }) {
  return ({ where, lead }: ExportSelection, context: Context): Counted => {
    const ofLead = and(eq(leads.workspaceId, context.workspaceId), lead && conditionSql(lead, context));
    return {
      table,
      where: [
        where && recordConditionSql(kind, where, context),
        lead && sql`${table.leadId} in (select ${leads.id} from ${leads} where ${ofLead})`,
      ],
    };
  };
}
