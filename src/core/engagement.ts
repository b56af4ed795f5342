import type { Channel } from './sources.js';

/** Types of actions that indicate interest. Custom events have the type `other` and a `properties.name`. */
export const ENGAGEMENT_TYPES = [
  'page_viewed',
  'pricing_viewed',
  'content_viewed',
  'content_downloaded',
  'content_liked',
  'content_shared',
  'email_sent',
  'email_opened',
  'email_clicked',
  'email_replied',
  'email_bounced',
  'email_unsubscribed',
  'form_submitted',
  'event_invited',
  'event_registered',
  'event_attended',
  'booth_visited',
  'social_interacted',
  'chat_started',
  'call_answered',
  'meeting_booked',
  'survey_answered',
  'information_requested',
  'price_requested',
  'demo_requested',
  'trial_started',
  'purchase_requested',
  'spam_reported',
  'other',
] as const;
export type EngagementType = (typeof ENGAGEMENT_TYPES)[number];

/** Types of events that we or a mail server cause, as opposed to the person: they are no touch. */
const NOT_BY_THE_PERSON: ReadonlySet<EngagementType> = new Set(['email_sent', 'email_bounced', 'event_invited']);

/** Whether an event with a known source can be the first touch of its lead. */
export const isTouch = (type: EngagementType): boolean => !NOT_BY_THE_PERSON.has(type);

/** A recorded engagement event. */
export interface EngagementEvent {
  id: string;
  leadId: string;
  type: EngagementType;
  sourceId: string | null;
  campaignId: string | null;
  externalId: string | null;
  occurredAt: Date;
  receivedAt: Date;
  properties: Record<string, unknown> | null;
}

/** One engagement event as decisions count it. `occurredAt` is epoch milliseconds; `channel` is that of its source, absent without one. */
export interface EngagementFact {
  id: string;
  type: EngagementType;
  occurredAt: number;
  channel?: Channel | undefined;
  /** Its details are loaded only where rules compare them: `src/core/conditions/event-details.ts`. */
  sourceId?: string | undefined;
  properties?: Readonly<Record<string, unknown>> | null | undefined;
}
