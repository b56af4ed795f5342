import type { Batch } from '../../core/batch/batch.js';
import { nextReadsOf } from '../../core/commands/execute.js';
import type { Command } from '../../core/commands/table.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { type CustomerLeadNeeds, loadCustomerLeads } from './load-customer-leads.js';
import { putSales, readSales, type SalesNeeds } from './load-sales.js';

interface Needed {
  sales: SalesNeeds;
  customerLeads: CustomerLeadNeeds;
  commands: number;
}

/**
 * Loads what earlier commands made necessary: a corrected lead has other keys, so its conversion needs other customers than it did
 * when the batch was loaded. Undefined: nothing is missing.
 */
export function loadMissing(
  repositories: Repositories,
  batch: Batch,
  command: Command,
  needs: Needed,
): Promise<void> | undefined {
  if (needs.commands === 1) return undefined;
  const { sales } = nextReadsOf(batch, command) ?? {};
  if (sales !== undefined) needs.sales.add(sales);
  if (needs.sales.isWanted) return loadSales(repositories, batch, command, needs);
  needs.customerLeads.add(batch, command);
  return loadCustomerLeads(repositories, batch, needs.customerLeads);
}

async function loadSales(repositories: Repositories, batch: Batch, command: Command, needs: Needed): Promise<void> {
  putSales(batch.sales, await readSales(repositories, needs.sales));
  needs.customerLeads.add(batch, command);
  await loadCustomerLeads(repositories, batch, needs.customerLeads);
}
