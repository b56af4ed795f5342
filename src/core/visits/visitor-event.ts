import type { EngagementType } from '../engagement.js';
import type { DomainEvent } from '../events/events.js';
import type { Channel } from '../sources.js';

/** An engagement event of a visitor who is not known as a lead yet. Instants are epoch milliseconds. */
export interface VisitorEvent {
  id: string;
  visitorId: string;
  type: EngagementType;
  occurredAt: number;
  externalId?: string | undefined;
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  channel?: Channel | undefined;
  properties?: Record<string, unknown> | undefined;
}

/** The entry of the event log about a visitor. */
export const visitorLogEvent = (type: DomainEvent['type'], visitorId: string, after: object): DomainEvent => ({
  type,
  subjectKind: 'visitor',
  subjectId: visitorId,
  cause: 'api',
  after,
});
