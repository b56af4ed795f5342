import { createHash } from 'node:crypto';
import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { ImportLookups } from '../../core/imports/lookups.js';
import { normalizeCountry } from '../identity/countries.js';

export const importLookups: ImportLookups = {
  countryOf: normalizeCountry,
  isPhone: (text, country) =>
    parsePhoneNumberFromString(text, isSupportedCountry(country) ? country : undefined)?.isValid() ?? false,
  callingCodeOf: (country) => (isSupportedCountry(country) ? getCountryCallingCode(country) : undefined),
  fingerprintOf: (text) => createHash('sha256').update(text).digest('hex').slice(0, 16),
};
