import type { AddressBlock } from '../../core/network/addresses.js';
import type { WebhookAttempt, WebhookDelivery } from '../../core/webhooks/endpoint.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { AttemptFilter, DeliveryFilter } from '../../db/repositories/webhook-deliveries.js';
import type { Store } from '../../db/store.js';
import { guardService } from '../guard.js';
import type { ReadSettings } from '../leads/settings.js';
import type { WorkspaceTime } from '../workspace-time.js';
import type { Write } from '../writes.js';
import { found, type WebhookEndpointsService, webhookEndpointsService } from './endpoints.js';
import { createWebhookSender } from './sending.js';
import { turnStarter } from './starting.js';

export type WebhookDeliveriesService = ReturnType<typeof webhookDeliveriesService>;

export interface WebhookServices {
  webhookEndpoints: WebhookEndpointsService;
  webhookDeliveries: WebhookDeliveriesService;
}

export interface WebhookOptions {
  store: Store;
  write: Write;
  clock: () => number;
  newId: () => string;
  random: (size: number) => Uint8Array;
  timeOf: WorkspaceTime;
  settings: ReadSettings;
  /** Private addresses that webhooks may be sent to. */
  webhookTargets: readonly AddressBlock[];
}

export function webhookServices(options: WebhookOptions): WebhookServices {
  return {
    webhookEndpoints: guardService(
      options.store,
      webhookEndpointsService({ ...options, privateTargets: options.webhookTargets }),
    ),
    webhookDeliveries: guardService(options.store, webhookDeliveriesService(options)),
  };
}

const later = (at: Date | null, milliseconds: number) => at && new Date(at.getTime() + milliseconds);

function webhookDeliveriesService(options: WebhookOptions) {
  const { store, clock } = options;
  const endpointOf = async (workspaceId: string, id: string) =>
    found(await store.read(workspaceId).webhookEndpoints.find(id));
  return {
    startDue: turnStarter({ ...options, sender: createWebhookSender({ privateTargets: options.webhookTargets }) }),
    /** With `nextAttemptAt` by the clock of the workspace, like the other instants. */
    async list(
      workspaceId: string,
      endpointId: string,
      filter: DeliveryFilter,
      request: ListRequest,
    ): Promise<Page<WebhookDelivery>> {
      await endpointOf(workspaceId, endpointId);
      const page = await store.read(workspaceId).webhookDeliveries.list(endpointId, filter, request);
      const ahead = (await options.timeOf(workspaceId)) - clock();
      const rows = page.rows.map((row) => ({ ...row, nextAttemptAt: later(row.nextAttemptAt, ahead) }));
      return { ...page, rows };
    },
    async attempts(
      workspaceId: string,
      endpointId: string,
      filter: AttemptFilter,
      request: ListRequest,
    ): Promise<Page<WebhookAttempt>> {
      await endpointOf(workspaceId, endpointId);
      return store.read(workspaceId).webhookDeliveries.attempts(endpointId, filter, request);
    },
  };
}
