import { and, desc, eq, gt, isNull, lte, or } from 'drizzle-orm';
import type { ApiKey } from '../../core/api-keys/api-key.js';
import type { WebhookEndpoint } from '../../core/webhooks/endpoint.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { apiKeys } from '../schema/api-keys.js';
import { webhookEndpoints } from '../schema/webhooks.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page } from './lists.js';
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
      newestFirst(
        { executor, workspaceId, cursors },
        {
          table: webhookEndpoints,
          key: 'id',
          binding: bindingOf('webhook-endpoints', filter),
          where: matching<WebhookEndpointFilter>(webhookEndpoints, filter),
          request,
        },
      ),
    /** Takes an enabled endpoint that no other process holds. */
    async claim({ endpointId, holder }: Lease, now: Date, until: Date): Promise<WebhookEndpoint | undefined> {
      const { enabled, leaseUntil } = webhookEndpoints;
      const [row] = await executor.orm
        .update(webhookEndpoints)
        .set({ leaseHolder: holder, leaseUntil: until })
        .where(and(mine(endpointId), enabled, or(isNull(leaseUntil), lte(leaseUntil, now))))
        .returning();
      return row;
    },
    /** Returns the endpoint, and notes when its next queued delivery is due, `notBefore` at the earliest. */
    release: ({ endpointId, holder }: Lease, notBefore: Date): Promise<unknown> =>
      executor.run(
        'release_webhook_endpoint',
        `update webhook_endpoints
            set lease_holder = null, lease_until = null,
                retry_at = (select greatest(min(next_attempt_at), case when min(next_attempt_at) is not null then $4::timestamptz end)
                  from webhook_deliveries where workspace_id = $1 and endpoint_id = $2 and next_attempt_at is not null)
          where workspace_id = $1 and id = $2 and lease_holder = $3`,
        [workspaceId, endpointId, holder, notBefore],
      ),
  };
}

function keysOfEndpoints(executor: Executor, workspaceId: string) {
  return {
    /** The keys, and all that replaced them or that they replaced by rotation. */
    async rotationsOf(keyIds: readonly string[]): Promise<Set<string>> {
      if (keyIds.length === 0) return new Set();
      const rows = await executor.run<{ id: string }>(
        'rotations_of_keys',
        `select id::text as id from api_keys where workspace_id = $1 and coalesce(principal_id, id) in
           (select coalesce(principal_id, id) from api_keys where workspace_id = $1 and id::text = any($2::text[]))`,
        [workspaceId, keyIds],
      );
      return new Set(rows.map(({ id }) => id));
    },
    /** The key of a principal that may be used now; the newest, where one replaces another. */
    async keyOf(principalId: string, now: Date): Promise<ApiKey | undefined> {
      const [row] = await executor.orm
        .select()
        .from(apiKeys)
        .where(
          and(
            eq(apiKeys.workspaceId, workspaceId),
            or(eq(apiKeys.id, principalId), eq(apiKeys.principalId, principalId)),
            or(isNull(apiKeys.revokedAt), gt(apiKeys.revokedAt, now)),
            or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
          ),
        )
        .orderBy(desc(apiKeys.id))
        .limit(1);
      return row;
    },
  };
}

export interface DueEndpoint {
  workspaceId: string;
  endpointId: string;
}

/** Endpoints of all workspaces that are behind the log, have a delivery due, or were left by a process that ended. */
export function dueWebhookEndpoints(executor: Executor, now: Date, limit: number): Promise<DueEndpoint[]> {
  return executor.run<DueEndpoint>(
    'due_webhook_endpoints',
    `select e.workspace_id as "workspaceId", e.id as "endpointId"
       from webhook_endpoints e join workspaces w on w.id = e.workspace_id
      where e.enabled and (e.lease_until is null or e.lease_until <= $1)
        and (e.position < w.event_sequence or e.retry_at <= $1 or e.lease_until is not null)
      order by coalesce(e.retry_at, $1), e.id limit $2`,
    [now, limit],
  );
}
