import { createHash } from 'node:crypto';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { ImportLookups } from '../../core/imports/lookups.js';
import { normalizeCountry } from '../identity/countries.js';

export const importLookups: ImportLookups = {
  countryOf: normalizeCountry,
  isPhone: (text, country) => parsePhoneNumberFromString(text, country as 'US')?.isValid() ?? false,
  fingerprintOf: (text) => createHash('sha256').update(text).digest('hex').slice(0, 16),
};
