import type { Batch } from '../../batch/batch.js';
import type { CustomerLeads, Reads } from '../../batch/reads.js';
import type { SalesRecords } from '../../batch/sales-records.js';
import { forgetCustomer } from '../../customers/commands/forget.js';
import { replaceCustomer } from '../../customers/commands/record.js';
import type { CustomerState } from '../../customers/customer.js';
import { customerEvent } from '../../customers/events.js';
import { customerKeysOf } from '../../customers/keys.js';
import { replaceDeal } from '../../deals/commands/record.js';
import { dealEvent } from '../../deals/events.js';
import { isRefusal } from '../../deals/terms.js';
import { personKeysOf } from '../../leads/keys.js';
import type { Lead } from '../../leads/lead.js';
import type { IfMatch, Refusal } from '../../refusals.js';
import type { Conversion, ConversionRecord, PartRecord } from '../record.js';
import { type Dependent, planUndo, type UndoPlan } from '../undo.js';
import { revertConversion } from './converted-lead.js';

export interface UndoConversionCommand {
  type: 'undo_conversion';
  leadId: string;
  ifMatch?: IfMatch;
}

export interface UndoneConversion {
  lead: Lead;
  plan: UndoPlan;
}

const CAUSE = 'conversion_undone';

export const undoReads = ({ leadId }: UndoConversionCommand): Reads => ({
  leadIds: [leadId],
  ownerDecisions: [leadId],
  sales: { conversionsOfLeads: [leadId] },
});

/** The records of the conversion, and those that depend on the customers that it created. */
export function undoReadsNext({ sales }: Batch, { leadId }: UndoConversionCommand): Reads {
  const conversion = sales.conversions.ofLead(leadId);
  if (conversion === undefined) return {};
  const { record } = conversion;
  const made = madeIds(record);
  const parts = partsOf(record);
  return {
    sales: {
      customerIds: parts.map(({ id }) => id),
      customerKeys: parts.flatMap(({ before }) => (before === undefined ? [] : customerKeysOf(before.facts))),
      dealIds: [record.deal.id],
      dealsOfCustomers: made,
      peopleOfOrganizations: made,
      conversionsOfCustomers: made,
    },
  };
}

/** The other leads of the customers of the conversion, and those that have keys which the undo restores. */
export function undoLeadsOf({ sales }: Batch, { leadId }: UndoConversionCommand): CustomerLeads {
  const record = sales.conversions.ofLead(leadId)?.record;
  if (record === undefined) return {};
  const parts = partsOf(record);
  return {
    ids: parts.map(({ id }) => id),
    buyers: parts.map(({ id }) => id),
    keys: parts.flatMap(({ before }) => (before === undefined ? [] : personKeysOf(before.facts))),
  };
}

export function undoRefusal(batch: Batch, { leadId }: UndoConversionCommand, lead: Lead): Refusal | undefined {
  if (lead.lifecycle?.conversion === undefined) {
    return { code: 'conflict', detail: 'The lead is not converted: there is nothing to undo.' };
  }
  const plan = planOf(batch, lead, conversionOf(batch, leadId));
  return isRefusal(plan) ? plan : undefined;
}

export function undoConversion(batch: Batch, { leadId }: UndoConversionCommand): UndoneConversion {
  const { sales, leads } = batch;
  const before = leads.get(leadId);
  const section = before.lifecycle?.conversion;
  const conversion = conversionOf(batch, leadId);
  const plan = planOf(batch, before, conversion);
  if (section === undefined || isRefusal(plan)) throw new Error('the undo is refused');
  const lead = revertConversion(batch, before, section);
  sales.conversions.undo(conversion.id);
  revertSales(batch, plan);
  return { lead, plan };
}

/** Removed customers and deals are erased from the log as well, because no later request could erase them there. */
function revertSales(batch: Batch, { removedDeal, restoredDeal, restoredCustomers, removedCustomers }: UndoPlan): void {
  const { sales } = batch;
  if (removedDeal) {
    sales.deals.remove(removedDeal.id);
    sales.record(dealEvent('deal.deleted', CAUSE, { before: removedDeal }));
  }
  if (restoredDeal) {
    const isReopened = restoredDeal.before.status !== 'open' && restoredDeal.deal.status === 'open';
    replaceDeal(batch, isReopened ? 'deal.reopened' : 'deal.updated', CAUSE, restoredDeal.deal);
  }
  for (const { customer } of restoredCustomers) replaceCustomer(batch, 'customer.updated', CAUSE, customer);
  for (const customer of removedCustomers) {
    forgetCustomer(batch, customer.id, CAUSE);
    sales.customers.remove(customer.id);
    sales.record(customerEvent('customer.deleted', CAUSE, { before: customer }));
  }
  sales.erase([...removedCustomers, ...(removedDeal ? [removedDeal] : [])].map(({ id }) => id));
}

export function conversionOf({ sales }: Batch, leadId: string): Conversion {
  const conversion = sales.conversions.ofLead(leadId);
  if (conversion === undefined) throw new Error(`the conversion of the lead ${leadId} is gone`);
  return conversion;
}

function planOf({ sales, leads, now }: Batch, lead: Lead, conversion: Conversion): UndoPlan | Refusal {
  const { person, organization, deal } = conversion.record;
  const facts = {
    lead: lead.facts,
    person: sales.customers.find(person?.id),
    organization: sales.customers.find(organization?.id),
    deal: sales.deals.find(deal.id),
    dependents: [...dependentsOf(sales, conversion), ...leadsOf(leads, lead, conversion)],
  };
  return planUndo(conversion.record, facts, now);
}

/** Other leads of the customers that the conversion made, except those that it linked itself. */
function leadsOf(leads: Batch['leads'], { id: leadId }: Lead, { record }: Conversion): Dependent[] {
  const linkedIds = new Set([leadId, ...(record.linked ?? []).map((linked) => linked.leadId)]);
  const isDependent = ({ id, lifecycle }: Lead) =>
    id !== leadId && !(linkedIds.has(id) && lifecycle?.conversion === undefined);
  return madeIds(record).flatMap((customerId) =>
    leads
      .ofCustomer(customerId)
      .flatMap((lead) => (isDependent(lead) ? [{ customerId, noun: 'lead' as const, id: lead.id }] : [])),
  );
}

/** Records that refer to the created customers, except the conversion itself and its other records. */
function dependentsOf({ customers, deals, conversions }: SalesRecords, conversion: Conversion): Dependent[] {
  const { id: conversionId, record } = conversion;
  const made = madeIds(record);
  const named = (noun: Dependent['noun'], exceptId: string | undefined, of: (id: string) => { id: string }[]) =>
    made.flatMap((customerId) =>
      of(customerId).flatMap(({ id }) => (id === exceptId ? [] : [{ customerId, noun, id }])),
    );
  return [
    ...named('deal', record.deal.id, (id) => deals.ofCustomer(id)),
    ...named('customer', record.person?.id, (id) => customers.ofOrganization(id)),
    ...named('conversion', conversionId, (id) => conversions.ofCustomer(id)),
  ];
}

export const partsOf = ({ person, organization }: ConversionRecord): PartRecord<CustomerState>[] =>
  [organization, person].flatMap((part) => part ?? []);

export const madeIds = (record: ConversionRecord): string[] =>
  partsOf(record).flatMap(({ id, before }) => (before === undefined ? [id] : []));
