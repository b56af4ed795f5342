/** What the values of a column have to look like for each field. */
import { parseConsent, parseFlag, parseTimeframe } from './cells.js';
import { parseDate } from './dates.js';
import type { ImportField } from './fields.js';
import type { ImportLookups } from './lookups.js';
import { parseAmount } from './numbers.js';
import { isStageWord } from './stages.js';

/** The share of a column's values that must match, the test, and what they are called. */
export interface Expectation {
  share: number;
  is: (value: string, lookups: ImportLookups) => boolean;
  of: string;
}

const SALUTATION = /^(?:mr|mrs|ms|mx|miss|dr|prof|herr|frau|m|mme|mlle|sr|sra|srta|dott)\.?$/i;
const PROFILE_PAGE = /(?:linkedin|facebook|twitter|instagram|xing|x)\.com\//i;
const EMAIL = /^[^\s@]+@[^\s@]+\.\p{L}{2,}$/u;
const LETTER = /\p{L}/u;
const FIRST_YEAR = Date.UTC(1990, 0, 1);

export const digitsOf = (value: string): number => value.replace(/\D/g, '').length;
export const isEmail = (value: string): boolean => EMAIL.test(value);
/** Digits with the marks of phone numbers; extensions and labels may follow. */
export const isPhoneLike = (value: string): boolean =>
  digitsOf(value) >= 6 && digitsOf(value) <= 20 && !value.includes('@');
export const isDialCode = (value: string): boolean => /^(?:\+|00)?[1-9]\d{0,3}$/.test(value);
/** A text of a few words without digits and e-mail signs, as names of people are. */
export const isNameLike = (value: string): boolean =>
  LETTER.test(value) && !/[\d@/\\:;]/.test(value) && value.length <= 60 && value.split(/\s+/).length <= 6;

const isText = (value: string) => LETTER.test(value) && !value.includes('@');
const isAmount = (value: string) => parseAmount(value, 'point') !== undefined;
const isYesNo = (value: string) => parseConsent(value) !== undefined;
const isInstant = (value: string) => {
  const at = parseDate(value, 'dmy') ?? parseDate(value, 'mdy');
  return at !== undefined && at >= FIRST_YEAR;
};

const expect = (share: number, of: string, is: Expectation['is']): Expectation => ({ share, of, is });

export const EXPECTED: Partial<Record<ImportField, Expectation>> = {
  name: expect(0.6, 'names', isText),
  firstName: expect(0.6, 'names', isText),
  lastName: expect(0.6, 'names', isText),
  email: expect(0.3, 'e-mail addresses', (value) => value.includes('@')),
  phone: expect(0.3, 'phone numbers', (value) => digitsOf(value) >= 6),
  companyPhone: expect(0.3, 'phone numbers', (value) => digitsOf(value) >= 6),
  dialCode: expect(0.8, 'dialling codes', isDialCode),
  organizationName: expect(0.5, 'names', (value) => /[\p{L}\d]/u.test(value) && !isEmail(value)),
  jobTitle: expect(0.5, 'job titles', (value) => !SALUTATION.test(value) && isText(value)),
  industry: expect(0.5, 'industries', isText),
  website: expect(
    0.5,
    'websites of organizations',
    (value) => /\.\p{L}{2,}/u.test(value) && !PROFILE_PAGE.test(value) && !value.includes('@'),
  ),
  employeeCount: expect(0.5, 'numbers of employees', isAmount),
  annualRevenue: expect(0.5, 'amounts', isAmount),
  budgetAmount: expect(0.5, 'amounts', isAmount),
  purchaseTimeframeDays: expect(0.3, 'spans of time', (value) => parseTimeframe(value) !== undefined),
  occurredAt: expect(0.6, 'dates', isInstant),
  timeframeStatedAt: expect(0.6, 'dates', isInstant),
  emailConsentAt: expect(0.6, 'dates', isInstant),
  phoneConsentAt: expect(0.6, 'dates', isInstant),
  street: expect(0.5, 'streets', isText),
  city: expect(0.6, 'cities', (value) => isText(value) && digitsOf(value) <= 6),
  region: expect(0.5, 'regions', (value) => isText(value) && !isStageWord(value)),
  postalCode: expect(0.5, 'postal codes', (value) => /\d/.test(value) && value.length <= 12),
  country: expect(0.3, 'countries', (value, { countryOf }) => countryOf(value) !== undefined),
  location: expect(0.8, 'countries', (value, { countryOf }) => countryOf(value) !== undefined),
  language: expect(0.5, 'languages', (value) => isText(value) && value.length <= 40),
  timeZone: expect(0.5, 'time zones', (value) => /^[A-Za-z_]+\/[A-Za-z_/+-]+$|^(?:UTC|GMT)\b/.test(value)),
  campaign: expect(0.5, 'names of campaigns', (value) => LETTER.test(value)),
  source: expect(0.5, 'names of sources', (value) => LETTER.test(value)),
  owner: expect(0.5, 'owners', (value) => LETTER.test(value)),
  stage: expect(0.5, 'stages', (value) => LETTER.test(value) && value.length <= 60),
  emailOptOut: expect(0.5, 'yes and no', isYesNo),
  phoneOptOut: expect(0.5, 'yes and no', isYesNo),
  optOut: expect(0.5, 'yes and no', isYesNo),
  emailConsent: expect(0.5, 'yes and no', (value) => isYesNo(value) || value === 'unknown'),
  phoneConsent: expect(0.5, 'yes and no', (value) => isYesNo(value) || value === 'unknown'),
  testLead: expect(0.9, 'yes and no', (value) => parseFlag(value) !== undefined),
};
