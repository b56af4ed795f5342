/** The closed vocabularies of a lead. They flow from here into tables and wire schemas. */

export const LEAD_KINDS = ['person', 'organization'] as const;
export type LeadKind = (typeof LEAD_KINDS)[number];

/** Lifecycle categories (the funnel). Issue of record: domain terms; rules and reports rest on these. */
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

/** A rule places a lead and moves it on; what a person decided, rules leave alone. */
export const CATEGORY_DECIDERS = ['rule', 'person'] as const;
export type CategoryDecider = (typeof CATEGORY_DECIDERS)[number];

export const TEMPERATURES = ['hot', 'warm', 'cold'] as const;
export type Temperature = (typeof TEMPERATURES)[number];

export const AUTHORITIES = ['decision_maker', 'influencer', 'user', 'unknown'] as const;
export type Authority = (typeof AUTHORITIES)[number];

export const CONSENTS = ['granted', 'denied', 'unknown'] as const;
export type Consent = (typeof CONSENTS)[number];

/** What an e-mail address looks like to someone qualifying a lead. */
export const EMAIL_TYPES = ['business', 'free', 'disposable', 'role', 'invalid'] as const;
export type EmailType = (typeof EMAIL_TYPES)[number];

export const PHONE_TYPES = ['mobile', 'fixed_line', 'other', 'invalid'] as const;
export type PhoneType = (typeof PHONE_TYPES)[number];

/** By what an incoming submission was found to be an existing lead; `none` means a new lead. */
export const MATCH_KEYS = ['external_id', 'email', 'phone'] as const;
export type MatchKey = (typeof MATCH_KEYS)[number];
/** By what a lead is found: a visitor id says who browsed, never that a submission is about the same person. */
export type KeyKind = MatchKey | 'visitor';
