/** What the reading of lists needs from libraries. The core has none, so callers pass it (`src/services/imports/lookups.ts`). */
export interface ImportLookups {
  /** ISO 3166-1 code of a country given as code or name; undefined when not recognised. */
  countryOf(text: string): string | undefined;
  /** Whether a phone number is valid in a country (ISO 3166-1; empty for none), or anywhere if it begins with a plus. */
  isPhone(text: string, country: string): boolean;
  /** The calling code of a country (ISO 3166-1), without plus: 49. */
  callingCodeOf(country: string): string | undefined;
  /** A short text that is the same for the same content. */
  fingerprintOf(text: string): string;
}
