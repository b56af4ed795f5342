import type { DomainEvent } from '../../core/events.js';
import type { LeadBook } from '../../core/ingest/book.js';
import type { IngestResult, Refusal } from '../../core/ingest/commands.js';
import { matchSubmission } from '../../core/ingest/matching.js';
import { createReferralDesk, type ReferralClaim } from '../../core/referrals/desk.js';
import type { Referral } from '../../core/referrals/referral.js';
import type { WriteScope } from '../../db/store.js';
import type { Found } from './found.js';
import type { IngestOrder, IngestUnit, ReferOrder } from './orders.js';

/** What orders say about who named a lead, carried out beside what the book does about the lead itself. */
export interface Referring {
  check(order: IngestOrder): Refusal | undefined;
  /** The order's result, with the referral that came of it. */
  record(order: IngestOrder, result: IngestResult, emit: (event: DomainEvent) => void): IngestResult;
  /** The owner of the lead that the order says named its lead, or the rep that did. */
  ownerOf(order: IngestOrder): string | undefined;
  refer(order: ReferOrder, emit: (event: DomainEvent) => void): IngestResult;
  takeNew(): Referral[];
}

const claimOf = (order: IngestOrder): ReferralClaim | undefined =>
  'referredBy' in order ? order.referredBy : undefined;

/** Undefined when no order names a referrer: then it costs nothing. */
export async function openReferring(
  scope: WriteScope,
  units: readonly IngestUnit[],
  { byId, byKey }: Found,
  book: LeadBook,
): Promise<Referring | undefined> {
  const claims = units.flatMap(({ orders }) => orders.flatMap((order) => claimOf(order) ?? []));
  if (claims.length === 0) return undefined;
  const referrerIds = [...new Set(claims.flatMap(({ referrer }) => referrer.leadId ?? []))];
  const candidates = [...new Set([...byId, ...byKey.map(({ lead }) => lead)].map(({ id }) => id))];
  const unread = referrerIds.filter((id) => !candidates.includes(id));
  const [others, links, heights, known] = await Promise.all([
    scope.leads.findMany(unread),
    scope.referrals.linksAbove(referrerIds),
    scope.referrals.heights(candidates),
    scope.referrals.ofReferred(candidates),
  ]);
  const outside = new Map(others.map((lead) => [lead.id, lead]));
  const findLead = (id: string) => book.entry(id)?.lead ?? outside.get(id);
  const desk = createReferralDesk({ now: scope.now, newId: scope.newId, findLead });
  desk.loadLinks(links, heights);
  desk.loadKnown(known);

  const referredBy = (order: IngestOrder) => {
    if (order.type === 'refer') return findLead(order.leadId);
    return order.type === 'submission'
      ? matchSubmission(order, (kind, value) => book.owner(kind, value)?.lead).lead
      : undefined;
  };
  return {
    check(order) {
      const claim = claimOf(order);
      if (!claim) return undefined;
      const lead = referredBy(order);
      if (lead) return desk.check(claim, { lead });
      if (order.type === 'submission') return desk.check(claim, { facts: order.facts });
      const detail = 'There is no such lead in this workspace.';
      return { code: 'reference_not_found', detail, pointer: '/referredLeadId' };
    },
    record(order, result, emit) {
      const claim = claimOf(order);
      if (!claim || result.type !== 'submission') return result;
      return { ...result, referral: desk.record(claim, result.lead, emit) };
    },
    ownerOf(order) {
      const { leadId, repId } = claimOf(order)?.referrer ?? {};
      return repId ?? (leadId === undefined ? undefined : findLead(leadId)?.ownerId);
    },
    refer({ leadId, referredBy: claim }, emit) {
      const lead = findLead(leadId);
      if (!lead) throw new Error('the order was not checked');
      return { type: 'refer', lead, referral: desk.record(claim, lead, emit) };
    },
    // Who was removed in the same go takes the link along.
    takeNew: () =>
      desk
        .takeNew()
        .filter(
          ({ referredLeadId, referrer }) =>
            findLead(referredLeadId) && (referrer.leadId === undefined || findLead(referrer.leadId)),
        ),
  };
}
