import { guardService } from '../guard.js';
import { createWebhookSender } from '../webhooks/sending.js';
import { type ConnectorBackfillsService, connectorBackfillsService } from './backfills.js';
import { type ConnectorsOptions, type ConnectorsService, connectorsService } from './connectors.js';
import { createFetch } from './fetching.js';
import { type ConnectorPayloadsService, connectorPayloadsService, type PayloadsOptions } from './payloads.js';

export interface ConnectorServices {
  connectorBackfills: ConnectorBackfillsService;
  connectors: ConnectorsService;
  connectorPayloads: ConnectorPayloadsService;
}

/** The lead of a form of the largest size, and more. */
const MOST_FETCHED = { readBytes: 1_048_576, keptCharacters: 1_048_576 };

export function connectorServices(options: ConnectorsOptions & Omit<PayloadsOptions, 'fetchLead'>): ConnectorServices {
  const sender = createWebhookSender({ privateTargets: options.webhookTargets, most: MOST_FETCHED });
  const fetchLead = createFetch(sender);
  return {
    connectorBackfills: guardService(options.store, connectorBackfillsService({ ...options, fetchLead })),
    connectors: guardService(options.store, connectorsService(options)),
    connectorPayloads: guardService(options.store, connectorPayloadsService({ ...options, fetchLead })),
  };
}
