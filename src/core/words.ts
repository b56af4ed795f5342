/**
 * The words of texts, by which leads are found. Case, accents, width and punctuation do not count. The database makes the same words
 * by the function `folded_words`; a test compares both.
 */

/** A word of a long text is cut here: an index takes no longer ones. */
export const LONGEST_WORD = 100;
/** Words of texts up to this length are not cut. */
const SHORT_TEXT = 511;

const LIGATURES = [
  [/[ßẞ]/g, 'ss'],
  [/[æÆ]/g, 'ae'],
  [/[œŒ]/g, 'oe'],
] as const;
/** Letters that are not composed of an ASCII letter and a mark. */
const SPECIAL: ReadonlyMap<string, string> = new Map(Object.entries({ ı: 'i', ł: 'l', ø: 'o', đ: 'd', ς: 'σ' }));
const SPECIAL_LETTER = /[ıłøđς]/g;
const CAPITAL = /[A-ZΑ-ΡΣ-ΩА-ЯЀ-ЏŁØĐ]/g;
const MARK = /[\u0300-\u036f]/g;
const PUNCTUATION = /[–—‘’‚“”„«»‹›·•¿¡§、。「」]/g;
const SEPARATORS = /[^0-9a-z_\u0080-\u{10ffff}]+/gu;
const ASCII = /^[\0-\x7f]*$/;

function small(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  const plain = LIGATURES.reduce((found, [letters, ascii]) => found.replace(letters, ascii), text.normalize('NFKD'));
  return plain
    .replace(MARK, '')
    .replace(PUNCTUATION, ' ')
    .replace(CAPITAL, (letter) => letter.toLowerCase())
    .replace(SPECIAL_LETTER, (letter) => SPECIAL.get(letter) ?? letter);
}

/** A text in small letters without accents, with one space in place of separators. Underscores stay. */
export function foldedWords(text: string): string {
  const words = small(text).replace(SEPARATORS, ' ');
  if ([...text].length <= SHORT_TEXT) return words;
  return words
    .split(' ')
    .map((word) => [...word].slice(0, LONGEST_WORD).join(''))
    .join(' ');
}

/** The words that a lead is searched by: its names, organization, e-mail and description. */
export const wordsOf = (text: string): string[] => distinct(foldedWords(text.replaceAll('_', ' ')));

/** The words of a value of another field, each marked by `_` as in the index; of parts after a hyphen and the like only the first. */
export const markedWordsOf = (value: string): string[] => marked(value.replace(/['"]/g, ' '));

/** The same of a value in the properties of an event, which are stored as JSON without spaces. */
export const markedPropertyWords = (value: string): string[] => marked(value.replace(/['":,[{]/g, ' '));

const marked = (value: string): string[] =>
  distinct(foldedWords(`_${value.replaceAll(' ', ' _')}`)).filter((word) => word !== '_');

const distinct = (words: string): string[] => [...new Set(words.split(' '))].filter((word) => word !== '');

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
/** Words that are shorter have too many neighbours. */
const SHORTEST_WITH_TYPO = 4;
/** Words that are longer have more neighbours than a query holds. */
const LONGEST_WITH_TYPO = 40;

/**
 * The word, and all words from which one letter differs: one is missing, added, another one, or two neighbours are swapped. The word
 * alone if it has fewer than 4 letters or more than 40.
 */
export function withTypos(word: string): string[] {
  const letters = [...word];
  if (letters.length < SHORTEST_WITH_TYPO || letters.length > LONGEST_WITH_TYPO) return [word];
  const alphabet = [...new Set([...LETTERS, ...(/\d/.test(word) ? DIGITS : ''), ...letters])];
  const found = new Set([word]);
  letters.forEach((letter, index) => {
    const [before, after] = [letters.slice(0, index).join(''), letters.slice(index + 1).join('')];
    found.add(before + after);
    const [next, ...rest] = letters.slice(index + 1);
    if (next !== undefined) found.add(before + next + letter + rest.join(''));
    for (const other of alphabet) found.add(before + other + after).add(before + other + letter + after);
  });
  for (const other of alphabet) found.add(word + other);
  return [...found];
}

/** A test whether a word is one of `withTypos(word)`, which it does not make. */
export function similarTo(word: string): (other: string) => boolean {
  const letters = [...word];
  if (letters.length < SHORTEST_WITH_TYPO || letters.length > LONGEST_WITH_TYPO) return (other) => other === word;
  const alphabet = new Set([...LETTERS, ...(/\d/.test(word) ? DIGITS : ''), ...letters]);
  return (other) => {
    if (other === word) return true;
    // A letter has at most two units of UTF-16, and one change leaves the first or the last letter.
    if (Math.abs(other.length - word.length) > 2) return false;
    if (other.charAt(0) !== word.charAt(0) && other.charAt(other.length - 1) !== word.charAt(word.length - 1))
      return false;
    return differsByOne(letters, [...other], alphabet);
  };
}

/** Whether one letter is missing, added, another one, or swapped with its neighbour in `other`, which is another word. */
function differsByOne(letters: readonly string[], other: readonly string[], alphabet: ReadonlySet<string>): boolean {
  let at = 0;
  while (at < letters.length && letters[at] === other[at]) at++;
  const isSameFrom = (from: number, otherFrom: number) =>
    letters.length - from === other.length - otherFrom &&
    letters.slice(from).every((letter, index) => letter === other[otherFrom + index]);
  const isKnown = alphabet.has(other[at] ?? '');
  const isSwapped = letters[at] === other[at + 1] && letters[at + 1] === other[at] && isSameFrom(at + 2, at + 2);
  return (
    isSameFrom(at + 1, at) ||
    (isKnown && (isSameFrom(at, at + 1) || isSameFrom(at + 1, at + 1))) ||
    (isSwapped && at + 1 < letters.length)
  );
}

/**
 * A regular expression that matches each text with a word of `withTypos(word)`, and some others; undefined for a word with other letters
 * than those of ASCII.
 */
export function typoPattern(word: string): string | undefined {
  if (!/^[0-9a-z]+$/.test(word)) return undefined;
  if (word.length < SHORTEST_WITH_TYPO || word.length > LONGEST_WITH_TYPO) return word;
  const found = [word];
  for (let index = 0; index < word.length; index++) {
    const [before, letter, after] = [word.slice(0, index), word.charAt(index), word.slice(index + 1)];
    found.push(before + after, `${before}.${after}`);
    if (index > 0) found.push(`${before}.${letter}${after}`);
    if (after !== '') found.push(before + after.charAt(0) + letter + after.slice(1));
  }
  return [...new Set(found)].join('|');
}
