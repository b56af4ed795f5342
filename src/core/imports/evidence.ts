import { parseConsent, parseFlag, parseTimeframe } from './cells.js';
import type { Column } from './columns.js';
import { parseDate } from './dates.js';
import type { ImportField } from './fields.js';
import type { ImportLookups } from './lookups.js';
import { parseAmount } from './numbers.js';
import type { ColumnProfile } from './profile.js';

const SALUTATION = /^(?:mr|mrs|ms|mx|miss|dr|prof|herr|frau|m|mme|mlle|sr|sra|srta|dott)\.?$/i;
const PROFILE_PAGE = /(?:linkedin|facebook|twitter|instagram|xing|x)\.com\//i;
const US_STATES = new Set(
  'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC'.split(
    ' ',
  ),
);

const digitsOf = (value: string) => value.replace(/\D/g, '').length;
/** For each field, the share of a column's values that must match, and the test for a match. */
const EXPECTED: Partial<
  Record<ImportField, { share: number; is: (value: string, lookups: ImportLookups) => boolean; of: string }>
> = {
  email: { share: 0.3, is: (value) => value.includes('@'), of: 'e-mail addresses' },
  phone: { share: 0.3, is: (value) => digitsOf(value) >= 6, of: 'phone numbers' },
  companyPhone: { share: 0.3, is: (value) => digitsOf(value) >= 6, of: 'phone numbers' },
  website: {
    share: 0.5,
    is: (value) => /\.\p{L}{2,}/u.test(value) && !PROFILE_PAGE.test(value),
    of: 'websites of organizations',
  },
  jobTitle: { share: 0.5, is: (value) => !SALUTATION.test(value) && /\p{L}/u.test(value), of: 'job titles' },
  employeeCount: { share: 0.5, is: (value) => parseAmount(value, 'point') !== undefined, of: 'numbers of employees' },
  annualRevenue: { share: 0.5, is: (value) => parseAmount(value, 'point') !== undefined, of: 'amounts' },
  budgetAmount: { share: 0.5, is: (value) => parseAmount(value, 'point') !== undefined, of: 'amounts' },
  purchaseTimeframeDays: { share: 0.3, is: (value) => parseTimeframe(value) !== undefined, of: 'spans of time' },
  occurredAt: {
    share: 0.8,
    is: (value) => parseDate(value, 'dmy') !== undefined || parseDate(value, 'mdy') !== undefined,
    of: 'dates',
  },
  timeframeStatedAt: {
    share: 0.8,
    is: (value) => parseDate(value, 'dmy') !== undefined || parseDate(value, 'mdy') !== undefined,
    of: 'dates',
  },
  country: { share: 0.3, is: (value, { countryOf }) => countryOf(value) !== undefined, of: 'countries' },
  location: { share: 0.8, is: (value, { countryOf }) => countryOf(value) !== undefined, of: 'countries' },
  campaign: { share: 0.5, is: (value) => /\p{L}/u.test(value), of: 'names of campaigns' },
  source: { share: 0.5, is: (value) => /\p{L}/u.test(value), of: 'names of sources' },
  firstName: { share: 0.5, is: (value) => /\p{L}/u.test(value), of: 'names' },
  lastName: { share: 0.5, is: (value) => /\p{L}/u.test(value), of: 'names' },
  name: { share: 0.5, is: (value) => /\p{L}/u.test(value), of: 'names' },
  organizationName: { share: 0.5, is: (value) => /[\p{L}\d]/u.test(value), of: 'names' },
  emailOptOut: { share: 0.5, is: (value) => parseConsent(value) !== undefined, of: 'yes and no' },
  phoneOptOut: { share: 0.5, is: (value) => parseConsent(value) !== undefined, of: 'yes and no' },
  optOut: { share: 0.5, is: (value) => parseConsent(value) !== undefined, of: 'yes and no' },
  emailConsent: {
    share: 0.5,
    is: (value) => parseConsent(value) !== undefined || value === 'unknown',
    of: 'yes and no',
  },
  phoneConsent: {
    share: 0.5,
    is: (value) => parseConsent(value) !== undefined || value === 'unknown',
    of: 'yes and no',
  },
  testLead: { share: 0.9, is: (value) => parseFlag(value) !== undefined, of: 'yes and no' },
};
/** Share of distinct values below which a column does not hold ids of its rows. */
const DISTINCT_IDS = 0.9;
const DISTINCT_COUNTED = 20_000;
/** A column with more distinct values than this and few repetitions is free text, not source names. */
const SOURCE_NAMES = 200;
const SOURCE_REPETITION = 5;
/** A median annual revenue below this is taken as thousands or millions of a currency. */
const PLAUSIBLE_REVENUE = 10_000;

/** The reason why a column's values do not match its field; undefined when they match. */
export function mismatchReason(column: Column, profile: ColumnProfile, lookups: ImportLookups): string | undefined {
  const { field } = column;
  if (field === undefined || profile.filled === 0) return undefined;
  const expected = EXPECTED[field];
  if (expected && shareOf(profile.sample, (value) => expected.is(value, lookups)) < expected.share)
    return `its values are no ${expected.of}`;
  if (field === 'externalId' && repeats(profile)) return 'its values repeat, so they are not ids of the rows';
  if (field === 'source' && profile.distinct > SOURCE_NAMES && profile.distinct * SOURCE_REPETITION > profile.filled) {
    return 'it is free text, not names of sources';
  }
  if (field === 'annualRevenue' && isScaled(profile.sample)) return 'its values are too small to be dollars per year';
  return undefined;
}

export function repeats({ distinct, filled }: ColumnProfile): boolean {
  return distinct < Math.min(filled, DISTINCT_COUNTED) * DISTINCT_IDS;
}

/** Applies to plain numbers only, because "$10M" states its scale. */
function isScaled(sample: string[]): boolean {
  if (sample.some((value) => /[^\d.,\s-]/.test(value))) return false;
  const values = sample.flatMap((value) => parseAmount(value, 'point')?.value ?? []).sort((a, b) => a - b);
  return values.length > 0 && (values[Math.floor(values.length / 2)] ?? 0) < PLAUSIBLE_REVENUE;
}

/** Whether a region column holds countries: every value is a country, and at least one is no code of a US state. */
export function holdsCountries({ sample }: ColumnProfile, { countryOf }: ImportLookups): boolean {
  const values = [...new Set(sample)];
  const countries = values.every((value) => countryOf(value) !== undefined);
  return values.length > 0 && countries && values.some((value) => !US_STATES.has(value.toUpperCase()));
}

export function shareOf(values: readonly string[], holds: (value: string) => boolean): number {
  return values.length === 0 ? 0 : values.filter(holds).length / values.length;
}
