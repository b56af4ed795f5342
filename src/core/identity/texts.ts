const PLAIN_LINE = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;
/** Control and format characters (NUL, zero-width, bidirectional marks, soft hyphen): invisible, and fatal to exact matching. */
const INVISIBLE = /(?![\t\n\r])[\p{Cc}\p{Cf}]/gu;
/** The same without the joiners that Persian and Indic spelling needs. */
const INVISIBLE_IN_TEXT = /(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}]/gu;

/** One line of text: NFC, invisible characters removed, white space collapsed to single blanks and trimmed; undefined when empty. */
export function cleanLine(raw: string | undefined): string | undefined {
  if (raw === undefined || PLAIN_LINE.test(raw)) return raw;
  return raw.normalize('NFC').replace(INVISIBLE_IN_TEXT, '').replace(/\s+/g, ' ').trim() || undefined;
}

/** Free text: as `cleanLine`, but inner line breaks and spacing stay. */
export function cleanText(raw: string | undefined): string | undefined {
  if (raw === undefined || PLAIN_LINE.test(raw)) return raw;
  return raw.normalize('NFC').replace(INVISIBLE_IN_TEXT, '').trim() || undefined;
}

/** Compatibility form (NFKC: full-width digits and letters become plain ones) without invisible characters, trimmed. */
export function compatibilityForm(raw: string): string {
  return PLAIN_LINE.test(raw) ? raw : raw.normalize('NFKC').replace(INVISIBLE, '').trim();
}

/** A key for looking names up: lower case, no diacritics, no punctuation, single blanks. `&` reads "and". */
export function foldedKey(raw: string): string {
  return raw
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[.'’‘`]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
