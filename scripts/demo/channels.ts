import type { EngagementType } from '../../src/core/engagement.js';
import type { Channel } from '../../src/core/sources.js';

/** How leads of a channel arrive and behave. */
export interface ChannelProfile {
  /** Share of all first touches. */
  share: number;
  sources: readonly string[];
  campaigns: readonly string[];
  /** How serious such a lead is, 0 to 1. */
  intent: number;
  /** Engagement in the two days after a touch, each type with its probability. */
  arrival: readonly (readonly [EngagementType, number])[];
}

type Arrival = readonly (readonly [EngagementType, number])[];
const profileOf = (
  share: number,
  intent: number,
  sources: string,
  campaigns: string,
  arrival: Arrival,
): ChannelProfile => ({
  share,
  intent,
  sources: sources.split('|'),
  campaigns: campaigns === '' ? [] : campaigns.split('|'),
  arrival,
});

export const CHANNEL_PROFILES: Record<Channel, ChannelProfile> = {
  referral: profileOf(6, 0.8, 'Customer referrals|Partner referrals', 'Refer a friend', [
    ['information_requested', 0.5],
    ['call_answered', 0.4],
    ['demo_requested', 0.2],
  ]),
  word_of_mouth: profileOf(3, 0.6, 'Word of mouth', '', [
    ['page_viewed', 0.6],
    ['information_requested', 0.3],
  ]),
  direct_response: profileOf(
    8,
    0.5,
    'Search ads|Trade magazine|Direct mail',
    'Brand keywords|Competitor keywords|Autumn mailing',
    [
      ['pricing_viewed', 0.4],
      ['form_submitted', 0.5],
      ['price_requested', 0.1],
    ],
  ),
  purchased_list: profileOf(9, 0.15, 'Manufacturing list|Logistics list', 'Cold outreach', [
    ['email_sent', 1],
    ['email_bounced', 0.08],
    ['email_unsubscribed', 0.05],
  ]),
  email_marketing: profileOf(8, 0.35, 'Newsletter|Product updates', 'Spring launch|Year in review', [
    ['email_sent', 1],
    ['email_opened', 0.8],
    ['email_clicked', 0.6],
  ]),
  inbound_content: profileOf(13, 0.4, 'Blog|Guides|Video channel', 'Buyer guide|Industry report', [
    ['content_viewed', 1],
    ['content_downloaded', 0.6],
    ['content_shared', 0.1],
  ]),
  social_media: profileOf(7, 0.25, 'Facebook|Instagram', 'Always-on lead ads', [
    ['social_interacted', 0.7],
    ['content_liked', 0.4],
  ]),
  linkedin: profileOf(8, 0.45, 'LinkedIn lead forms|LinkedIn posts', 'Decision makers|Hiring signals', [
    ['social_interacted', 0.5],
    ['form_submitted', 0.5],
    ['content_viewed', 0.4],
  ]),
  event: profileOf(9, 0.5, 'Industry fair|Webinar series|Customer day', 'Fair booth|Monthly webinar', [
    ['event_registered', 0.9],
    ['event_attended', 0.6],
    ['booth_visited', 0.3],
  ]),
  networking: profileOf(3, 0.4, 'Chamber of commerce|Local meetups', '', [
    ['call_answered', 0.3],
    ['meeting_booked', 0.1],
  ]),
  customer_feedback: profileOf(3, 0.55, 'Satisfaction survey|Support', 'Cross-sell', [
    ['survey_answered', 0.9],
    ['information_requested', 0.3],
  ]),
  win_back: profileOf(2, 0.45, 'Lost deals', 'Second look', [
    ['email_sent', 1],
    ['email_replied', 0.3],
    ['call_answered', 0.3],
  ]),
  live_chat: profileOf(5, 0.6, 'Website chat', '', [
    ['page_viewed', 1],
    ['chat_started', 1],
    ['pricing_viewed', 0.4],
    ['price_requested', 0.15],
  ]),
  web_form: profileOf(11, 0.65, 'Contact form|Demo form|Pricing page', 'Website relaunch', [
    ['page_viewed', 1],
    ['pricing_viewed', 0.5],
    ['form_submitted', 1],
    ['demo_requested', 0.2],
  ]),
  api: profileOf(2, 0.4, 'Partner portal', '', [['information_requested', 0.4]]),
  import: profileOf(2, 0.2, 'Old CRM', '', []),
  other: profileOf(1, 0.2, 'Front desk', '', [['call_answered', 0.5]]),
};

/** Engagement in the months after a touch; the probability of each type is multiplied by the intent. */
export const NURTURE: readonly (readonly [EngagementType, number])[] = [
  ['email_opened', 0.9],
  ['page_viewed', 0.6],
  ['email_clicked', 0.45],
  ['content_viewed', 0.4],
  ['content_downloaded', 0.2],
  ['pricing_viewed', 0.18],
  ['event_registered', 0.1],
  ['event_attended', 0.07],
  ['email_replied', 0.07],
  ['chat_started', 0.05],
  ['information_requested', 0.05],
  ['meeting_booked', 0.04],
  ['price_requested', 0.035],
  ['demo_requested', 0.03],
  ['trial_started', 0.025],
  ['purchase_requested', 0.012],
];
