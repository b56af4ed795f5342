import type { Condition } from '../condition.js';
import { all, any, field } from '../conditions/build.js';
import type { EngagementType } from '../engagement.js';
import type { Decay, EngagementRule, FitRule, ScoreModel } from '../scoring/model.js';
import { DECIDES_SOON, WANTS_NOW } from './timeframe.js';

const fit = (id: string, points: number, label: string, when: Condition): FitRule => ({ id, label, when, points });

const FIT_RULES: FitRule[] = [
  fit('email-business', 6, 'Business e-mail address', field('emailType', 'eq', 'business')),
  fit('email-role', -2, 'Role e-mail address, not a person', field('emailType', 'eq', 'role')),
  fit('email-disposable', -10, 'Disposable e-mail address', field('emailType', 'eq', 'disposable')),
  fit('email-invalid', -10, 'Invalid e-mail address', field('emailType', 'eq', 'invalid')),
  fit('email-consent-denied', -5, 'Does not want e-mail', field('emailConsent', 'eq', 'denied')),
  fit('phone-valid', 4, 'Valid phone number', field('phoneNormalized', 'exists')),
  fit(
    'contact-complete',
    3,
    'Reachable by name, e-mail and phone',
    all(field('name', 'exists'), field('emailNormalized', 'exists'), field('phoneNormalized', 'exists')),
  ),
  fit(
    'organization-known',
    3,
    'Organization known',
    any(field('kind', 'eq', 'organization'), field('organizationName', 'exists'), field('domain', 'exists')),
  ),
  fit('employees-10', 3, '10 to 199 employees', field('employeeCount', 'between', [10, 199])),
  fit('employees-200', 6, '200 to 999 employees', field('employeeCount', 'between', [200, 999])),
  fit('employees-1000', 8, '1,000 employees or more', field('employeeCount', 'gte', 1000)),
  fit('decision-maker', 10, 'Decides on the purchase', field('authority', 'eq', 'decision_maker')),
  fit('influencer', 5, 'Influences the purchase', field('authority', 'eq', 'influencer')),
  fit('budget-known', 8, 'Budget known', field('budgetAmount', 'gt', 0)),
  fit('need-known', 4, 'Need or products known', any(field('need', 'exists'), field('products', 'exists'))),
  fit('timeframe-60', 5, 'Decides within 60 days', any(DECIDES_SOON, WANTS_NOW)),
  fit('timeframe-now', 4, 'Wants to buy now', WANTS_NOW),
];

const HALF_LIFE: Decay = { type: 'half_life', days: 30 };
const SHORT_HALF_LIFE: Decay = { type: 'half_life', days: 14 };

/** Every event counts, fading by half in 30 days, up to `maximum` points together. */
const interest = (
  id: string,
  engagementTypes: EngagementType[],
  points: number,
  maximum: number,
  label: string,
): EngagementRule => ({
  id,
  label,
  engagementTypes,
  points,
  frequency: { type: 'every' },
  maximum,
  decay: HALF_LIFE,
});

/** Small signals fade faster: half in 14 days. */
const attention = (...rule: Parameters<typeof interest>): EngagementRule => ({
  ...interest(...rule),
  decay: SHORT_HALF_LIFE,
});

/** A refusal counts once and does not fade. */
const refusal = (id: string, type: EngagementType, points: number, label: string): EngagementRule => ({
  id,
  label,
  engagementTypes: [type],
  points,
  frequency: { type: 'once' },
  decay: { type: 'none' },
});

const ENGAGEMENT_RULES: EngagementRule[] = [
  interest('purchase-requested', ['purchase_requested'], 30, 40, 'Asked to buy'),
  interest('demo-requested', ['demo_requested'], 25, 35, 'Asked for a demo'),
  interest('price-requested', ['price_requested'], 20, 30, 'Asked for a price'),
  interest('trial-started', ['trial_started'], 20, 30, 'Started a trial'),
  interest('meeting-booked', ['meeting_booked'], 20, 30, 'Booked a meeting'),
  interest('form-submitted', ['form_submitted'], 10, 20, 'Submitted a form'),
  interest('email-replied', ['email_replied'], 10, 20, 'Replied to an e-mail'),
  interest('conversation', ['chat_started', 'call_answered'], 8, 16, 'Talked with us'),
  interest('event-attended', ['event_attended', 'booth_visited'], 8, 16, 'Came to an event'),
  interest('information-requested', ['information_requested'], 5, 10, 'Asked for information'),
  interest('event-registered', ['event_registered'], 4, 8, 'Registered for an event'),
  interest('survey-answered', ['survey_answered'], 4, 8, 'Answered a survey'),
  interest('content-downloaded', ['content_downloaded'], 4, 12, 'Downloaded content'),
  attention('pricing-viewed', ['pricing_viewed'], 4, 12, 'Looked at prices'),
  attention('email-clicked', ['email_clicked'], 2, 8, 'Clicked in an e-mail'),
  attention('content-shared', ['content_shared', 'social_interacted'], 2, 6, 'Shared or discussed content'),
  attention('content-viewed', ['content_viewed', 'content_liked'], 1, 5, 'Viewed or liked content'),
  attention('page-viewed', ['page_viewed'], 0.5, 5, 'Visited the website'),
  attention('email-opened', ['email_opened'], 0.5, 3, 'Opened an e-mail'),
  refusal('email-bounced', 'email_bounced', -10, 'E-mail bounced'),
  refusal('email-unsubscribed', 'email_unsubscribed', -20, 'Unsubscribed'),
  refusal('spam-reported', 'spam_reported', -50, 'Reported as spam'),
];

/** Published in every new workspace: fit and engagement 0-50 each, total 0-100. */
export const DEFAULT_SCORE_MODEL: ScoreModel = {
  fit: { rules: FIT_RULES, minimum: 0, maximum: 50 },
  engagement: { rules: ENGAGEMENT_RULES, minimum: 0, maximum: 50 },
  total: { minimum: 0, maximum: 100 },
  // No sum of whole and half points is on a bound of engagement, or points that fade would leave the grade at once.
  grade: { fitBounds: [30, 15], engagementBounds: [22.25, 8.75] },
};
