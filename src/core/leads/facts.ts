import type { Authority, Consent, EmailType, LeadKind, PhoneType } from './vocabulary.js';

export type AttributeValue = string | number | boolean | null | string[];

/**
 * What is known of a lead, normalised: the input of matching, scoring, classification and routing.
 * Absent means unknown. Money is in major units of `budgetCurrency`; `annualRevenue` in US dollars unless the
 * workspace says otherwise; `purchaseTimeframeDays` is days from `timeframeStatedAt` (0 = wants to buy now).
 */
export interface LeadFacts {
  kind: LeadKind;
  externalId?: string | undefined;
  externalSystem?: string | undefined;
  name?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
  jobTitle?: string | undefined;
  organizationName?: string | undefined;
  industry?: string | undefined;
  employeeCount?: number | undefined;
  annualRevenue?: number | undefined;
  website?: string | undefined;
  /** Registrable company domain, from the website or a business e-mail; never a free-mail provider's. */
  domain?: string | undefined;
  /** As given (trimmed). */
  email?: string | undefined;
  emailNormalized?: string | undefined;
  emailType?: EmailType | undefined;
  /** As given (trimmed). */
  phone?: string | undefined;
  /** E.164, only when the number is possible and valid. */
  phoneNormalized?: string | undefined;
  phoneType?: PhoneType | undefined;
  otherEmails?: string[] | undefined;
  otherPhones?: string[] | undefined;
  street?: string | undefined;
  city?: string | undefined;
  region?: string | undefined;
  postalCode?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  country?: string | undefined;
  /** BCP 47 language tag, canonical case. */
  language?: string | undefined;
  /** IANA time zone. */
  timeZone?: string | undefined;
  products?: string[] | undefined;
  need?: string | undefined;
  budgetAmount?: number | undefined;
  /** ISO 4217. */
  budgetCurrency?: string | undefined;
  authority?: Authority | undefined;
  purchaseTimeframeDays?: number | undefined;
  /** Epoch milliseconds at which the timeframe was stated. */
  timeframeStatedAt?: number | undefined;
  competitorProducts?: string[] | undefined;
  emailConsent?: Consent | undefined;
  phoneConsent?: Consent | undefined;
  consentBasis?: string | undefined;
  tags?: string[] | undefined;
  description?: string | undefined;
  attributes?: Record<string, AttributeValue> | undefined;
}

export const NO_IDENTITY = 'A lead needs at least one of name, email, phone, organizationName and externalId.';

/** Whether there is anything to know a lead by. */
export function isSomebody({ name, organizationName, email, phone, externalId }: LeadFacts): boolean {
  return [name, organizationName, email, phone, externalId].some((value) => value !== undefined);
}
