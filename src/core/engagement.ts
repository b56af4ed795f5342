import type { Channel } from './sources.js';

/** What a person can do that tells of interest. Custom happenings go under `other` with a `properties.name`. */
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

/** One thing a person did. `occurredAt` is epoch milliseconds; `channel` that of its source, absent without one. */
export interface EngagementFact {
  id: string;
  type: EngagementType;
  occurredAt: number;
  channel?: Channel | undefined;
}
