import type { LeadChange, Reaction } from '../../batch/reaction.js';
import { withSections } from '../../events/lead-events.js';
import type { HandoffEnding } from '../../leads/handoff.js';
import type { Lead } from '../../leads/lead.js';
import { endingEvent } from '../endings.js';
import { isHandedOver } from '../hold.js';
import type { CompiledHandoffPolicy } from '../policy.js';
import type { HandoffOfferCommand } from './types.js';

/** An offer ends when its lead is no longer one to hand over or has another owner; and what the policy offers is offered. */
export function handoffReaction({ lead, basis, now }: LeadChange): Reaction<HandoffOfferCommand> | undefined {
  const policy = basis.lifecycle.handoff;
  const { category, lifecycle } = lead;
  if (lifecycle?.handoff === undefined && !policy.automatic.has(category)) return undefined;
  const ending = endingOf(lead, now);
  const events = lifecycle?.handoff && ending && endingEvent(lifecycle.handoff, ending);
  const cause = offerCauseOf(policy, events ? withSections(lead, events.sections) : lead);
  const next = cause && ({ type: 'handoff_offer', leadId: lead.id, cause, repId: lead.ownerId } as const);
  return events || next ? { events, next } : undefined;
}

function endingOf(lead: Lead, now: number): HandoffEnding | undefined {
  const handoff = lead.lifecycle?.handoff;
  if (handoff?.status !== 'offered') return undefined;
  const { id, repId } = handoff;
  const { category, ownerId } = lead;
  const ended = { id, endedAt: now };
  // Working it is accepting it.
  const isWorked = category === 'prospect' || category === 'customer';
  if (isWorked && ownerId !== undefined && (repId ?? ownerId) === ownerId) {
    return { ...ended, status: 'accepted', repId: ownerId };
  }
  if (!isHandedOver(category)) return { ...ended, status: 'withdrawn', reason: 'category_changed' };
  return repId === ownerId ? undefined : { ...ended, status: 'withdrawn', reason: 'owner_changed' };
}

/** Why the lead is to be offered to its owner now; undefined: it is not. */
function offerCauseOf(policy: CompiledHandoffPolicy, lead: Lead): 'automatic' | 'next_rep' | undefined {
  const { ownerId, category, categorySince, lifecycle } = lead;
  if (ownerId === undefined || !isHandedOver(category) || lifecycle?.declinedRepIds?.includes(ownerId))
    return undefined;
  const handoff = lifecycle?.handoff;
  if (handoff?.status === 'offered') return undefined;
  if (handoff?.next === 'next_rep' || handoff?.reason === 'owner_changed') return 'next_rep';
  if (!policy.automatic.has(category)) return undefined;
  // What sales took stays taken, as long as it is the same who has it.
  if (handoff?.status === 'accepted' && handoff.repId === ownerId) return undefined;
  if (handoff === undefined || handoff.next === 'marketing') return 'automatic';
  // Withdrawn for its category, it is in such a one again, wherever that began: an undo restores also since when.
  const isNews = handoff.reason === 'category_changed' || (handoff.endedAt ?? 0) < categorySince;
  return isNews ? 'automatic' : undefined;
}
