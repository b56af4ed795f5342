import { ownedAgain, releaseOwner, withinCapacity } from '../../assignment/commands/ownership.js';
import type { Batch } from '../../batch/batch.js';
import { isClosedByLink, isNotPursued } from '../../batch/current-class.js';
import { classEvent } from '../../batch/evaluation.js';
import { withoutOwner } from '../../batch/ownership.js';
import type { Customer } from '../../customers/customer.js';
import type { EventCause } from '../../events/events.js';
import { lifecycleEvent, withSections } from '../../events/lead-events.js';
import { endingEvent } from '../../handoffs/endings.js';
import { type Lead, OPEN_CATEGORIES } from '../../leads/lead.js';
import { type BeforeChurn, categoryStateOf, classBeforeOf, ownCustomerIdOf } from '../../leads/lifecycle.js';
import { restoredSections } from '../restored-sections.js';
import { isPursued, isWorkedAnyway, stopPursuit } from './pursuit.js';
import { newCycle, reopen } from './reopening.js';

// Leads from lists follow their customer: they are open while it is away, and closed while it is a customer.

/** Why a recorded departure or return of a customer is taken back: it was a mistake. */
export type ChurnCorrection = Extract<EventCause, 'churn_undone' | 'deal_reopened' | 'conversion_undone'>;

/**
 * Opens the leads of a customer that has left and that were closed because it was one, in a new cycle. Closes leads from lists of one that has come back,
 * by the rule for leads that are linked. A correction restores what the lead was before the change that it takes back. `before` is the customer before
 * the change; its leads must be loaded.
 */
export function followChurn(batch: Batch, before: Customer, correction?: ChurnCorrection): void {
  const customer = batch.sales.customers.find(before.id);
  if (customer === undefined || (customer.churnedAt === undefined) === (before.churnedAt === undefined)) return;
  for (const lead of batch.leads.ofCustomer(customer.id)) {
    if (ownCustomerIdOf(lead) !== customer.id || lead.categoryDecidedBy === 'person') continue;
    if (customer.churnedAt === undefined) followReturn(batch, lead, customer, correction);
    else if (isNotPursued(lead)) followDeparture(batch, lead, customer, correction);
  }
}

function followReturn(batch: Batch, lead: Lead, customer: Customer, correction: ChurnCorrection | undefined): void {
  const { conversion } = lead.lifecycle ?? {};
  const beforeChurn = beforeChurnOf(lead, customer);
  const wasClosed = beforeChurn !== undefined && !OPEN_CATEGORIES.has(beforeChurn.state.category);
  const isByRule = conversion === undefined && lead.category !== 'lost' && !isNotPursued(lead);
  if (correction && wasClosed && isByRule) {
    if (!isWorkedAnyway(batch, lead)) restoreClosed(batch, lead, beforeChurn, correction);
    return;
  }
  if (isPursued(batch, lead, customer)) return;
  if (correction) stopPursuit(batch, lead, correction);
  else stopPursuit(batch, lead, 'customer_returned', { ...stateOf(batch, lead, customer), earlier: beforeChurn });
}

function followDeparture(batch: Batch, lead: Lead, customer: Customer, correction: ChurnCorrection | undefined): void {
  const beforeChurn = beforeChurnOf(lead, customer);
  const wasOpen = beforeChurn !== undefined && OPEN_CATEGORIES.has(beforeChurn.state.category);
  const isUnmoved = beforeChurn?.movedAt === lead.lifecycle?.disqualification?.at;
  if (correction && wasOpen && isUnmoved && isClosedByLink(lead)) restoreOpen(batch, lead, beforeChurn, correction);
  else winBack(batch, lead, customer);
}

/** What the lead was before this customer left or came back: its link may have changed since. */
function beforeChurnOf({ lifecycle }: Lead, { id }: Customer): BeforeChurn | undefined {
  const { beforeChurn } = lifecycle ?? {};
  return beforeChurn?.customerId === id ? beforeChurn : undefined;
}

const stateOf = ({ now }: Batch, lead: Lead, { id: customerId }: Customer): BeforeChurn => ({
  customerId,
  movedAt: now,
  ...classBeforeOf(lead),
  ownerId: lead.ownerId,
  handoff: lead.lifecycle?.handoff,
});

function winBack(batch: Batch, lead: Lead, customer: Customer): void {
  const cause = 'customer_churned';
  const sections = { ...newCycle(lead, batch.now), handoff: undefined, beforeChurn: stateOf(batch, lead, customer) };
  const { category, lifecycle } = lead;
  const next = batch.record(lead, {
    type: 'lead.returned',
    cause,
    sections,
    before: { category, reason: lifecycle?.disqualification?.reason },
    after: { cycle: sections.cycles, funnelVersion: batch.basis.lifecycle.funnel.version },
  });
  reopen(batch, next, { cause, owner: 'rules' });
}

/** The customer never left: the lead is closed as it was, with the owner that it had. An offer that is open is withdrawn. */
function restoreClosed(batch: Batch, lead: Lead, before: BeforeChurn, cause: ChurnCorrection): void {
  const { handoff } = lead.lifecycle ?? {};
  if (handoff?.status === 'offered') {
    const ending = { id: handoff.id, status: 'withdrawn', endedAt: batch.now, reason: 'change_undone' } as const;
    batch.record(lead, endingEvent(handoff, ending));
  }
  const { ownerId: repId } = before;
  if (repId !== undefined && repId !== lead.ownerId && batch.assignment.rep(repId)) {
    const current = batch.leads.get(lead.id);
    batch.put(ownedAgain(batch, current, { repId, teamId: current.teamId, cause, reason: 'The customer never left' }));
  }
  restoreClass(batch, batch.leads.get(lead.id), before, { cause, handoff: before.handoff });
  if (repId === undefined) freeClosed(batch, lead.id, cause);
  batch.evaluate(lead.id, cause);
}

/** The customer had not come back: the lead is open as it was, in the same cycle. */
function restoreOpen(batch: Batch, lead: Lead, before: BeforeChurn, cause: ChurnCorrection): void {
  restoreClass(batch, lead, before, { cause, handoff: lead.lifecycle?.handoff });
  batch.evaluate(lead.id, cause);
  withinCapacity(batch, lead, cause);
}

interface Restoring {
  cause: ChurnCorrection;
  handoff: BeforeChurn['handoff'];
}

/** Category, stage and cycle as they were, in one version. The event of the class comes before that of its sections. */
function restoreClass(batch: Batch, lead: Lead, before: BeforeChurn, { cause, handoff }: Restoring): void {
  const { now, assignment } = batch;
  const restored = categoryStateOf(before.state);
  const sections = { ...restoredSections(lead, before.sections), handoff, beforeChurn: before.earlier };
  const moved = { ...lead, ...restored, version: lead.version + 1, updatedAt: now, scoredAt: now };
  const next = withSections(
    moved.ownerId === undefined ? moved : { ...moved, effort: assignment.effortOf(moved) },
    sections,
  );
  batch.put(next);
  batch.outcomes.note(lead, next, cause);
  batch.emit(classEvent(lead, next, cause));
  batch.emit(lifecycleEvent(next, { type: 'lead.restored', cause, sections, after: { restored } }));
}

/** The lead had no owner, so its owner loses it, and the ledger counts it no more. */
function freeClosed(batch: Batch, leadId: string, cause: EventCause): void {
  if (batch.leads.get(leadId).ownerId === undefined) return;
  releaseOwner(batch, batch.leads.get(leadId));
  const { lead: free, events } = withoutOwner(batch.leads.get(leadId), cause);
  batch.put(free);
  for (const event of events) batch.emit(event);
}
