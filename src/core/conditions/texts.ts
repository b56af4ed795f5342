import { fold } from '../fold.js';

/** Shorter texts are folded and searched by the runtime, without a cache. */
const SHORT = 32;
const MAX_CACHED = 500;
const foldedTexts = new Map<string, string>();

/** As `fold`. Long texts are cached for a while, because every condition of a document reads the same ones. */
export function foldText(text: string): string {
  if (text.length < SHORT) return fold(text);
  const cached = foldedTexts.get(text);
  if (cached !== undefined) return cached;
  if (foldedTexts.size >= MAX_CACHED) foldedTexts.clear();
  const folded = fold(text);
  foldedTexts.set(text, folded);
  return folded;
}

/**
 * Whether a text contains `pattern`, in time proportional to the text: the runtime's own search takes the product of both
 * lengths index worst, half a millisecond for 5,000 and 500 characters. After Knuth, Morris and Pratt (1977).
 */
export function containing(pattern: string): (text: string) => boolean {
  if (pattern.length < SHORT) return (text) => text.includes(pattern);
  const borders = bordersOf(pattern);
  return (text) => {
    let matched = 0;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      while (matched > 0 && pattern.charCodeAt(matched) !== code) matched = borders[matched - 1] ?? 0;
      if (pattern.charCodeAt(matched) === code) matched += 1;
      if (matched === pattern.length) return true;
    }
    return false;
  };
}

/** The prefix function of Knuth, Morris and Pratt: for each prefix, the length of its longest proper border. */
function bordersOf(text: string): Uint16Array {
  const borders = new Uint16Array(text.length);
  let length = 0;
  for (let index = 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    while (length > 0 && text.charCodeAt(length) !== code) length = borders[length - 1] ?? 0;
    if (text.charCodeAt(length) === code) length += 1;
    borders[index] = length;
  }
  return borders;
}
