/** Takes back the customers and deals that a run made with a lead, before the lead is removed. */
import type { Batch } from '../batch/batch.js';
import type { CustomerLeads, Reads } from '../batch/reads.js';
import type { SalesReads } from '../batch/sales-reads.js';
import { undoConversion, undoLeadsOf, undoReadsNext, undoRefusal } from '../conversion/commands/undo.js';
import { dealEvent } from '../deals/events.js';
import { type RemoveCommand, removeReads, removeReadsNext } from '../leads/commands/remove.js';
import type { Refusal } from '../refusals.js';

const CAUSE = 'lead_deleted';

export const removalReads = (command: RemoveCommand): Reads =>
  together(removeReads(command), { sales: { conversionsOfLeads: [command.leadId] } });

export const removalReadsNext = (batch: Batch, command: RemoveCommand): Reads =>
  together(removeReadsNext(batch, command), undoReadsNext(batch, undoOf(command)));

export const removalLeadsOf = (batch: Batch, command: RemoveCommand): CustomerLeads =>
  undoLeadsOf(batch, undoOf(command));

/** Refuses a lead whose customers or deals have changed since, or carry other records. */
export function removalRefusal(batch: Batch, command: RemoveCommand): Refusal | undefined {
  const lead = batch.leads.find(command.leadId);
  if (lead?.lifecycle?.conversion !== undefined) {
    const refusal = undoRefusal(batch, undoOf(command), lead);
    if (refusal) return refusal;
  }
  const changed = batch.sales.deals.ofLead(command.leadId).find(({ version }) => version > 1);
  if (changed === undefined) return undefined;
  return { code: 'conflict', detail: `The deal ${changed.id} has changed since, which would be lost.` };
}

/** Removes the conversion with the customers and the deal that it made, and the other deals of the lead. */
export function removePast(batch: Batch, command: RemoveCommand): void {
  const { sales, leads } = batch;
  if (leads.get(command.leadId).lifecycle?.conversion !== undefined) undoConversion(batch, undoOf(command));
  for (const deal of sales.deals.ofLead(command.leadId)) {
    sales.deals.remove(deal.id);
    sales.record(dealEvent('deal.deleted', CAUSE, { before: deal }));
    sales.erase([deal.id]);
  }
}

const undoOf = ({ leadId }: RemoveCommand) => ({ type: 'undo_conversion', leadId }) as const;

/** What both need. */
function together(one: Reads, other: Reads): Reads {
  const names = new Set([...Object.keys(one.sales ?? {}), ...Object.keys(other.sales ?? {})]) as Set<keyof SalesReads>;
  const sales = [...names].map((name) => [name, [...(one.sales?.[name] ?? []), ...(other.sales?.[name] ?? [])]]);
  return { ...one, ...other, sales: Object.fromEntries(sales) };
}
