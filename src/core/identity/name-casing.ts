/** Words that belong to the surname they precede, and stay lower case inside a name. */
export const SURNAME_PARTICLES: ReadonlySet<string> = new Set([
  ...['van', 'von', 'vom', 'zu', 'zum', 'zur', 'der', 'den', 'het', 'ten', 'ter', 'te', 'op', "'t"],
  ...['de', 'del', 'della', 'di', 'da', 'do', 'dos', 'das', 'du', 'des', 'la', 'las', 'le', 'los', 'lo', 'y'],
  ...['al', 'el', 'bin', 'ibn', 'bint', 'ben', 'abu', 'af', 'av'],
]);

const ROMAN_NUMERAL = /^(?:II|III|IV|VI|VII|VIII)$/i;
const LETTER = /\p{L}/gu;
/** Word starts: the first letter, and letters after a hyphen, a dot or the apostrophe of O'Brien and D'Angelo. */
const WORD_START = /(^|[-.(]|^[odl]['’])(\p{L})/giu;
const SCOTTISH = /^(mc)(\p{L})(?=\p{L})/iu;

/** Longer texts are no names. */
const MOST_WORDS = 20;

export const isTooLong = (name: string): boolean => name.split(' ', MOST_WORDS + 1).length > MOST_WORDS;

/**
 * Title case for a name typed in capitals or in lower case only; any other spelling is its owner's choice and stays.
 * Three letters or fewer stay too: they are as often initials ("JD", "TJ") as names.
 */
export function nameCase(name: string): string {
  const upper = name.toUpperCase();
  const lower = name.toLowerCase();
  if (
    isTooLong(name) ||
    (name !== upper && name !== lower) ||
    upper === lower ||
    (name.match(LETTER)?.length ?? 0) <= 3
  )
    return name;
  return name
    .split(' ')
    .map((word, index) => wordCase(word, index, name === upper))
    .join(' ');
}

function wordCase(word: string, index: number, capitals: boolean): string {
  // Turkish İ would become an i with a second dot.
  const lower = word.replaceAll('İ', 'I').toLowerCase();
  if (index > 0 && SURNAME_PARTICLES.has(lower)) return lower;
  if (index > 0 && ROMAN_NUMERAL.test(word)) return word.toUpperCase();
  if (capitals && /^[^AEIOUY\W\d_]{2}$/.test(word)) return word;
  const titled = lower.replace(
    WORD_START,
    (_, before: string, letter: string) => upperFirst(before) + upperFirst(letter),
  );
  const inner = titled.replace(
    /^([ODL]['’])(\p{L})/u,
    (_, before: string, letter: string) => before + upperFirst(letter),
  );
  return inner.replace(SCOTTISH, (_, mc: string, letter: string) => upperFirst(mc) + upperFirst(letter));
}

/** A letter without a capital of its own stays: ß would become two letters. */
function upperFirst(text: string): string {
  const [first = ''] = text;
  const upper = first.toUpperCase();
  return upper.length === first.length ? upper + text.slice(first.length) : text;
}
