import type { ClassificationPolicy } from '../classification/policy.js';
import { all, any, field, happened } from '../conditions/build.js';
import type { EngagementType } from '../engagement.js';

/** Engagement that indicates buying intent. Requests for information alone do not. */
const DIRECT_INTEREST: EngagementType[] = [
  'form_submitted',
  'email_replied',
  'chat_started',
  'meeting_booked',
  'price_requested',
  'demo_requested',
  'trial_started',
  'purchase_requested',
];

const STATED_INTEREST = any(
  field('need', 'exists'),
  field('products', 'exists'),
  field('budgetAmount', 'exists'),
  field('purchaseTimeframeDays', 'exists'),
  field('authority', 'in', ['decision_maker', 'influencer', 'user']),
  field('source.channel', 'in', ['referral', 'word_of_mouth', 'direct_response', 'live_chat', 'web_form', 'win_back']),
  happened(DIRECT_INTEREST),
);

const UNREACHABLE = all(
  field('kind', 'eq', 'person'),
  field('emailType', 'eq', 'invalid'),
  field('phoneNormalized', 'not_exists'),
  field('otherEmails', 'not_exists'),
  field('otherPhones', 'not_exists'),
);

/** Days for which the wish to buy at once counts before it has to be stated again. */
const HOT_DAYS = 14;

/**
 * Published in every new workspace: the funnel's usual terms as rules. A stated timeframe counts down from when it was
 * stated: 90 days become 60 a month later (warm), and a timeframe that has passed no longer counts.
 */
export const DEFAULT_CLASSIFICATION_POLICY: ClassificationPolicy = {
  temperature: {
    rules: [
      {
        id: 'hot-now',
        label: 'Wants to buy now',
        temperature: 'hot',
        when: all(field('purchaseTimeframeDays', 'lte', 0), field('timeframeDaysLeft', 'gte', -HOT_DAYS)),
      },
      {
        id: 'hot-asked',
        label: 'Asked to buy or for a demo lately',
        temperature: 'hot',
        when: happened(['purchase_requested', 'demo_requested'], 14),
      },
      {
        id: 'warm-60',
        label: 'Decides within 60 days',
        temperature: 'warm',
        when: field('timeframeDaysLeft', 'between', [0, 60]),
      },
    ],
    fallback: 'cold',
  },
  category: {
    rules: [
      { id: 'spam', label: 'Spam', category: 'disqualified', when: happened(['spam_reported']) },
      { id: 'unreachable', label: 'No valid contact', category: 'disqualified', when: UNREACHABLE },
      { id: 'sql-hot', label: 'Ready to buy', category: 'sql', when: field('temperature', 'eq', 'hot') },
      { id: 'sql-price', label: 'Asked for a price lately', category: 'sql', when: happened(['price_requested'], 30) },
      { id: 'mql-warm', label: 'Gave a near timeframe', category: 'mql', when: field('temperature', 'eq', 'warm') },
      {
        id: 'mql-score',
        label: 'High score',
        category: 'mql',
        when: field('score.total', 'gte', 50),
        // Five points fade in about two weeks, so a lead with a score of about 50 does not switch to and fro.
        stay: field('score.total', 'gte', 45),
      },
      {
        id: 'mql-meeting',
        label: 'Clear interest lately',
        category: 'mql',
        when: happened(['meeting_booked', 'trial_started'], 90),
      },
      { id: 'lead-stated', label: 'Stated an interest', category: 'lead', when: STATED_INTEREST },
    ],
    fallback: 'suspect',
  },
};
