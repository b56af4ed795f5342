import type { Batch } from '../../batch/batch.js';
import { visitorLogEvent } from '../../visits/visitor-event.js';
import { addEngagement } from './record-engagement.js';

/** A submission names a visitor: what the visitor did becomes the lead's own, unless the visitor is another lead already. */
export function identifyVisitor(batch: Batch, visitorId: string, leadId: string): void {
  // Two people may share a device: the first lead of a visitor keeps it.
  if (batch.leads.byKey('visitor', visitorId)?.id !== leadId) return;
  const events = batch.visitors.take(visitorId);
  if (events.length === 0) return;
  batch.emit(visitorLogEvent('visitor.identified', visitorId, { leadId, events: events.length }));
  for (const event of events) addEngagement(batch, batch.leads.get(leadId), event);
}
