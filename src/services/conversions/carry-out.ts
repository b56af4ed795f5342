import type { CustomerPart } from '../../core/conversion/customers.js';
import { type ConversionPlan, recordOf } from '../../core/conversion/plan.js';
import type { Conversion } from '../../core/conversion/record.js';
import type { UndoPlan } from '../../core/conversion/undo.js';
import type { WriteScope } from '../../db/store.js';
import { tellCustomer } from '../customers.js';
import { tellDeal } from '../deals.js';

/** Writes what a conversion makes and completes, and how to take it back. */
export async function carryOut(
  scope: WriteScope,
  plan: ConversionPlan,
  at: Pick<Conversion, 'id' | 'leadId'>,
): Promise<void> {
  const { person, organization, deal } = plan;
  for (const part of [organization, person]) if (part) await saveCustomer(scope, part);
  if (deal.action === 'created') {
    await scope.deals.insert([deal.deal]);
    tellDeal(scope, 'deal.created', 'conversion', undefined, deal.deal);
    if (deal.deal.status === 'won') scope.emit(wonEvent(plan));
  } else if (deal.deal !== deal.before) {
    await scope.deals.replace([deal.deal]);
    const type = deal.deal.status === 'won' ? 'deal.won' : 'deal.updated';
    tellDeal(scope, type, 'conversion', deal.before, deal.deal);
  }
  await scope.conversions.insert({ ...at, record: recordOf(plan), convertedAt: scope.now });
}

async function saveCustomer(scope: WriteScope, part: CustomerPart): Promise<void> {
  const { customer } = part;
  if (part.action === 'created') {
    await scope.customers.insert([customer]);
    tellCustomer(scope, 'customer.created', 'conversion', undefined, customer);
  } else if (part.before !== customer) {
    await scope.customers.replace([customer]);
    tellCustomer(scope, 'customer.updated', 'conversion', part.before, customer);
  }
}

/** Who follows the log for won deals finds also those that were won when they were made. */
function wonEvent({ deal: { deal } }: ConversionPlan) {
  const { id: subjectId, amount, currency, closedAt, competitor } = deal;
  const after = { status: deal.status, amount, currency, closedAt, competitor };
  return {
    type: 'deal.won',
    subjectKind: 'deal',
    subjectId,
    cause: 'conversion',
    before: { status: 'open' },
    after,
  } as const;
}

/**
 * Writes what an undone conversion leaves behind: people go before the organizations that they belong to. Who is removed is
 * gone from the log as well: nobody could delete that later.
 */
export async function takeBack(scope: WriteScope, plan: UndoPlan, conversionId: string): Promise<void> {
  const cause = 'conversion_undone';
  const { removedDeal, restoredDeal, restoredCustomers, removedCustomers } = plan;
  await scope.conversions.undo(conversionId, scope.now);
  if (removedDeal) {
    await scope.deals.remove(removedDeal.id);
    tellDeal(scope, 'deal.deleted', cause, removedDeal, undefined);
  }
  if (restoredDeal) {
    const { before, deal } = restoredDeal;
    await scope.deals.replace([deal]);
    const reopened = before.status !== 'open' && deal.status === 'open';
    tellDeal(scope, reopened ? 'deal.reopened' : 'deal.updated', cause, before, deal);
  }
  for (const { before, customer } of restoredCustomers) {
    await scope.customers.replace([customer]);
    tellCustomer(scope, 'customer.updated', cause, before, customer);
  }
  for (const customer of removedCustomers) {
    await scope.customers.remove([customer.id]);
    tellCustomer(scope, 'customer.deleted', cause, customer, undefined);
  }
  const removed = [...removedCustomers, ...(removedDeal ? [removedDeal] : [])];
  if (removed.length === 0) return;
  scope.sendEvents();
  await scope.events.erase({ subjectIds: removed.map(({ id }) => id), visitorIds: [] }, new Date(scope.now));
}
