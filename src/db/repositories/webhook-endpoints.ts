import { and, desc, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { ApiKey } from '../../core/api-keys/api-key.js';
import type { WebhookEndpoint } from '../../core/webhooks/endpoint.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { apiKeys } from '../schema/api-keys.js';
import { webhookEndpoints } from '../schema/webhooks.js';
import { filtered, type ListRequest, type Page } from './lists.js';
import { resourceRows } from './resource-rows.js';

export interface WebhookEndpointFilter {
  enabled?: boolean | undefined;
  disabledReason?: string | undefined;
  principalId?: string | undefined;
  payload?: string | undefined;
  signature?: string | undefined;
}

/** A process's hold on an endpoint. */
export interface Lease {
  endpointId: string;
  holder: string;
}

/** An endpoint that a process holds no more. */
export interface Release {
  lease: Lease;
  position: number;
  /** Its queued deliveries are due at this instant at the earliest. */
  notBefore: Date;
}

/** Rows are locked in the order of their ids, as everywhere where several are: no two statements wait for each other. */
const RELEASE = `with given as (
    select * from unnest($2::uuid[], $3::text[], $4::bigint[], $5::timestamptz[]) as g(id, holder, position, not_before)
  ), held as materialized (
    select e.id, g.position, g.not_before, (select min(next_attempt_at) from webhook_deliveries d
        where d.workspace_id = $1 and d.endpoint_id = g.id and d.next_attempt_at is not null) as due
      from webhook_endpoints e join given g on g.id = e.id and g.holder = e.lease_holder
     where e.workspace_id = $1 order by e.id for update of e
  )
  update webhook_endpoints e
     set lease_holder = null, lease_until = null, position = h.position,
         retry_at = case when h.due is not null then greatest(h.due, h.not_before) end
    from held h where e.workspace_id = $1 and e.id = h.id`;

const writer = rowWriter(webhookEndpoints, ['workspace_id', 'id']);

export function webhookEndpointsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const mine = (id: string) => and(eq(webhookEndpoints.workspaceId, workspaceId), eq(webhookEndpoints.id, id));
  return {
    ...resourceRows<WebhookEndpoint>(executor, webhookEndpoints, workspaceId),
    ...keysOfEndpoints(executor, workspaceId),
    insert: (rows: readonly WebhookEndpoint[]) => writer.insert(executor, rows),
    count: () => executor.orm.$count(webhookEndpoints, eq(webhookEndpoints.workspaceId, workspaceId)),
    async remove(id: string): Promise<void> {
      await executor.orm.delete(webhookEndpoints).where(mine(id));
    },
    list: (filter: WebhookEndpointFilter, request: ListRequest): Promise<Page<WebhookEndpoint>> =>
      filtered(
        { executor, workspaceId, cursors },
        { table: webhookEndpoints, key: 'id', list: 'webhook-endpoints', filter, request },
      ),
    /** Takes those of the endpoints that are enabled and that no other process holds. */
    claim(ids: readonly string[], holder: string, now: Date, until: Date): Promise<WebhookEndpoint[]> {
      const { enabled, leaseUntil } = webhookEndpoints;
      const free = executor.orm
        .select({ id: webhookEndpoints.id })
        .from(webhookEndpoints)
        .where(
          and(
            eq(webhookEndpoints.workspaceId, workspaceId),
            inArray(webhookEndpoints.id, [...ids]),
            enabled,
            or(isNull(leaseUntil), lte(leaseUntil, now)),
          ),
        )
        .for('update', { skipLocked: true });
      return executor.orm
        .update(webhookEndpoints)
        .set({ leaseHolder: holder, leaseUntil: until })
        .where(and(eq(webhookEndpoints.workspaceId, workspaceId), inArray(webhookEndpoints.id, free)))
        .returning();
    },
    /** Returns endpoints. Notes for each how far it has come, and when its next queued delivery is due. */
    release: (released: readonly Release[]): Promise<unknown> =>
      executor.run('release_webhook_endpoints', RELEASE, [
        workspaceId,
        released.map(({ lease }) => lease.endpointId),
        released.map(({ lease }) => lease.holder),
        released.map(({ position }) => position),
        released.map(({ notBefore }) => notBefore),
      ]),
  };
}

function keysOfEndpoints(executor: Executor, workspaceId: string) {
  return {
    /** Keys of the same principal: each key replaces another by rotation or was replaced. By the id of each key. */
    async rotationsOf(keyIds: readonly string[]): Promise<Map<string, string[]>> {
      if (keyIds.length === 0) return new Map();
      const rows = await executor.run<{ id: string; same: string[] }>(
        'rotations_of_keys',
        `select k.id::text as id, array(select o.id::text from api_keys o
             where o.workspace_id = $1 and coalesce(o.principal_id, o.id) = coalesce(k.principal_id, k.id)) as same
           from api_keys k where k.workspace_id = $1 and k.id::text = any($2::text[])`,
        [workspaceId, keyIds],
      );
      return new Map(rows.map(({ id, same }) => [id, same]));
    },
    /** The key of each principal that may be used now; the newest, where one replaces another. */
    async keysOf(principalIds: readonly string[], now: Date): Promise<Map<string, ApiKey>> {
      const principal = sql<string>`coalesce(${apiKeys.principalId}, ${apiKeys.id})`;
      const rows = await executor.orm
        .selectDistinctOn([principal])
        .from(apiKeys)
        .where(
          and(
            eq(apiKeys.workspaceId, workspaceId),
            inArray(principal, [...principalIds]),
            or(isNull(apiKeys.revokedAt), gt(apiKeys.revokedAt, now)),
            or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
          ),
        )
        .orderBy(principal, desc(apiKeys.id));
      return new Map(rows.map((row) => [row.principalId ?? row.id, row]));
    },
  };
}

export interface DueEndpoint {
  workspaceId: string;
  endpointId: string;
}

/** Endpoints of all workspaces, or of one, that are behind the log, have a delivery due, or were left by a process that ended. */
export function dueWebhookEndpoints(
  executor: Executor,
  now: Date,
  limit: number,
  workspaceId?: string,
): Promise<DueEndpoint[]> {
  return executor.run<DueEndpoint>(
    workspaceId === undefined ? 'due_webhook_endpoints' : 'due_webhook_endpoints_of_one',
    `select e.workspace_id as "workspaceId", e.id as "endpointId"
       from webhook_endpoints e join workspaces w on w.id = e.workspace_id
      where ${workspaceId === undefined ? '' : 'e.workspace_id = $3 and '}e.enabled and (e.lease_until is null or e.lease_until <= $1)
        and (e.position < w.event_sequence or e.retry_at <= $1 or e.lease_until is not null)
      order by coalesce(e.retry_at, $1), e.id limit $2`,
    workspaceId === undefined ? [now, limit] : [now, limit, workspaceId],
  );
}
