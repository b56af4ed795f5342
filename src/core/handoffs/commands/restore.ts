import type { Batch } from '../../batch/batch.js';
import { withSections } from '../../events/lead-events.js';
import type { BulkUndo } from '../../leads/bulk-change.js';
import type { Handoff } from '../../leads/handoff.js';
import type { Lead } from '../../leads/lead.js';
import { sameValue } from '../../values.js';
import { endingEvent } from '../endings.js';
import { isHandedOver } from '../hold.js';
import { recordOffer } from './offer.js';

/**
 * Restores the hand-off of a lead whose class or owner has been restored. An offer that the change made or accepted is withdrawn. One that
 * was open is made again, with the number that it had and the full time.
 */
export function restoreHandoff(batch: Batch, leadId: string, { handoff: was, at }: BulkUndo): void {
  const lead = batch.leads.get(leadId);
  const { handoff } = lead.lifecycle ?? {};
  if (was === undefined || sameValue(handoff ?? null, was)) return;
  const isOpen = handoff?.status === 'offered' || (handoff?.status === 'accepted' && handoff.endedAt === at);
  const next = handoff && isOpen ? batch.record(lead, undoneEvent(handoff, batch.now)) : lead;
  if (was?.status === 'offered') offerAgain(batch, next, was, at);
  else
    batch.record(next, { type: 'lead.restored', cause: 'bulk_change_undone', sections: { handoff: was ?? undefined } });
}

const undoneEvent = (handoff: Handoff, endedAt: number) =>
  endingEvent(handoff, { id: handoff.id, status: 'withdrawn', endedAt, reason: 'change_undone' });

/**
 * Without the owner or the category of the offer, the reaction to the change decides. The offer that the change withdrew gets another
 * reason, so that reports count only the new one.
 */
function offerAgain(batch: Batch, lead: Lead, was: Handoff, at: number): void {
  const { repId, teamId, offers } = was;
  if (!isHandedOver(lead.category) || (repId !== undefined && repId !== lead.ownerId)) return;
  const { id, endedAt, offeredAt } = lead.lifecycle?.handoff ?? {};
  const ended = (id === was.id ? endedAt : offeredAt) === at ? batch.record(lead, undoneEvent(was, at)) : lead;
  const counted = withSections(ended, { handoff: { ...was, offers: offers - 1, next: 'next_rep' } });
  recordOffer(batch, counted, { cause: 'request', repId, teamId });
}
