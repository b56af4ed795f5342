import type { Batch, LeadResult } from '../../batch/batch.js';
import { isNotPursued } from '../../batch/current-class.js';
import { classEvent } from '../../batch/evaluation.js';
import type { LeadChange, Reaction } from '../../batch/reaction.js';
import type { Customer } from '../../customers/customer.js';
import type { EventCause } from '../../events/events.js';
import { type Lead, OPEN_CATEGORIES } from '../../leads/lead.js';
import { ownCustomerIdOf } from '../../leads/lifecycle.js';
import { strengthOf } from '../returning-rules.js';
import { engagedInterest } from './interest.js';
import { newCycle, reopen } from './reopening.js';

// Leads from lists whose person is a customer. They are worked only while the customer is away.

/**
 * Whether the lead of a customer is still worked. An open one from a list is not, unless the customer has left, a person has decided about
 * the lead, or it has shown interest itself.
 */
export function isPursued(batch: Batch, lead: Lead, { churnedAt }: Customer): boolean {
  const { returning } = batch.basis.lifecycle.funnel;
  const channel = batch.basis.sourceOf(lead)?.channel;
  const isListed = channel !== undefined && returning.notPursuedChannels.includes(channel);
  if (!OPEN_CATEGORIES.has(lead.category) || !isListed || churnedAt !== undefined) return true;
  if (lead.categoryDecidedBy === 'person' || lead.lifecycle?.recycledByHand) return true;
  const since = { ...lead, categorySince: Number.NEGATIVE_INFINITY };
  if (engagedInterest(batch, since, batch.leads.engagementOf(lead.id)) !== undefined) return true;
  // A list may state a timeframe as well, which is no interest.
  const hasStated = lead.lifecycle?.timeframeShownAt !== undefined;
  const timeframeDays = hasStated ? lead.facts.purchaseTimeframeDays : undefined;
  return strengthOf(returning, { timeframeDays }) !== undefined;
}

/** Examines whether a lead of a customer is still worked. */
export interface ExaminePursuitCommand {
  type: 'examine_pursuit';
  leadId: string;
}

/** A person's decision about the category of a customer's lead has ended, so rules decide again whether it is worked. */
export function pursuitReaction({ before, lead }: LeadChange): Reaction<ExaminePursuitCommand> | undefined {
  const isReleased = before?.categoryDecidedBy === 'person' && lead.categoryDecidedBy === 'rule';
  if (!isReleased || before.lifecycle?.conversion !== undefined || ownCustomerIdOf(lead) === undefined)
    return undefined;
  return OPEN_CATEGORIES.has(lead.category) ? { next: { type: 'examine_pursuit', leadId: lead.id } } : undefined;
}

/** The customer of the lead must be loaded. */
export function examinePursuit(batch: Batch, { leadId }: ExaminePursuitCommand): LeadResult {
  const lead = batch.leads.find(leadId);
  const customer = lead && batch.sales.customers.find(ownCustomerIdOf(lead));
  if (lead === undefined || customer === undefined || isPursued(batch, lead, customer)) return { changed: false, lead };
  stopPursuit(batch, lead, 'customer');
  return { changed: true, lead: batch.leads.get(leadId) };
}

/** Disqualifies the lead, as its person is a customer. The funnel decides, as for a new lead, so no rule does. */
export function stopPursuit(batch: Batch, lead: Lead, cause: EventCause): void {
  const reason = 'existing_customer';
  const disqualified = batch.record(lead, {
    type: 'lead.disqualified',
    cause,
    sections: { disqualification: { at: batch.now, reason } },
    before: { category: lead.category },
    after: { reason },
  });
  const { now } = batch;
  const closed = { ...disqualified, category: 'disqualified', categorySince: now, scoredAt: now } as const;
  batch.put(closed);
  batch.outcomes.note(disqualified, closed, cause);
  batch.emit(classEvent(disqualified, closed, cause));
  batch.evaluate(lead.id, cause);
}

/**
 * Opens the leads of a customer that has left and that were closed because it was one, in a new cycle. Closes leads from lists of one that has come back,
 * by the rule for leads that are linked. `before` is the customer before the change; its leads must be loaded.
 */
export function followChurn(batch: Batch, before: Customer): void {
  const customer = batch.sales.customers.find(before.id);
  if (customer === undefined || (customer.churnedAt === undefined) === (before.churnedAt === undefined)) return;
  for (const lead of batch.leads.ofCustomer(customer.id)) {
    if (ownCustomerIdOf(lead) !== customer.id || lead.categoryDecidedBy === 'person') continue;
    if (customer.churnedAt === undefined) {
      if (!isPursued(batch, lead, customer)) stopPursuit(batch, lead, 'customer_returned');
    } else if (isNotPursued(lead)) winBack(batch, lead);
  }
}

function winBack(batch: Batch, lead: Lead): void {
  const cause = 'customer_churned';
  const sections = { ...newCycle(lead, batch.now), handoff: undefined };
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
