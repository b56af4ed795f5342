import type { LeadFacts } from './facts.js';

type Derived =
  | ('kind' | 'domain' | 'emailNormalized' | 'emailType' | 'phoneNormalized' | 'phoneType')
  | ('emailBouncedAt' | 'emailConsentAt' | 'phoneConsentAt');

/** A lead as submitted, types already checked: the facts without what is derived from them. */
export type RawLead = Omit<LeadFacts, Derived> & Partial<Pick<LeadFacts, 'kind'>>;

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
