import { and, eq, isNull, sql } from 'drizzle-orm';
import type { ConnectorBackfill } from '../../core/connectors/backfill.js';
import type { Executor } from '../executor.js';
import { withoutKey } from '../rows.js';
import { connectorBackfills } from '../schema/connectors.js';

export function connectorBackfillsRepository({ orm }: Executor, workspaceId: string) {
  const table = connectorBackfills;
  const mine = (connectorId: string) => and(eq(table.workspaceId, workspaceId), eq(table.connectorId, connectorId));
  const target = [table.workspaceId, table.connectorId];
  return {
    async find(connectorId: string): Promise<ConnectorBackfill | undefined> {
      return (await orm.select().from(table).where(mine(connectorId)))[0];
    },
    /** Replaces the backfill of the connector. */
    async put(backfill: ConnectorBackfill): Promise<void> {
      await orm
        .insert(table)
        .values(backfill)
        .onConflictDoUpdate({ target, set: withoutKey(backfill) });
    },
    /** Makes the backfill of the connector due; `first` is stored where it has none. */
    async schedule(first: ConnectorBackfill): Promise<void> {
      const set = { nextAttemptAt: first.nextAttemptAt };
      await orm.insert(table).values(first).onConflictDoUpdate({ target, set });
    },
    /** Makes it due where it is not at its end. */
    async resume(connectorId: string, now: Date): Promise<void> {
      const open = and(mine(connectorId), isNull(table.completedAt));
      await orm.update(table).set({ nextAttemptAt: now }).where(open);
    },
    /** Saves a step of a backfill, unless another process has made a step of it since, or it was started again. Returns whether it did. */
    async saveStep(before: ConnectorBackfill, after: ConnectorBackfill): Promise<boolean> {
      const { connectorId, startedAt, pages, formIndex, attempts } = before;
      const unchanged = and(
        mine(connectorId),
        eq(table.startedAt, startedAt),
        eq(table.pages, pages),
        eq(table.formIndex, formIndex),
        eq(table.attempts, attempts),
      );
      const saved = await orm
        .update(table)
        .set(withoutKey(after))
        .where(unchanged)
        .returning({ id: table.connectorId });
      return saved.length > 0;
    },
  };
}

/**
 * Takes backfills of all workspaces, or of one, that are due: no other process takes them until `until`. One that another process takes at the same
 * time is no longer due when this update has waited for that one, so it needs no lock of its own.
 */
export async function takeDueBackfills(
  { orm }: Executor,
  { now, until, limit }: { now: Date; until: Date; limit: number },
  workspaceId?: string,
): Promise<ConnectorBackfill[]> {
  const ofOne = workspaceId === undefined ? sql`true` : eq(connectorBackfills.workspaceId, workspaceId);
  const oneOf = workspaceId === undefined ? sql`true` : sql`workspace_id = ${workspaceId}`;
  const due = sql`next_attempt_at <= ${now} and (${connectorBackfills.workspaceId}, ${connectorBackfills.connectorId}) in
    (select workspace_id, connector_id from connector_backfills where ${oneOf} and next_attempt_at <= ${now}
      order by next_attempt_at limit ${limit})`;
  return orm.update(connectorBackfills).set({ nextAttemptAt: until }).where(and(ofOne, due)).returning();
}
