import type { Column } from './columns.js';
import { EXPECTED } from './expectations.js';
import { hasManyRows } from './list-kinds.js';
import type { ImportLookups } from './lookups.js';
import type { ListKind } from './mapping.js';
import { parseAmount } from './numbers.js';
import type { ColumnProfile } from './profile.js';

const US_STATES = new Set(
  'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC'.split(
    ' ',
  ),
);
/** Share of distinct values below which a column does not hold ids of its rows. */
const DISTINCT_IDS = 0.9;
/** A column with more distinct values than this and few repetitions is free text, not source names. */
const SOURCE_NAMES = 200;
const SOURCE_REPETITION = 5;
/** A median annual revenue below this is taken as thousands or millions of a currency. */
const PLAUSIBLE_REVENUE = 10_000;

/** The reason why a column's values do not match its field; undefined when they match. */
export function mismatchReason(
  column: Column,
  profile: ColumnProfile,
  { lookups, list }: { lookups: ImportLookups; list: ListKind },
): string | undefined {
  const { field } = column;
  if (field === undefined || profile.filled === 0) return undefined;
  const expected = EXPECTED[field];
  if (expected && shareOf(profile.sample, (value) => expected.is(value, lookups)) < expected.share)
    return `its values are no ${expected.of}`;
  if (field === 'externalId' && !hasManyRows(list) && repeats(profile))
    return 'its values repeat, so they are not ids of the rows';
  if (field === 'source' && profile.distinct > SOURCE_NAMES && profile.distinct * SOURCE_REPETITION > profile.filled) {
    return 'it is free text, not names of sources';
  }
  if (field === 'organizationName' && /account/i.test(column.header) && profile.distinct === 1 && profile.filled > 2)
    return 'it is the same in all rows';
  if (field === 'annualRevenue' && isScaled(profile.sample)) return 'its values are too small to be dollars per year';
  return undefined;
}

export function repeats({ distinct, filled }: ColumnProfile): boolean {
  return distinct < filled * DISTINCT_IDS;
}

/** Applies to plain numbers only, because "$10M" states its scale. */
function isScaled(sample: string[]): boolean {
  if (sample.some((value) => /[^\d.,\s-]/.test(value))) return false;
  const values = sample.flatMap((value) => parseAmount(value, 'point')?.value ?? []).sort((a, b) => a - b);
  return values.length > 0 && (values[Math.floor(values.length / 2)] ?? 0) < PLAUSIBLE_REVENUE;
}

/** A note about amounts in other currencies than that of `annualRevenue`, which is US dollars; none without any. */
export function otherCurrencies({ header, field }: Column, { currencies, sample }: ColumnProfile): string[] {
  if (field !== 'annualRevenue') return [];
  const sampled = sample.map((value) => parseAmount(value, 'point')?.currency ?? '');
  const others = [...new Set([...currencies, ...sampled])].filter((code) => code !== '' && code !== 'USD').sort();
  if (others.length === 0) return [];
  return [`Amounts of "${header}" in ${others.join(', ')} are kept as attribute: annualRevenue is in US dollars.`];
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
