import countries from 'i18n-iso-countries';
import { foldedKey } from '../../core/identity/texts.js';

/** Common names that no list of official names has. Parts of the United Kingdom map to its ISO country. */
const ALIASES: Record<string, string> = {
  GB: 'uk|great britain|britain|england|scotland|wales|northern ireland|united kingdom of great britain and northern ireland',
  US: 'usa|united states of america|america|the states|estados unidos de america|vereinigte staaten',
  NL: 'holland|the netherlands',
  GR: 'el|hellas',
  AE: 'uae|emirates',
  KR: 'korea|republic of korea|rok',
  RU: 'russia',
  CZ: 'czech republic|czechia',
  CI: 'ivory coast',
  VN: 'viet nam|vietnam',
  TW: 'taiwan roc',
  MK: 'macedonia',
  SZ: 'swaziland',
  MM: 'burma',
  CV: 'cape verde',
  TR: 'turkey|turkiye',
  HK: 'hong kong sar|hong kong sar china',
  MO: 'macau|macao sar',
  CN: 'mainland china|prc',
  IE: 'republic of ireland|eire',
  LA: 'laos',
  SY: 'syria',
  TZ: 'tanzania',
  BO: 'bolivia',
  VE: 'venezuela',
  IR: 'iran',
  MD: 'moldova',
  BN: 'brunei',
  VA: 'vatican',
  PS: 'palestine',
  CD: 'dr congo|drc',
  BA: 'bosnia',
  SK: 'slovak republic',
  AG: 'antigua',
  DE: 'brd',
};
/** Languages whose names win when a name means two countries; the rest of the list fills in what is unclaimed. */
const FIRST_LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv'];
const LONGEST = 80;
const NOT_ASCII = /[^\0-\x7f]/;

const codes = new Set(Object.keys(countries.getAlpha2Codes()));
/** Built on the first country that is not given as its code: twenty milliseconds. */
let commonNames: Map<string, string> | undefined;
/** Sixty more languages take 80 ms to read: only once a name needs them. */
let otherNames: Map<string, string | undefined> | undefined;

/**
 * ISO 3166-1 alpha-2 of a country given as alpha-2, alpha-3, or name in any of some seventy languages, in any case,
 * with or without diacritics and full stops ("U.S.", "Deutschland", "Côte d'Ivoire"). Undefined when not recognised.
 */
export function normalizeCountry(raw: string): string | undefined {
  const text = raw.trim();
  if (text.length === 2) {
    const code = text.toUpperCase();
    if (codes.has(code)) return code;
  }
  if (text.length > LONGEST) return undefined;
  const key = foldedKey(text);
  commonNames ??= countryNames();
  const byName = commonNames;
  const found = byName.get(key) ?? (key.startsWith('the ') ? byName.get(key.slice(4)) : undefined);
  if (found !== undefined || key.length < 2) return found;
  otherNames ??= namesInOtherLanguages();
  return otherNames.get(key);
}

/** Folded names, aliases and alpha-3 codes in lower case; alpha-2 codes in lower case where free. */
function countryNames(): Map<string, string> {
  const found = new Map<string, string>();
  for (const [alpha2, aliases] of Object.entries(ALIASES))
    for (const name of aliases.split('|')) found.set(name, alpha2);
  for (const [alpha2, alpha3] of Object.entries(countries.getAlpha2Codes())) {
    found.set(alpha3.toLowerCase(), alpha2);
    if (!found.has(alpha2.toLowerCase())) found.set(alpha2.toLowerCase(), alpha2);
  }
  for (const language of FIRST_LANGUAGES) {
    for (const [name, alpha2] of namesIn(language)) if (!found.has(name)) found.set(name, alpha2);
  }
  return found;
}

/** A name that means different countries in different languages is none. */
function namesInOtherLanguages(): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const language of countries.getSupportedLanguages()) {
    if (FIRST_LANGUAGES.includes(language)) continue;
    for (const [name, alpha2] of namesIn(language)) {
      found.set(name, found.has(name) && found.get(name) !== alpha2 ? undefined : alpha2);
    }
  }
  return found;
}

function* namesIn(language: string): Generator<[string, string]> {
  for (const [alpha2, names] of Object.entries(countries.getNames(language, { select: 'all' }))) {
    for (const name of names) {
      const key = foldedKey(name);
      if (key.length > 2 || NOT_ASCII.test(key)) yield [key, alpha2];
    }
  }
}
