import type { LeadFacts } from './facts.js';

type Derived =
  | ('kind' | 'domain' | 'emailNormalized' | 'emailType' | 'phoneNormalized' | 'phoneType')
  | ('emailBouncedAt' | 'bouncedEmails' | 'emailConsentAt' | 'phoneConsentAt' | 'purchaseIntentStatedAt');

type MoneyFact = 'annualRevenue' | 'budgetAmount';

/**
 * A lead as submitted, types already checked: the facts without what is derived from them. An amount of money is decimal text as
 * on the wire, or the number of a fact.
 */
export type RawLead = Omit<LeadFacts, Derived | MoneyFact> &
  Partial<Pick<LeadFacts, 'kind'> & Record<MoneyFact, number | string | undefined>>;

/** A note from the normalisation of a submission, which refuses nothing. `detail` has no personal data. */
export interface NormalizationNote {
  field: keyof RawLead;
  code: NoteCode;
  detail: string;
}

export const NOTE_CODES = [
  'email_invalid',
  'phone_invalid',
  'phone_country_unknown',
  'website_not_recognised',
  'country_not_recognised',
  'language_not_recognised',
  'time_zone_not_recognised',
  'currency_not_recognised',
  'placeholder_ignored',
  'limit_reached',
  'phone_shared',
] as const;
export type NoteCode = (typeof NOTE_CODES)[number];
