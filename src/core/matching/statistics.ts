import type { MatchRecord } from './record.js';
import type { ValueCounts } from './weigh.js';

/** The values of one field among the leads of a workspace. */
export interface FieldStatistics {
  /** Leads with a value. */
  filled: number;
  /** The probability that two of them have the same one. */
  collision: number;
  /** How many leads have a value, of those that three or more have. */
  frequent: Readonly<Record<string, number>>;
}

/** What a workspace knows of its values. */
export interface MatchStatistics {
  leads: number;
  /** By field, as in evidence; of an area `postalCode` and `city`. */
  fields: Readonly<Record<string, FieldStatistics>>;
}

export const NO_STATISTICS: MatchStatistics = { leads: 0, fields: {} };

/** Values that fewer leads have are rare. */
export const FREQUENT_FROM = 3;
/** Most frequent values that are kept of a field. */
export const MOST_FREQUENT = 5_000;

/** Each field of a lead with the values that are counted. */
export function countedValues(record: MatchRecord): [field: string, value: string][] {
  const { firstName, lastName, organization, emails, phones, postalCode, city, attributes } = record;
  const single = { firstName, lastName, organizationName: organization, postalCode, city };
  const counted: [string, string][] = Object.entries(single).flatMap(([field, value]) =>
    value === undefined ? [] : [[field, value] as [string, string]],
  );
  for (const email of emails.slice(0, 1)) counted.push(['email', email]);
  for (const phone of phones.slice(0, 1)) counted.push(['phone', phone]);
  for (const [name, value] of attributes) counted.push([`attributes.${name}`, value]);
  return counted;
}

/** The counts as `weigh` asks for them. `keyOf`: the form in which values are kept. */
export function valueCounts({ leads, fields }: MatchStatistics, keyOf: (value: string) => string): ValueCounts {
  return {
    leads,
    filled: (field) => fields[field]?.filled ?? 0,
    collision: (field) => fields[field]?.collision ?? 0,
    having: (field, value) => fields[field]?.frequent[keyOf(value)] ?? 0,
  };
}
