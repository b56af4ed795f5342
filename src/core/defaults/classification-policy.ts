import type { ClassificationPolicy } from '../classification/policy.js';
import { all, any, field, happened } from '../conditions/build.js';
import type { EngagementType } from '../engagement.js';
import { DECIDES_LATER, DECIDES_SOON, WANTS_NOW } from './timeframe.js';

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

/** An address was given, and none of the person can be used. */
const UNREACHABLE = all(
  field('kind', 'eq', 'person'),
  any(field('emailType', 'eq', 'invalid'), field('phoneType', 'eq', 'invalid')),
  field('emailNormalized', 'not_exists'),
  field('phoneNormalized', 'not_exists'),
  field('otherEmails', 'not_exists'),
  field('otherPhones', 'not_exists'),
);

/** It states that it does not buy, or not soon: what it does then is no wish to buy now. */
const SAYS_NOT_NOW = any(field('purchaseIntent', 'in', ['information_only', 'none']), DECIDES_LATER);

const STATES_NO_NEED = all(
  ...['need', 'products', 'budgetAmount', 'purchaseTimeframeDays'].map((name) => field(name, 'not_exists')),
);

/** Days before the end of a contract with a competitor at which there is time to win the lead. */
const CONTRACT_DAYS = 60;
/** Days for which a competitor's customer is parked whose contract is not known: half of the usual year. */
const UNKNOWN_CONTRACT_DAYS = 180;

/** It compares prices: a decision is near, though it gave no timeframe. */
const PRICED_LATELY = happened(['price_requested'], 30);

const ASKED_TO_BUY: EngagementType[] = ['purchase_requested', 'demo_requested'];

/** It stated or showed once that it wants to buy now, however long ago. */
const WANTED_TO_BUY = any(field('purchaseTimeframeDays', 'lte', 0), happened([...ASKED_TO_BUY, 'price_requested']));

/**
 * A lead that is taken up again is left to people, so that its contract does not park it again. So is one that wanted to buy now: it
 * did not wait for its contract, and would be out of sight for 180 days when it is no longer hot.
 */
const HAS_COMPETITOR = all(
  any(field('competitorProducts', 'exists'), field('competitorContractEndsOn', 'exists')),
  field('cycles', 'eq', 0),
  { type: 'not', condition: WANTED_TO_BUY },
);

const TEMPERATURE: ClassificationPolicy['temperature'] = {
  rules: [
    { id: 'not-now', label: 'Says that it does not buy now', temperature: 'cold', when: SAYS_NOT_NOW },
    { id: 'hot-now', label: 'Wants to buy now', temperature: 'hot', when: WANTS_NOW },
    {
      id: 'hot-asked',
      label: 'Asked to buy or for a demo lately',
      temperature: 'hot',
      when: happened(ASKED_TO_BUY, 14),
    },
    { id: 'warm-60', label: 'Decides within 60 days', temperature: 'warm', when: DECIDES_SOON },
    { id: 'warm-price', label: 'Asked for a price lately', temperature: 'warm', when: PRICED_LATELY },
  ],
  fallback: 'cold',
};

const CATEGORY: ClassificationPolicy['category'] = {
  rules: [
    {
      id: 'unreachable',
      label: 'No valid contact',
      category: 'disqualified',
      when: UNREACHABLE,
      reason: 'invalid_contact',
    },
    {
      id: 'not-interested',
      label: 'Says that it is not interested',
      category: 'disqualified',
      when: field('purchaseIntent', 'eq', 'none'),
      reason: 'no_interest',
    },
    {
      id: 'only-asks',
      label: 'Only asks for information',
      category: 'disqualified',
      when: all(field('purchaseIntent', 'eq', 'information_only'), STATES_NO_NEED),
      reason: 'only_asked',
    },
    { id: 'sql-hot', label: 'Ready to buy', category: 'sql', when: field('temperature', 'eq', 'hot') },
    {
      id: 'sql-price',
      label: 'Asked for a price lately',
      category: 'sql',
      when: all(PRICED_LATELY, { type: 'not', condition: SAYS_NOT_NOW }),
    },
    { id: 'mql-warm', label: 'Gave a near timeframe', category: 'mql', when: field('temperature', 'eq', 'warm') },
    {
      id: 'mql-buying',
      label: 'States that it intends to buy',
      category: 'mql',
      when: field('purchaseIntent', 'eq', 'buying'),
    },
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
    {
      id: 'mql-later',
      label: 'Asked lately, and buys later',
      category: 'mql',
      when: all(happened([...ASKED_TO_BUY, 'price_requested'], 30), SAYS_NOT_NOW),
    },
    {
      id: 'competitor',
      label: 'Customer of a competitor',
      category: 'parked',
      when: HAS_COMPETITOR,
      reason: 'bought_competitor',
      park: { days: UNKNOWN_CONTRACT_DAYS, daysBeforeContractEnd: CONTRACT_DAYS },
    },
    { id: 'lead-stated', label: 'Stated an interest', category: 'lead', when: STATED_INTEREST },
  ],
  fallback: 'suspect',
};

/** Published in every new workspace: the funnel's usual terms as rules. */
export const DEFAULT_CLASSIFICATION_POLICY: ClassificationPolicy = { temperature: TEMPERATURE, category: CATEGORY };
