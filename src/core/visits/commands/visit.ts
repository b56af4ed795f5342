import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import type { EngagementType } from '../../engagement.js';
import { addEngagement } from '../../leads/commands/record-engagement.js';
import type { Lead } from '../../leads/lead.js';
import type { SourceReference } from '../../sources.js';
import { type VisitorEvent, visitorLogEvent } from '../visitor-event.js';

/** Records an engagement event of a visitor, who may not be a lead yet. */
export interface VisitCommand {
  type: 'visit';
  visitorId: string;
  engagementType: EngagementType;
  /** Epoch milliseconds. */
  occurredAt: number;
  /** An event with the same external id is recorded only once. */
  externalId?: string | undefined;
  source?: SourceReference | undefined;
  properties?: Record<string, unknown> | undefined;
}

export const visitReads = ({ visitorId, externalId }: VisitCommand): Reads => ({
  keys: [{ kind: 'visitor', value: visitorId }],
  engagementExternalId: externalId,
  visitExternalId: externalId,
});

/** `lead` is absent while the visitor is not a lead. */
export interface VisitResult {
  id: string;
  duplicate: boolean;
  lead?: Lead | undefined;
}

/**
 * Adds the event to the visitor's lead. Without a lead, the event waits until a submission names the visitor. `leadFor`: the lead to
 * which an event of a known visitor belongs.
 */
export function visit(batch: Batch, command: VisitCommand, leadFor: (lead: Lead) => Lead): VisitResult {
  const { leads, engagement, visitors } = batch;
  const { visitorId, externalId, engagementType, occurredAt, source, properties } = command;
  const waitingId = visitors.countedBefore(externalId);
  if (waitingId !== undefined) return { id: waitingId, duplicate: true };
  const before = engagement.countedBefore(externalId);
  if (before) return { id: before.id, duplicate: true, lead: leads.find(before.leadId) };
  const lead = leads.byKey('visitor', visitorId);
  const ids = source && batch.sources.idsOf(source);
  const content = { type: engagementType, occurredAt, externalId, ...ids, channel: source?.channel, properties };
  if (lead) return addEngagement(batch, leadFor(lead), content);
  const event: VisitorEvent = { id: batch.newId(), visitorId, ...content };
  visitors.add(event);
  const after = { eventId: event.id, type: event.type, occurredAt, ...ids };
  batch.emit(visitorLogEvent('visitor.recorded', visitorId, after));
  return { id: event.id, duplicate: false };
}
