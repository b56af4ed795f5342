import { and, eq, sql } from 'drizzle-orm';
import type { ConnectorPayload, PayloadState } from '../../core/connectors/payload.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { connectorPayloads } from '../schema/connectors.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page } from './lists.js';

export interface PayloadFilter {
  state?: PayloadState | undefined;
  isTest?: boolean | undefined;
  leadId?: string | undefined;
}

/** A payload that no lead was made of. */
export interface PayloadWithoutLead {
  id: string;
  content: string;
  fetched: string | null;
  /** The stored row. */
  data: Record<string, unknown>;
}

/** Which payloads are processed again. */
export interface PayloadSelection {
  states: readonly PayloadState[];
  receivedFrom?: Date | undefined;
}

const REPLAY = `update connector_payloads set state = 'waiting', attempts = 0, next_attempt_at = $5
  where workspace_id = $1 and connector_id = $2 and state = any($3::text[]) and content is not null
    and received_at >= coalesce($4::timestamptz, '-infinity') returning id`;

/** The row stays: a payload that the sender repeats must not bring the lead back. */
const FORGET_LEADS = `update connector_payloads
     set content = null, fetched = null, lead = null, next_attempt_at = null, lead_id = null, touch_id = null
  where workspace_id = $1 and lead_id = any($2::uuid[])`;

/** Payloads without a lead after one, which still have their content. */
const WITHOUT_LEAD = `select id, content, fetched, to_jsonb(p) as data from connector_payloads p
  where workspace_id = $1 and lead_id is null and content is not null and id > $2 order by id limit $3`;

const FORGET = `update connector_payloads set content = null, fetched = null, lead = null, next_attempt_at = null
  where workspace_id = $1 and lead_id is null and id = any($2::uuid[])`;

export function connectorPayloadsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const { orm } = executor;
  const mine = (id: string) => and(eq(connectorPayloads.workspaceId, workspaceId), eq(connectorPayloads.id, id));
  return {
    /** Stores payloads that were not received before; returns their ids. */
    async insertNew(rows: readonly ConnectorPayload[]): Promise<Set<string>> {
      if (rows.length === 0) return new Set();
      const kept = await orm
        .insert(connectorPayloads)
        .values([...rows])
        .onConflictDoNothing()
        .returning({ id: connectorPayloads.id });
      return new Set(kept.map(({ id }) => id));
    },
    async findSame(connectorId: string, dedupeKey: string): Promise<ConnectorPayload | undefined> {
      const { connectorId: connector, dedupeKey: key } = connectorPayloads;
      const ours = eq(connectorPayloads.workspaceId, workspaceId);
      const same = and(ours, eq(connector, connectorId), eq(key, dedupeKey));
      return (await orm.select().from(connectorPayloads).where(same))[0];
    },
    async find(connectorId: string, id: string): Promise<ConnectorPayload | undefined> {
      const own = and(mine(id), eq(connectorPayloads.connectorId, connectorId));
      return (await orm.select().from(connectorPayloads).where(own))[0];
    },
    async save(id: string, changes: Partial<ConnectorPayload>): Promise<void> {
      await orm.update(connectorPayloads).set(changes).where(mine(id));
    },
    list: (connectorId: string, filter: PayloadFilter, request: ListRequest): Promise<Page<ConnectorPayload>> =>
      newestFirst(
        { executor, workspaceId, cursors },
        {
          table: connectorPayloads,
          key: 'id',
          binding: bindingOf(`connector-payloads ${connectorId}`, filter),
          where: [
            eq(connectorPayloads.connectorId, connectorId),
            ...matching<PayloadFilter>(connectorPayloads, filter),
          ],
          request,
        },
      ),
    /** Makes payloads due again that still have their content; returns how many. */
    async replay(connectorId: string, { states, receivedFrom }: PayloadSelection, now: Date): Promise<number> {
      const values = [workspaceId, connectorId, states, receivedFrom ?? null, now];
      return (await executor.run('replay_connector_payloads', REPLAY, values)).length;
    },
    /** Erases what payloads say about leads. */
    forgetLeads: (leadIds: readonly string[]): Promise<unknown> =>
      executor.run('forget_payloads_of_leads', FORGET_LEADS, [workspaceId, leadIds]),
    /** Payloads without a lead after one, with their content. */
    withoutLead: (afterId: string, limit: number): Promise<PayloadWithoutLead[]> =>
      executor.run<PayloadWithoutLead>('payloads_without_lead', WITHOUT_LEAD, [workspaceId, afterId, limit]),
    /** Erases what these payloads, which have no lead, contain. */
    forget: (ids: readonly string[]): Promise<unknown> => executor.run('forget_payloads', FORGET, [workspaceId, ids]),
  };
}

/** Takes payloads of all workspaces, or of one, that are due: no other process takes them until `until`. As with backfills, the update needs no lock of its own. */
export async function takeDuePayloads(
  { orm }: Executor,
  { now, until, limit }: { now: Date; until: Date; limit: number },
  workspaceId?: string,
): Promise<ConnectorPayload[]> {
  const ofOne = workspaceId === undefined ? sql`true` : eq(connectorPayloads.workspaceId, workspaceId);
  const oneOf = workspaceId === undefined ? sql`true` : sql`workspace_id = ${workspaceId}`;
  const due = sql`next_attempt_at <= ${now} and (${connectorPayloads.workspaceId}, ${connectorPayloads.id}) in
    (select workspace_id, id from connector_payloads where ${oneOf} and next_attempt_at <= ${now}
      order by next_attempt_at limit ${limit})`;
  return orm.update(connectorPayloads).set({ nextAttemptAt: until }).where(and(ofOne, due)).returning();
}

/** Deletes at most `limit` payloads that were received before; returns how many. */
export async function purgeConnectorPayloads(executor: Executor, before: Date, limit: number): Promise<number> {
  const gone = await executor.run(
    'purge_connector_payloads',
    `delete from connector_payloads where (workspace_id, id) in
       (select workspace_id, id from connector_payloads where received_at < $1 limit $2) returning id`,
    [before, limit],
  );
  return gone.length;
}
