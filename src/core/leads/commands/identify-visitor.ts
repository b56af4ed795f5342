import type { Batch } from '../../batch/batch.js';
import { visitorLogEvent } from '../../visits/visitor-event.js';
import { addEngagement } from './record-engagement.js';

/** Adds the waiting events of a visitor to the lead of the submission, unless the visitor belongs to another lead. */
export function identifyVisitor(batch: Batch, visitorId: string, leadId: string): void {
  // Two people may share a device. The first lead of a visitor keeps the visitor.
  if (batch.leads.byKey('visitor', visitorId)?.id !== leadId) return;
  const events = batch.visitors.take(visitorId);
  if (events.length === 0) return;
  batch.emit(visitorLogEvent('visitor.identified', visitorId, { leadId, events: events.length }));
  for (const event of events) addEngagement(batch, batch.leads.get(leadId), event);
}
