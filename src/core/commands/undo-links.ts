import type { Batch } from '../batch/batch.js';
import {
  conversionOf,
  madeIds,
  partsOf,
  type UndoConversionCommand,
  type UndoneConversion,
  undoConversion,
} from '../conversion/commands/undo.js';
import type { Conversion } from '../conversion/record.js';
import { keptDenials, takenBack } from '../conversion/shared-consents.js';
import { type Kept, MOST_KEPT_LEADS } from '../conversion/undo.js';
import { shareConsent, updateFacts } from '../customers/commands/share-consent.js';
import { withoutConsents } from '../customers/consent.js';
import type { Customer } from '../customers/customer.js';
import { followChurn } from '../lifecycle/commands/churned-leads.js';
import { isOf, unlinkLead } from '../lifecycle/commands/link-leads.js';
import { followIdentity } from './linked-leads.js';

const CAUSE = 'conversion_undone';

/** Undoes a conversion, with the links of other leads to its customers and the consents that leads got by it. */
export function undoWithLinks(batch: Batch, command: UndoConversionCommand): UndoneConversion {
  const { customers } = batch.sales;
  const conversion = conversionOf(batch, command.leadId);
  const { record } = conversion;
  const made = new Set(madeIds(record));
  unlink(batch, conversion, (customerId) => made.has(customerId));
  const { lead, plan } = undoConversion(batch, command);
  unlink(batch, conversion, (customerId) => !made.has(customerId));
  const kept = takeBack(batch, conversion);
  for (const { id, after } of partsOf(record)) {
    const customer = customers.find(id);
    if (customer === undefined) continue;
    const { before } = plan.restoredCustomers.find((one) => one.customer.id === id) ?? {};
    if (before) followChurn(batch, before, CAUSE);
    kept.push(...keptOf(batch, { customer, given: after.facts, listed: kept }));
    // The undo removes no statement: what the leads got is taken back above.
    shareConsent(batch, { before: before && { ...before, facts: withoutConsents(before.facts) }, customer });
    if (before) followIdentity(batch, before);
  }
  const listed = [...plan.kept, ...kept.slice(0, MOST_KEPT_LEADS)];
  return { lead: batch.leads.get(lead.id), plan: { ...plan, kept: listed } };
}

/**
 * Removes the links to the customers that `isWanted` accepts, except of leads that match the customer without the
 * conversion too.
 */
function unlink(batch: Batch, { record }: Conversion, isWanted: (customerId: string) => boolean): void {
  const made = new Set(madeIds(record));
  for (const { leadId, customerId } of record.linked ?? []) {
    const lead = batch.leads.find(leadId);
    if (!isWanted(customerId) || lead?.lifecycle?.customerId !== customerId || lead.lifecycle.conversion) continue;
    const customer = batch.sales.customers.find(customerId);
    if (customer !== undefined && !made.has(customerId) && isOf(batch, lead, customer)) continue;
    unlinkLead(batch, lead, CAUSE);
  }
}

/** Takes back the shared consents; returns what stays. */
function takeBack(batch: Batch, { record }: Conversion): Kept[] {
  return (record.shared ?? []).flatMap((shared) => {
    const lead = batch.leads.find(shared.leadId);
    if (lead === undefined) return [];
    const { facts, kept } = takenBack(lead, shared, batch.leads.engagementOf(lead.id));
    if (facts !== lead.facts) updateFacts(batch, lead, facts, CAUSE);
    return kept.length === 0 ? [] : [{ subjectKind: 'lead' as const, id: lead.id, fields: kept }];
  });
}

interface Restored {
  customer: Customer;
  /** The facts that the conversion gave the customer. */
  given: Customer['facts'];
  listed: readonly Kept[];
}

/**
 * Other leads of a restored customer that keep a denial which the undo removed from the customer: it may be their own
 * statement.
 */
function keptOf({ leads }: Batch, { customer, given, listed }: Restored): Kept[] {
  const known = new Set(listed.map(({ id }) => id));
  return leads.ofCustomer(customer.id).flatMap((lead) => {
    const fields = known.has(lead.id) ? [] : keptDenials(lead.facts, given, customer.facts);
    return fields.length === 0 ? [] : [{ subjectKind: 'lead' as const, id: lead.id, fields }];
  });
}
