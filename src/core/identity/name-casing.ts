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

/** Letters of Turkish and Azerbaijani that show which i is meant. */
const TURKIC = /[İıĞğ]/;
/** Letters that those languages share with others. */
const MAYBE_TURKIC = /[Şş]/;
/** Letters that Turkish does not have: Élodie Çelik. */
const NOT_TURKISH = /[qwx]|[^\0-\x7fÇçĞğİıÖöŞşÜüÂâÎîÛû]/i;
const UNDOTTED_CAPITAL = /I/;
const DOTTED_SMALL = /i/;

/** Which small letter a capital I has, and which capital an i; `unknown` where that decides the spelling. */
function dotsOf(name: string, isTurkic: boolean): 'turkic' | 'other' | 'unknown' {
  if (TURKIC.test(name)) return 'turkic';
  if (!isTurkic && !MAYBE_TURKIC.test(name)) return 'other';
  return UNDOTTED_CAPITAL.test(name) || DOTTED_SMALL.test(name) ? 'unknown' : 'other';
}

/**
 * Title case for a name typed in capitals or in lower case only; any other spelling is its owner's choice and stays.
 * Three letters or fewer stay too: they are as often initials ("JD", "TJ") as names. So does a name with an I of which nothing shows
 * whether it is the Turkish one (IŞIK): `isTurkic` means that the person's country or language has it.
 */
export function nameCase(name: string, isTurkic = false): string {
  const isCapitals = name === name.toUpperCase();
  if (isTooLong(name) || isCapitals === isSmall(name) || (name.match(LETTER)?.length ?? 0) <= 3) return name;
  const dots = dotsOf(name, isTurkic);
  if (dots === 'unknown') return name;
  return name
    .split(' ')
    .map((word, index) => wordCase(word, { index, isCapitals, dots }))
    .join(' ');
}

const isSmall = (name: string): boolean => name === name.toLowerCase();

/** Dutch ij is one letter. Before a vowel it is two, as in Ijaz. */
const DUTCH_IJ = /^ij(?=[b-df-hj-np-tv-z])/;

interface Casing {
  /** Of the word in the name. */
  index: number;
  isCapitals: boolean;
  dots: 'turkic' | 'other';
}

function wordCase(word: string, { index, isCapitals, dots: ofName }: Casing): string {
  const dots = NOT_TURKISH.test(word) ? 'other' : ofName;
  const lower = (dots === 'turkic' ? word.replaceAll('I', 'ı') : word).replaceAll('İ', 'i').toLowerCase();
  if (index > 0 && SURNAME_PARTICLES.has(lower)) return lower;
  if (index > 0 && ROMAN_NUMERAL.test(word)) return word.toUpperCase();
  if (isCapitals && /^[^AEIOUY\W\d_]{2}$/.test(word)) return word;
  const capital = (letter: string) => (dots === 'turkic' && letter === 'i' ? 'İ' : upperFirst(letter));
  const titled = lower.replace(WORD_START, (_, before: string, letter: string) => upperFirst(before) + capital(letter));
  const inner = titled.replace(
    /^([ODL]['’])(\p{L})/u,
    (_, before: string, letter: string) => before + upperFirst(letter),
  );
  if (dots === 'other' && DUTCH_IJ.test(lower)) return `IJ${inner.slice(2)}`;
  return inner.replace(SCOTTISH, (_, mc: string, letter: string) => upperFirst(mc) + upperFirst(letter));
}

/** A letter without a capital of its own stays: ß would become two letters. */
function upperFirst(text: string): string {
  const [first = ''] = text;
  const upper = first.toUpperCase();
  return upper.length === first.length ? upper + text.slice(first.length) : text;
}
