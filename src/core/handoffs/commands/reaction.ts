import type { LeadChange, Reaction } from '../../batch/reaction.js';
import { withSections } from '../../events/lead-events.js';
import type { HandoffEnding } from '../../leads/handoff.js';
import type { Lead } from '../../leads/lead.js';
import { endingEvent } from '../endings.js';
import { isHandedOver } from '../hold.js';
import type { CompiledHandoffPolicy } from '../policy.js';
import type { HandoffOfferCommand } from './types.js';

/** Ends an offer when the lead leaves the hand-off categories or gets another owner, and offers leads as the policy says. */
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
  // A rep who works the lead has accepted it.
  const isWorked = category === 'prospect' || category === 'customer';
  if (isWorked && ownerId !== undefined && (repId ?? ownerId) === ownerId) {
    return { ...ended, status: 'accepted', repId: ownerId };
  }
  if (!isHandedOver(category)) return { ...ended, status: 'withdrawn', reason: 'category_changed' };
  return repId === ownerId ? undefined : { ...ended, status: 'withdrawn', reason: 'owner_changed' };
}

/** Why the lead is to be offered to its owner now; undefined when it is not. */
function offerCauseOf(policy: CompiledHandoffPolicy, lead: Lead): 'automatic' | 'next_rep' | undefined {
  const { ownerId, category, categorySince, lifecycle } = lead;
  if (ownerId === undefined || !isHandedOver(category) || lifecycle?.declinedRepIds?.includes(ownerId))
    return undefined;
  const handoff = lifecycle?.handoff;
  if (handoff?.status === 'offered') return undefined;
  if (handoff?.next === 'next_rep' || handoff?.reason === 'owner_changed') return 'next_rep';
  if (!policy.automatic.has(category)) return undefined;
  // A lead that its current owner accepted is not offered again.
  if (handoff?.status === 'accepted' && handoff.repId === ownerId) return undefined;
  // Sales got a lead that came with its history elsewhere.
  if (handoff === undefined && categorySince <= (lifecycle?.historyAt ?? 0)) return undefined;
  if (handoff === undefined || handoff.next === 'marketing') return 'automatic';
  // After a withdrawal for the category, the lead is in a hand-off category again. `categorySince` is not compared then,
  // because an undo restores the old one.
  const isNew = handoff.reason === 'category_changed' || (handoff.endedAt ?? 0) < categorySince;
  return isNew ? 'automatic' : undefined;
}
