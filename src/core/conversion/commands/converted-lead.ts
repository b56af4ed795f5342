import { withinCapacity } from '../../assignment/commands/ownership.js';
import type { Batch } from '../../batch/batch.js';
import { classEvent } from '../../batch/evaluation.js';
import { lifecycleEvent, withSections } from '../../events/lead-events.js';
import { endingEvent } from '../../handoffs/endings.js';
import { isHandedOver } from '../../handoffs/hold.js';
import type { Lead } from '../../leads/lead.js';
import { type Bought, type ConversionSection, categoryStateOf, type Lifecycle } from '../../leads/lifecycle.js';
import { wakesAt } from '../../lifecycle/wake-time.js';
import type { Refusal } from '../../refusals.js';

const REASON = 'Converted';
const CAUSE = 'conversion_undone';

/** A moved lead would contradict its own conversion. */
export function convertedRefusal({ lifecycle }: Pick<Lead, 'lifecycle'>): Refusal | undefined {
  if (lifecycle?.conversion === undefined) return undefined;
  const detail = 'The lead has been converted: undo the conversion first, or record that the customer left.';
  return { code: 'conflict', detail };
}

/** What a lead became, and who decided it. */
interface Converted {
  conversionId: string;
  bought: Bought;
  /** When the deal was closed, epoch milliseconds; undefined: it is open. */
  wonAt: number | undefined;
  actorId: string;
}

/** A conversion is a person's decision about the category: no rule changes it. */
export function convertLead(batch: Batch, lead: Lead, { conversionId, bought, wonAt, actorId }: Converted): Lead {
  const { now } = batch;
  const before = { ...categoryStateOf(lead), ...endedSectionsOf(lead.lifecycle ?? {}) };
  const next = batch.record(lead, {
    type: 'lead.converted',
    cause: 'api',
    sections: { conversion: { conversionId, at: now, wonAt, ...bought, before } },
    after: { ...bought },
  });
  // A lead that was moved to `customer` before has an outcome of that instant.
  batch.outcomes.note(lead, next, 'conversion');
  const move = { type: 'move', category: 'customer', reason: REASON, actorId, at: now } as const;
  return batch.reevaluate(next.id, { cause: 'conversion', move });
}

/** An open lead counts for the effort of its owner again. */
function withEffort({ assignment }: Batch, lead: Lead): Lead {
  return lead.ownerId === undefined ? lead : { ...lead, effort: assignment.effortOf(lead) };
}

/** Withdraws the offer that the conversion accepted. */
function withdrawn(batch: Batch, lead: Lead, { at, before }: ConversionSection): Lead {
  const { handoff } = lead.lifecycle ?? {};
  const isAnswered = handoff?.status === 'accepted' && handoff.endedAt === at && isHandedOver(before.category);
  if (!isAnswered) return lead;
  const ending = { id: handoff.id, status: 'withdrawn', endedAt: batch.now, reason: 'category_changed' } as const;
  return batch.record(lead, endingEvent(handoff, ending));
}

/** The sections that a conversion ends and its undo restores. */
export const endedSectionsOf = ({ stage, stageSince, parked, disqualification, rotting }: Lifecycle) => ({
  stage,
  stageSince,
  parked,
  disqualification,
  rotting,
});

/**
 * Restores the category and stage of the lead before the conversion; the rules decide again if they had decided before. A lead
 * that was moved since the conversion stays there.
 */
export function revertConversion(batch: Batch, lead: Lead, conversion: ConversionSection): Lead {
  const { before: earlier, customerId, contactId, dealId } = conversion;
  // Listed one by one, because fields that were absent then are not stored and must become absent again.
  const categoryState = categoryStateOf(earlier);
  const isUnmoved = lead.category === 'customer' && lead.moveReason === REASON;
  // A lead that is parked again gets its wake-up timer again.
  const due = earlier.parked && wakesAt(earlier.parked.wakeWhen, batch.now);
  const sections = { conversion: undefined, ...(isUnmoved && { ...endedSectionsOf(earlier), wakesAt: due }) };
  // The category is decided here, before the evaluation below.
  const restored = isUnmoved ? withEffort(batch, { ...lead, ...categoryState, scoredAt: batch.now }) : lead;
  const next = withSections({ ...restored, version: lead.version + 1, updatedAt: batch.now }, sections);
  batch.put(next);
  batch.outcomes.note(lead, next, CAUSE);
  // The event of the move comes first, so that the next event holds the exact category and its time.
  if (isUnmoved) batch.emit(classEvent(lead, next, CAUSE));
  const [before, after] = [{ customerId, contactId, dealId }, isUnmoved ? { restored: categoryState } : {}];
  batch.emit(lifecycleEvent(next, { type: 'lead.conversion_undone', cause: 'api', sections, before, after }));
  const withdrawnLead = isUnmoved ? withdrawn(batch, next, conversion) : next;
  batch.reevaluate(withdrawnLead.id, { cause: CAUSE });
  return withinCapacity(batch, lead, CAUSE);
}
