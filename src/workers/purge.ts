import type { Services } from '../services/services.js';
import { type Loop, type LoopLog, startLoop } from './loop.js';

const EVERY_MS = 10 * 60_000;

/** Removes, every ten minutes, answers with expired Idempotency-Keys, old lists of the leads of bulk changes, old deliveries of webhooks, events of visitors who became no lead, old payloads of connectors, expired files of exports, old imported files and members of deleted segments. */
export function startPurge(services: Pick<Services, 'maintenance'>, log: LoopLog): Loop {
  const failed = 'the purge of old records failed';
  return startLoop({ log, everyMs: EVERY_MS, failed }, async () => {
    const gone = await services.maintenance.purgeIdempotencyKeys();
    if (gone > 0) log.info({ gone }, 'removed answers of old Idempotency-Keys');
    const leads = await services.maintenance.purgeOperationLeads();
    if (leads > 0) log.info({ gone: leads }, 'removed old lists of leads of bulk changes');
    const webhooks = await services.maintenance.purgeWebhooks();
    if (webhooks > 0) log.info({ gone: webhooks }, 'removed old deliveries and attempts of webhooks');
    const visits = await services.maintenance.purgeVisitorEvents();
    if (visits > 0) log.info({ gone: visits }, 'removed old events of visitors who became no lead');
    const payloads = await services.maintenance.purgeConnectorPayloads();
    if (payloads > 0) log.info({ gone: payloads }, 'removed old payloads of connectors');
    const files = await services.maintenance.purgeExportFiles();
    if (files > 0) log.info({ gone: files }, 'removed expired files of exports');
    const imports = await services.maintenance.purgeImports();
    if (imports > 0) log.info({ gone: imports }, 'removed old imported files and their rows');
    const members = await services.maintenance.purgeSegmentMembers();
    if (members > 0) log.info({ gone: members }, 'removed members of deleted segments');
    return false;
  });
}
