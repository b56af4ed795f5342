import {
  type Loss,
  loseRefusal,
  lostDeal,
  reopenedDeal,
  reopenRefusal,
  type Win,
  winRefusal,
  wonDeal,
} from '../core/deals/closing.js';
import { type Deal, type DealState, dealState, nextDeal } from '../core/deals/deal.js';
import { type DealTerms, isRefusal, pricedBy } from '../core/deals/terms.js';
import type { EventType } from '../core/events/events.js';
import type { Lead } from '../core/leads/lead.js';
import type { IfMatch, Refusal } from '../core/refusals.js';
import { changesBetween } from '../core/values.js';
import type { DealFilter } from '../db/repositories/deals.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { Store, WriteScope } from '../db/store.js';
import type { WriteContext } from './context.js';
import { type Customer, refusedAt } from './customers.js';
import { AppError } from './errors.js';
import { refusalError } from './transactions/refusals.js';
import { checkVersion, notFound } from './versions.js';
import type { Write } from './writes.js';

export type { Deal };

export interface DealInput extends DealTerms {
  name?: string | undefined;
  leadId?: string | undefined;
  customerId?: string | undefined;
  ownerId?: string | undefined;
  currency: string;
  expectedCloseOn?: string | undefined;
  competitor?: string | undefined;
}

/** Null removes, absent keeps. */
export interface DealPatch extends DealTerms {
  name?: string | null | undefined;
  ownerId?: string | null | undefined;
  expectedCloseOn?: string | null | undefined;
  competitor?: string | null | undefined;
}

export type DealsService = ReturnType<typeof dealsService>;

export function dealsService(store: Store, write: Write) {
  const closing =
    <Said>(
      type: EventType,
      refusal: (deal: Deal, said: Said, now: number) => Refusal | undefined,
      close: (deal: Deal, said: Said, now: number) => Deal,
    ) =>
    (context: WriteContext, id: string, ifMatch: IfMatch, said: Said): Promise<Deal> =>
      write(context, async (scope) => {
        const before = await withBuyer(scope, await current(scope, id, ifMatch));
        const refused = refusal(before.deal, said, scope.now);
        if (refused) throw refusalError(refused);
        return save(scope, before.stored, close(before.deal, said, scope.now), type);
      });
  return {
    create: (context: WriteContext, input: DealInput): Promise<Deal> =>
      write(context, (scope) => createDeal(scope, input)),
    async get(workspaceId: string, id: string): Promise<Deal> {
      const deal = await store.read(workspaceId).deals.find(id);
      if (!deal) throw notFound('deal');
      return deal;
    },
    list: (workspaceId: string, filter: DealFilter, request: ListRequest): Promise<Page<Deal>> =>
      store.read(workspaceId).deals.list(filter, request),
    update: (context: WriteContext, id: string, ifMatch: IfMatch, patch: DealPatch): Promise<Deal> =>
      write(context, (scope) => updateDeal(scope, id, ifMatch, patch)),
    win: closing<Win>('deal.won', winRefusal, wonDeal),
    lose: closing<Loss>('deal.lost', loseRefusal, lostDeal),
    reopen: closing<undefined>(
      'deal.reopened',
      (deal) => reopenRefusal(deal),
      (deal, _, now) => reopenedDeal(deal, now),
    ),
  };
}

async function current(scope: WriteScope, id: string, ifMatch: IfMatch): Promise<Deal> {
  const deal = await scope.deals.find(id);
  if (!deal) throw notFound('deal');
  checkVersion(deal, ifMatch);
  return deal;
}

/** A deal about a lead that has been converted since is its customer's. */
async function withBuyer(scope: WriteScope, stored: Deal): Promise<{ stored: Deal; deal: Deal }> {
  if (stored.customerId !== undefined || stored.leadId === undefined) return { stored, deal: stored };
  const lead = await scope.leads.find(stored.leadId);
  return { stored, deal: { ...stored, ...buyersOf(lead) } };
}

function buyersOf(lead: Lead | undefined): Pick<Deal, 'customerId' | 'contactId'> {
  const { customerId, contactId } = lead?.lifecycle?.conversion ?? {};
  return { customerId, contactId };
}

async function createDeal(scope: WriteScope, input: DealInput): Promise<Deal> {
  const { name, leadId, expectedCloseOn, competitor } = input;
  const [lead, customer] = await subjects(scope, input);
  const priced = pricedBy(input, { products: [], amount: undefined });
  if (isRefusal(priced)) throw refusalError(priced);
  await checkOwner(scope, input.ownerId);
  const origin = lead ?? customer;
  const deal: Deal = {
    id: scope.newId(),
    version: 1,
    status: 'open',
    name: name?.trim(),
    ...(customer ? { customerId: customer.id } : buyersOf(lead)),
    leadId,
    ownerId: input.ownerId ?? origin?.ownerId,
    ...priced,
    expectedCloseOn,
    competitor,
    sourceId: origin?.sourceId,
    campaignId: origin?.campaignId,
    // A further deal of a customer does not begin with the first touch of long ago.
    cycleStartedAt: lead && lead.lifecycle?.conversion === undefined ? lead.firstTouchAt : scope.now,
    createdAt: scope.now,
    updatedAt: scope.now,
  };
  await scope.deals.insert([deal]);
  tellDeal(scope, 'deal.created', 'api', undefined, deal);
  return deal;
}

async function subjects(
  scope: WriteScope,
  { leadId, customerId }: DealInput,
): Promise<[lead: Lead | undefined, customer: Customer | undefined]> {
  if (leadId === undefined && customerId === undefined) {
    throw new AppError('rule_refused', 'A deal is about a lead or of a customer: send `leadId` or `customerId`.');
  }
  const lead = leadId === undefined ? undefined : await scope.leads.find(leadId);
  if (leadId !== undefined && !lead) {
    throw refusedAt('/leadId', 'There is no such lead in this workspace.', 'reference_not_found');
  }
  const customer = customerId === undefined ? undefined : await scope.customers.find(customerId);
  if (customerId !== undefined && !customer) {
    throw refusedAt('/customerId', 'There is no such customer in this workspace.', 'reference_not_found');
  }
  return [lead, customer];
}

async function checkOwner(scope: WriteScope, ownerId: string | null | undefined): Promise<void> {
  if (ownerId === undefined || ownerId === null || (await scope.reps.find(ownerId))) return;
  throw refusedAt('/ownerId', 'There is no such rep in this workspace.', 'reference_not_found');
}

async function updateDeal(scope: WriteScope, id: string, ifMatch: IfMatch, patch: DealPatch): Promise<Deal> {
  const before = await current(scope, id, ifMatch);
  const priced = pricedBy(patch, before);
  if (isRefusal(priced)) throw refusalError(priced);
  if (before.status === 'won' && priced.amount === undefined) {
    throw refusedAt('/amount', 'A won deal has an amount.', 'rule_refused');
  }
  if (patch.ownerId !== before.ownerId) await checkOwner(scope, patch.ownerId);
  const patched = <Field extends 'name' | 'ownerId' | 'expectedCloseOn' | 'competitor'>(field: Field) =>
    patch[field] === undefined ? before[field] : (patch[field] ?? undefined);
  const changes: Partial<DealState> = {
    ...priced,
    name: patched('name')?.trim(),
    ownerId: patched('ownerId'),
    expectedCloseOn: patched('expectedCloseOn'),
    competitor: patched('competitor'),
  };
  return save(scope, before, nextDeal(before, changes, scope.now), 'deal.updated');
}

async function save(scope: WriteScope, before: Deal, after: Deal, type: EventType): Promise<Deal> {
  if (!changesBetween(dealState(before), dealState(after))) return before;
  await scope.deals.replace([after]);
  tellDeal(scope, type, 'api', before, after);
  return after;
}

/** Appends to the log what became of a deal: all of a new or removed one, what changed of another. */
export function tellDeal(
  scope: Pick<WriteScope, 'emit'>,
  type: EventType,
  cause: string,
  before: Deal | undefined,
  after: Deal | undefined,
): void {
  const told =
    before && after
      ? changesBetween(dealState(before), dealState(after))
      : { before: before && dealState(before), after: after && dealState(after) };
  scope.emit({ type, subjectKind: 'deal', subjectId: (after ?? before)?.id ?? '', cause, ...told });
}
