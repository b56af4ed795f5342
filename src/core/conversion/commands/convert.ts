import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import { addCustomer, replaceCustomer } from '../../customers/commands/record.js';
import { addDeal, replaceDeal } from '../../deals/commands/record.js';
import type { Deal } from '../../deals/deal.js';
import { isRefusal } from '../../deals/terms.js';
import type { DomainEvent } from '../../events/events.js';
import type { Lead } from '../../leads/lead.js';
import { categoryRefusal } from '../../lifecycle/guards.js';
import type { IfMatch, Refusal } from '../../refusals.js';
import type { CustomerPart } from '../customers.js';
import type { DealPart } from '../deals.js';
import { type ConversionPlan, planConversion, recordOf } from '../plan.js';
import type { ConversionRequest } from '../request.js';
import { convertLead } from './converted-lead.js';
import { conversionFacts, leadReads, requestReads } from './facts.js';

/** Converts a won lead into customers with a deal. */
export interface ConvertCommand {
  type: 'convert';
  leadId: string;
  ifMatch?: IfMatch;
  request: ConversionRequest;
  actorId: string;
}

export interface ConvertedLead {
  lead: Lead;
  plan: ConversionPlan;
}

const CAUSE = 'conversion';

export const convertReads = ({ leadId, request }: ConvertCommand): Reads => ({
  leadIds: [leadId],
  sales: requestReads(request),
});

export function convertReadsNext({ leads, sales }: Batch, { leadId, request }: ConvertCommand): Reads {
  const lead = leads.find(leadId);
  return lead === undefined ? {} : { sales: leadReads(sales, lead, request) };
}

export function alreadyConverted(lead: Pick<Lead, 'lifecycle'>): Refusal | undefined {
  const conversion = lead.lifecycle?.conversion;
  if (conversion === undefined) return undefined;
  const into = conversion.customerId === undefined ? '' : `, into the customer ${conversion.customerId}`;
  const detail = `The lead has been converted already${into}: undo that first.`;
  return { code: 'conflict', detail };
}

export function convertRefusal(batch: Batch, { request }: ConvertCommand, lead: Lead): Refusal | undefined {
  const refusal = alreadyConverted(lead) ?? categoryRefusal(batch.guarded(lead), 'customer');
  if (refusal) return refusal;
  const plan = planOf(batch, lead, request);
  return isRefusal(plan) ? plan : undefined;
}

export function convert(batch: Batch, { leadId, request, actorId }: ConvertCommand): ConvertedLead {
  const { sales, now } = batch;
  const before = batch.leads.get(leadId);
  const conversionId = batch.newId();
  const plan = planOf(batch, before, request);
  if (isRefusal(plan)) throw new Error('the conversion is refused');
  const { person, organization, deal } = plan;
  const { customerId = '', contactId, id: dealId } = deal.deal;
  const bought = { customerId, contactId, dealId };
  const wonAt = deal.deal.status === 'won' ? deal.deal.closedAt : undefined;
  const lead = convertLead(batch, before, { conversionId, bought, wonAt, actorId });
  if (organization) recordCustomer(batch, organization);
  if (person) recordCustomer(batch, person);
  recordDeal(batch, deal);
  sales.conversions.insert({ id: conversionId, leadId, record: recordOf(plan), convertedAt: now });
  return { lead, plan };
}

function planOf({ sales, now, newId }: Batch, lead: Lead, request: ConversionRequest): ConversionPlan | Refusal {
  const facts = conversionFacts(sales, lead, request);
  return isRefusal(facts) ? facts : planConversion(request, facts, { now, newId });
}

function recordCustomer(batch: Batch, part: CustomerPart): void {
  const { customer } = part;
  if (part.action === 'created') addCustomer(batch, customer, CAUSE);
  else if (part.before !== customer) {
    const isBack = part.before.churnedAt !== undefined && customer.churnedAt === undefined;
    replaceCustomer(batch, isBack ? 'customer.returned' : 'customer.updated', CAUSE, customer);
  }
}

function recordDeal(batch: Batch, part: DealPart): void {
  const { deal } = part;
  const isWon = deal.status === 'won';
  if (part.action === 'created') {
    addDeal(batch, deal, CAUSE);
    if (isWon) batch.sales.record(wonEvent(deal));
  } else if (deal !== part.before) {
    replaceDeal(batch, isWon ? 'deal.won' : 'deal.updated', CAUSE, deal);
  }
}

/** Readers of `deal.won` events also find deals that are created as won. */
function wonEvent({ id: subjectId, status, amount, currency, closedAt, competitor }: Deal): DomainEvent {
  const [before, after] = [{ status: 'open' }, { status, amount, currency, closedAt, competitor }];
  return { type: 'deal.won', subjectKind: 'deal', subjectId, cause: CAUSE, before, after };
}
