import type { Batch } from '../../batch/batch.js';
import { classEvent } from '../../batch/evaluation.js';
import { lifecycleEvent, withSections } from '../../events/lead-events.js';
import { endingEvent } from '../../handoffs/endings.js';
import { isHandedOver } from '../../handoffs/hold.js';
import type { Lead } from '../../leads/lead.js';
import type { Bought, CategoryState, ConversionSection, Lifecycle } from '../../leads/lifecycle.js';
import { wakesAt } from '../../lifecycle/wake-time.js';
import type { Refusal } from '../../refusals.js';

const REASON = 'Converted';
const CAUSE = 'conversion_undone';

/** Moved, it would contradict its own conversion: a customer that is none. */
export function convertedRefusal({ lifecycle }: Pick<Lead, 'lifecycle'>): Refusal | undefined {
  if (lifecycle?.conversion === undefined) return undefined;
  const detail = 'The lead has been converted: undo the conversion first, or record that the customer left.';
  return { code: 'conflict', detail };
}

/** What a lead became, and by whose decision. */
interface Converted {
  conversionId: string;
  bought: Bought;
  actorId: string;
}

/** A conversion is a person's decision about the category: no rule takes the lead out of it. */
export function convertLead(batch: Batch, lead: Lead, { conversionId, bought, actorId }: Converted): Lead {
  const { now } = batch;
  const before = { ...standingBefore(lead), ...sectionsBefore(lead.lifecycle ?? {}) };
  const next = batch.record(lead, {
    type: 'lead.converted',
    cause: 'api',
    sections: { conversion: { conversionId, at: now, ...bought, before } },
    after: { ...bought },
  });
  const move = { type: 'move', category: 'customer', reason: REASON, actorId, at: now } as const;
  return batch.reevaluate(next.id, { cause: 'conversion', move });
}

/** Open again, it weighs for its owner again. */
function withEffort({ assignment }: Batch, lead: Lead): Lead {
  return lead.ownerId === undefined ? lead : { ...lead, effort: assignment.effortOf(lead) };
}

const standingBefore = (lead: CategoryState): CategoryState => {
  const { category, categorySince, categoryDecidedBy, categoryActorId, moveReason, competitor } = lead;
  return { category, categorySince, categoryDecidedBy, categoryActorId, moveReason, competitor };
};

/** The conversion answered an open offer: sales has not taken the lead, after all. */
function withdrawn(batch: Batch, lead: Lead, { at, before }: ConversionSection): Lead {
  const { handoff } = lead.lifecycle ?? {};
  const isAnswered = handoff?.status === 'accepted' && handoff.endedAt === at && isHandedOver(before.category);
  if (!isAnswered) return lead;
  const ending = { id: handoff.id, status: 'withdrawn', endedAt: batch.now, reason: 'category_changed' } as const;
  return batch.record(lead, endingEvent(handoff, ending));
}

/** What a conversion ends, and its undo brings back. */
const sectionsBefore = ({ stage, stageSince, parked, disqualification, rotting }: Lifecycle) => ({
  stage,
  stageSince,
  parked,
  disqualification,
  rotting,
});

/**
 * Puts the lead back where it stood, as if it had never left; the rules decide about it again if they had before. A lead
 * that somebody has moved since the conversion stays where it was moved to.
 */
export function takeBackConversion(batch: Batch, lead: Lead, conversion: ConversionSection): Lead {
  const { before: stood, customerId, contactId, dealId } = conversion;
  // Named one by one: what was absent then has been stored as nothing at all, and must become absent again.
  const standing = standingBefore(stood);
  const isThere = lead.category === 'customer' && lead.moveReason === REASON;
  // Parked again, it wakes again.
  const due = stood.parked && wakesAt(stood.parked.wakeWhen, batch.now);
  const sections = { conversion: undefined, ...(isThere && { ...sectionsBefore(stood), wakesAt: due }) };
  // Whatever is decided anew below, this decides about its category now.
  const restored = isThere ? withEffort(batch, { ...lead, ...standing, scoredAt: batch.now }) : lead;
  const next = withSections({ ...restored, version: lead.version + 1, updatedAt: batch.now }, sections);
  batch.put(next);
  // The move comes first: the event after it holds exactly where the lead was, and since when.
  if (isThere) batch.emit(classEvent(lead, next, CAUSE));
  const [before, after] = [{ customerId, contactId, dealId }, isThere ? { restored: standing } : {}];
  batch.emit(lifecycleEvent(next, { type: 'lead.conversion_undone', cause: 'api', sections, before, after }));
  const asked = isThere ? withdrawn(batch, next, conversion) : next;
  return batch.reevaluate(asked.id, { cause: CAUSE });
}
