/** Marks beyond the thirtieth on one letter (UAX #15, stream-safe text): normalising takes time by the square of their number. */
const EXCESS_MARKS = /(\p{M}{30})\p{M}+/gu;
const ASCII = /^[\0-\x7f]*$/;
/** Latin, Greek and Cyrillic letters that NFKC leaves as they are, without marks of their own. */
const PLAIN = /^[\0-\x7fÀ-ÖØ-öø-ıĴ-ľŁ-ňŊ-žΆΈ-ΊΌΎ-Ρ\u03a3-ώЀ-џ]*$/;

/**
 * What the default case folding of Unicode (CaseFolding.txt, status C and F) has beyond lower case for letters that NFKC
 * leaves: final sigma, sharp s, and Cyrillic letters with two small forms. Dotless i is added, which only Turkic keeps apart.
 */
export const SPECIAL_FOLDS: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ ς: 'σ', ß: 'ss', ı: 'i' }),
  ...Object.entries({ ᲀ: 'в', ᲁ: 'д', ᲂ: 'о', ᲃ: 'с', ᲄ: 'т', ᲅ: 'т', ᲆ: 'ъ', ᲇ: 'ѣ', ᲈ: 'ꙋ' }),
]);
const SPECIAL = /[ςßı\u1c80-\u1c88]/g;
/** The lower case of İ is an i with a second dot. */
const DOTTED_I = /i\u0307+/g;
/** Fewer code units hold no run of marks that takes long. */
const SHORT = 200;

/**
 * The form in which texts are compared: NFKC (full width is plain, a letter and its marks are composed), then the small form
 * of each letter, without regard to its neighbours and to languages. `Σ`, `σ` and `ς` are one; so are `I`, `i`, `İ` and `ı`;
 * so are `ß`, `ẞ` and `ss`. Accents count. Idempotent. Source: The Unicode Standard 15, section 3.13, D146 (compatibility
 * caseless matching), except for the I and for iota subscripts, which stay one letter (`ᾼ` is `ᾳ`).
 * `src/db/repositories/folded-sql.ts` compares stored texts by the same rules.
 */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  if (PLAIN.test(text)) return lowered(text);
  const bounded = text.length > SHORT ? text.replace(EXCESS_MARKS, '$1') : text;
  // NFC again: lower case can bring a letter and a mark together that have a form of their own (Ϊ́).
  return lowered(bounded.normalize('NFKC')).normalize('NFC');
}

const lowered = (text: string): string =>
  text
    .toLowerCase()
    .replace(SPECIAL, (letter) => SPECIAL_FOLDS.get(letter) ?? letter)
    .replace(DOTTED_I, 'i');

/** The texts that compare as different, each in its first spelling. */
export function distinctTexts(texts: readonly string[]): string[] {
  const firsts = new Map<string, string>();
  for (const text of texts) {
    const folded = fold(text);
    if (!firsts.has(folded)) firsts.set(folded, text);
  }
  return [...firsts.values()];
}

/** The texts of `texts` that compare as none of `others`. */
export function textsBeside(texts: readonly string[], others: readonly string[]): string[] {
  const folded = new Set(others.map(fold));
  return texts.filter((text) => !folded.has(fold(text)));
}
