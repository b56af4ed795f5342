import type { Batch } from '../../core/batch/batch.js';
import { customerLeadsOf } from '../../core/commands/execute.js';
import type { Command } from '../../core/commands/table.js';
import type { KeyValue } from '../../core/leads/keys.js';
import { type Lead, OPEN_CATEGORIES } from '../../core/leads/lead.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { putLeads } from './put-leads.js';

interface Wanted {
  ids: string[];
  buyers: string[];
  keys: KeyValue[];
}

/** The customers whose leads commands may change, without duplicates. */
export class CustomerLeadNeeds {
  private readonly named = new Set<string>();
  private wanted: Wanted | undefined;

  add(batch: Batch, command: Command): void {
    const { ids = [], buyers = [], keys = [] } = customerLeadsOf(batch, command) ?? {};
    for (const id of ids) if (this.isNew(`id|${id}`)) this.next.ids.push(id);
    for (const id of buyers) if (this.isNew(`buyer|${id}`)) this.next.buyers.push(id);
    for (const key of keys) if (this.isNew(`${key.kind}|${key.value}`)) this.next.keys.push(key);
  }

  /** Those added since the last call; undefined when there are none. */
  take(): Wanted | undefined {
    const { wanted } = this;
    this.wanted = undefined;
    return wanted;
  }

  private isNew(name: string): boolean {
    if (this.named.has(name)) return false;
    this.named.add(name);
    return true;
  }

  private get next(): Wanted {
    this.wanted ??= { ids: [], buyers: [], keys: [] };
    return this.wanted;
  }
}

/** Loads the leads of customers, with their engagement and their open tasks. Undefined: none is needed. */
export function loadCustomerLeads(
  repositories: Repositories,
  batch: Batch,
  needs: CustomerLeadNeeds,
): Promise<void> | undefined {
  const wanted = needs.take();
  return wanted && load(repositories, batch, wanted);
}

/** Whether the lead counts in the ledger of a team. */
export const isOwnedByTeam = (lead: Lead | undefined): boolean =>
  lead?.ownerId !== undefined && lead.teamId !== undefined;

async function load(
  { leads, engagement, tasks, decisions }: Repositories,
  batch: Batch,
  wanted: Wanted,
): Promise<void> {
  const [linked, keyed] = await Promise.all([
    leads.ofCustomers(wanted.ids, wanted.buyers),
    leads.ofPeople(wanted.keys),
  ]);
  const found = uniqueLeads([...linked, ...keyed.map(({ lead }) => lead)]);
  const missing = found.filter(({ id }) => !batch.leads.has(id));
  // A lead that has ended may be opened, and lose its owner.
  const ended = missing.filter((lead) => !OPEN_CATEGORIES.has(lead.category) && isOwnedByTeam(lead));
  const [histories, openTasks, decided] = await Promise.all([
    engagement.ofLeads(missing.map(({ id }) => id)),
    tasks.openOf(found.map(({ id }) => id)),
    decisions.ofOwners(ended.map(({ id }) => id)),
  ]);
  for (const [leadId, record] of decided) batch.assignment.setDecision(leadId, record);
  putLeads(batch, missing, histories);
  for (const { key, lead } of keyed) batch.leads.loadKeyLate(key.kind, key.value, lead.id);
  for (const task of openTasks) batch.tasks.load(task);
}

const uniqueLeads = (leads: readonly Lead[]): Lead[] => [...new Map(leads.map((lead) => [lead.id, lead])).values()];
