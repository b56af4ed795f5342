import type { LeadFilters } from '../../core/conditions/lead-filters.js';
import { AppError } from '../errors.js';
import { normalizeCountry } from './countries.js';
import { normalizeDomain } from './domains.js';
import { normalizeEmail } from './emails.js';
import { normalizePhone } from './phones.js';

/** `+` in a query string is a blank, so a blank where a plus belongs is a plus that was not encoded. */
const PLUS = 'A + in an address has to be sent as %2B.';

/** Shorter numbers without `+` are national ones. */
const FEWEST_INTERNATIONAL_DIGITS = 9;

/** A filter in the form that submissions get; throws AppError (400) that names the parameter. */
export function emailFilter(raw: string): string {
  const { normalized } = normalizeEmail(raw);
  const hasBlank = /[^\s,;<>"]\s+[^\s,;<>"]*@/.test(raw);
  if (normalized !== undefined && !hasBlank) return normalized;
  throw unusable('email', `is no e-mail address. ${hasBlank ? `It has a blank before the @: ${PLUS}` : PLUS}`);
}

/**
 * The numbers that a filter may mean: as submissions of `country` read it, and as an international number without `+`, which a submission
 * with another country reads so.
 */
export function phoneReadings(raw: string, country: string | undefined): readonly [string, ...string[]] {
  const startsWithBlank = /^\s+\d/.test(raw);
  if (startsWithBlank) throw unusable('phone', `begins with a blank. ${PLUS}`);
  const digits = raw.replace(/\D/gu, '');
  const readings = [normalizePhone(raw, country).e164];
  if (digits.length >= FEWEST_INTERNATIONAL_DIGITS && !/^[+0]/u.test(raw.trim())) {
    readings.push(normalizePhone(`+${digits}`).e164);
  }
  const [first, ...others] = new Set(readings.filter((number) => number !== undefined));
  if (first !== undefined) return [first, ...others];
  const how = country === undefined ? 'send it with + (as %2B), or set the default country of the workspace' : PLUS;
  throw unusable('phone', `is no valid phone number: ${how}`);
}

/** The first of these numbers. */
export const phoneFilter = (raw: string, country: string | undefined): string => phoneReadings(raw, country)[0];

/** The filters with country and domain in the form that leads have. */
export function normalLeadFilters(filters: LeadFilters, place: FilterPlace): LeadFilters {
  const { country, domain } = filters;
  return {
    ...filters,
    country: country && countryFilter(country, place),
    domain: domain && domainFilter(domain, place),
  };
}

/** Where the request has a filter. */
export type FilterPlace = 'parameter' | 'pointer';

/** As above. */
export function domainFilter(raw: string, place: FilterPlace = 'parameter'): string {
  const domain = normalizeDomain(raw);
  if (domain === undefined) throw unusable('domain', 'has no registrable domain, such as example.com', place);
  return domain;
}

/** As above. */
export function countryFilter(raw: string, place: FilterPlace = 'parameter'): string {
  const country = normalizeCountry(raw);
  if (country === undefined) throw unusable('country', 'is no ISO 3166-1 code and no name of a country', place);
  return country;
}

function unusable(name: string, detail: string, place: FilterPlace = 'parameter'): AppError {
  const at = place === 'parameter' ? { parameter: name } : { pointer: `/${name}` };
  return new AppError('validation_failed', 'The request breaks the rules listed in `errors`.', {
    errors: [{ ...at, code: 'wrong_format', detail }],
  });
}
