import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import type { EngagementType } from '../../engagement.js';
import { addEngagement } from '../../leads/commands/record-engagement.js';
import type { Lead } from '../../leads/lead.js';
import type { SourceReference } from '../../sources.js';
import { type VisitorEvent, visitorLogEvent } from '../visitor-event.js';

/** A visitor, who may be no lead yet, did something. */
export interface VisitCommand {
  type: 'visit';
  visitorId: string;
  engagementType: EngagementType;
  /** Epoch milliseconds. */
  occurredAt: number;
  /** Counted once, however often it is sent. */
  externalId?: string | undefined;
  source?: SourceReference | undefined;
  properties?: Record<string, unknown> | undefined;
}

export const visitReads = ({ visitorId, externalId }: VisitCommand): Reads => ({
  keys: [{ kind: 'visitor', value: visitorId }],
  engagementExternalId: externalId,
  visitExternalId: externalId,
});

/** `lead` is absent as long as the visitor is no lead. */
export interface Visited {
  id: string;
  duplicate: boolean;
  lead?: Lead | undefined;
}

/** The event of a visitor who is a lead is the lead's at once; that of another waits until a submission names the visitor. */
export function visit(batch: Batch, command: VisitCommand): Visited {
  const { leads, engagement, visitors } = batch;
  const { visitorId, externalId, engagementType, occurredAt, source, properties } = command;
  const waitingId = visitors.countedBefore(externalId);
  if (waitingId !== undefined) return { id: waitingId, duplicate: true };
  const before = engagement.countedBefore(externalId);
  if (before) return { id: before.id, duplicate: true, lead: leads.find(before.leadId) };
  const lead = leads.byKey('visitor', visitorId);
  const sourceId = source && batch.sources.idsOf(source).sourceId;
  const what = { type: engagementType, occurredAt, externalId, sourceId, channel: source?.channel, properties };
  if (lead) return addEngagement(batch, lead, what);
  const event: VisitorEvent = { id: batch.newId(), visitorId, ...what };
  visitors.add(event);
  const after = { eventId: event.id, type: event.type, occurredAt, sourceId };
  batch.emit(visitorLogEvent('visitor.recorded', visitorId, after));
  return { id: event.id, duplicate: false };
}
