/** The enums of a lead. Tables and wire schemas are derived from them. */

export const LEAD_KINDS = ['person', 'organization'] as const;
export type LeadKind = (typeof LEAD_KINDS)[number];

/** Lifecycle categories (the funnel). Rules and reports depend on them. */
export const CATEGORIES = [
  'suspect',
  'lead',
  'mql',
  'sql',
  'prospect',
  'customer',
  'parked',
  'disqualified',
  'lost',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Who decided the category. Rules do not change a person's decision. */
export const CATEGORY_DECIDERS = ['rule', 'person'] as const;
export type CategoryDecider = (typeof CATEGORY_DECIDERS)[number];

export const TEMPERATURES = ['hot', 'warm', 'cold'] as const;
export type Temperature = (typeof TEMPERATURES)[number];

export const AUTHORITIES = ['decision_maker', 'influencer', 'user', 'unknown'] as const;

/**
 * What a lead states about buying. `buying`: it intends to buy. `information_only`: it only asks and intends no purchase. `none`: it is
 * not interested.
 */
export const PURCHASE_INTENTS = ['buying', 'information_only', 'none'] as const;

export const CONSENTS = ['granted', 'denied', 'unknown'] as const;
export type Consent = (typeof CONSENTS)[number];

/** Types of e-mail addresses, for the qualification of leads. */
export const EMAIL_TYPES = ['business', 'free', 'disposable', 'role', 'invalid'] as const;
export type EmailType = (typeof EMAIL_TYPES)[number];

export const PHONE_TYPES = ['mobile', 'fixed_line', 'other', 'invalid'] as const;
export type PhoneType = (typeof PHONE_TYPES)[number];

/** The keys that match a submission to an existing lead. */
export const MATCH_KEYS = ['external_id', 'email', 'phone'] as const;
export type MatchKey = (typeof MATCH_KEYS)[number];
/**
 * The keys that find a lead. A visitor id identifies a browser, so it does not match submissions. A shared phone is a number that another
 * lead has as its key, with the name of the person. An attribute is the value of a unique one.
 */
export type KeyKind = MatchKey | 'visitor' | 'shared_phone' | 'attribute';

/**
 * Why routing left a lead in the queue. The last three keep it there without a try of the rules: two come from its hand-off, and `history` is
 * for an open lead that came with its history and without an owner.
 */
export const QUEUE_REASONS = [
  'no_rule_matched',
  'no_team_member',
  'no_eligible_rep',
  'no_rep',
  'held',
  'claim_pool',
  'offered_to_team',
  'returned_to_marketing',
  'history',
] as const;
export type QueueReason = (typeof QUEUE_REASONS)[number];

/** Why a lead has no owner: it waits for one, or it is closed. */
export type LeadQueueReason = QueueReason | 'closed';
