import { fold } from '../fold.js';
import { wordsOf } from '../words.js';

/** Shorter texts are folded and searched by the runtime, without a cache. */
const SHORT = 32;
const MAX_CACHED = 200;
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

const wordsOfTexts = new Map<string, readonly string[]>();

/** As `wordsOf`. Cached for a while, like folded texts. */
export function wordsOfText(text: string): readonly string[] {
  const cached = wordsOfTexts.get(text);
  if (cached !== undefined) return cached;
  if (wordsOfTexts.size >= MAX_CACHED) wordsOfTexts.clear();
  const words = wordsOf(text);
  wordsOfTexts.set(text, words);
  return words;
}

/** From this length on the trigrams of a text are built first: a document may search it a thousand times. */
const LONG = 1_000;
const TRIGRAMS = 65_536;
const MOST_PATTERN_TRIGRAMS = 16;
const trigramsOfTexts = new Map<string, Uint8Array>();

const trigramAt = (text: string, at: number): number =>
  (text.charCodeAt(at) * 961 + text.charCodeAt(at + 1) * 31 + text.charCodeAt(at + 2)) % TRIGRAMS;

/** Which hashes of three letters in sequence a text has; cached, because many conditions search the same long texts. */
function trigramsOf(text: string): Uint8Array {
  const cached = trigramsOfTexts.get(text);
  if (cached !== undefined) return cached;
  if (trigramsOfTexts.size >= MAX_CACHED) trigramsOfTexts.clear();
  const found = new Uint8Array(TRIGRAMS);
  for (let at = 0; at + 2 < text.length; at += 1) found[trigramAt(text, at)] = 1;
  trigramsOfTexts.set(text, found);
  return found;
}

/** Whether a text contains `pattern`. Most long texts are refused by the trigrams that they lack. */
export function containing(pattern: string): (text: string) => boolean {
  const search = searching(pattern);
  const trigrams: number[] = [];
  for (let at = 0; at + 2 < pattern.length && at < MOST_PATTERN_TRIGRAMS; at += 1)
    trigrams.push(trigramAt(pattern, at));
  return (text) => {
    if (text.length < LONG) return search(text);
    const found = trigramsOf(text);
    return trigrams.every((trigram) => found[trigram] === 1) && search(text);
  };
}

/**
 * The search itself, in time proportional to the text: the runtime's own search takes the product of both
 * lengths at worst, half a millisecond for 5,000 and 500 characters. After Knuth, Morris and Pratt (1977).
 */
function searching(pattern: string): (text: string) => boolean {
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
