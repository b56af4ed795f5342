const PLAIN_LINE = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;
/** Control and format characters (NUL, zero-width, bidirectional marks, soft hyphen): invisible, and fatal to exact matching. */
const INVISIBLE = /(?![\t\n\r])[\p{Cc}\p{Cf}]/gu;
/** The same without the joiners that Persian and Indic spelling needs. */
const INVISIBLE_IN_TEXT = /(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}]/gu;

/**
 * Marks beyond the thirtieth on one letter. No writing system needs so many (UAX #15, stream-safe text), and composing a run
 * takes time by the square of its length.
 */
const EXCESS_MARKS = /(\p{M}{30})\p{M}+/gu;
const MARKS = /\p{M}+/gu;
const ASCII = /^[\0-\x7f]*$/;
/** Some characters stand for eighteen under NFKD; a name has no more characters than this. */
const LONGEST_KEY = 1_000;

/** One line of text: NFC, invisible characters removed, white space collapsed to single blanks and trimmed; undefined when empty. */
export function cleanLine(raw: string | undefined): string | undefined {
  if (raw === undefined || PLAIN_LINE.test(raw)) return raw;
  return composed(raw).replace(/\s+/g, ' ').trim() || undefined;
}

/** Free text: as `cleanLine`, but inner line breaks and spacing stay. */
export function cleanText(raw: string | undefined): string | undefined {
  if (raw === undefined || PLAIN_LINE.test(raw)) return raw;
  return composed(raw).trim() || undefined;
}

const composed = (raw: string): string =>
  raw.replace(INVISIBLE_IN_TEXT, '').replace(EXCESS_MARKS, '$1').normalize('NFC');

/** Compatibility form (NFKC: full-width digits and letters become plain ones) without invisible characters, trimmed. */
export function compatibilityForm(raw: string): string {
  if (PLAIN_LINE.test(raw)) return raw;
  return raw.replace(INVISIBLE, '').replace(EXCESS_MARKS, '$1').normalize('NFKC').trim();
}

/** A key for looking names up: lower case, no diacritics, no punctuation, single blanks. `&` reads "and". */
export function foldedKey(raw: string): string {
  const text = ASCII.test(raw) ? raw.slice(0, LONGEST_KEY) : withoutMarks(raw);
  return text
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[.'’‘`]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const withoutMarks = (raw: string): string =>
  raw.replace(EXCESS_MARKS, '$1').slice(0, LONGEST_KEY).normalize('NFKD').slice(0, LONGEST_KEY).replace(MARKS, '');
