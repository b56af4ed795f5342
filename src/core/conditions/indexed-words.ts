import type { FieldCondition, PropertyComparison, Scalar } from '../condition.js';
import { LONGEST_WORD, markedPropertyWords, markedWordsOf, wordsOf } from '../words.js';

/** Fields whose words are in the index of words as they are, and fields whose words are marked there. */
const SEARCHED: ReadonlySet<string> = new Set([
  ...['name', 'firstName', 'lastName', 'organizationName', 'email', 'emailNormalized', 'domain'],
]);
const LISTS: ReadonlySet<string> = new Set(['tags', 'products']);
const COMPARED: ReadonlySet<string> = new Set([
  ...['industry', 'jobTitle', 'country', 'city', 'loss.competitor', 'lastLoss.competitor', 'parked.competitor'],
  ...LISTS,
]);
const ATTRIBUTE = /^attributes\.(.+)$/su;

/** The name of the custom attribute that a field is. */
export const attributeOf = (field: string): string | undefined => ATTRIBUTE.exec(field)?.[1];

/** Words for each value of a comparison. */
export interface IndexedWords {
  lists: string[][];
  /** The last word of each list may be the beginning of one. */
  isBeginning: boolean;
}

/**
 * For each value of the comparison the words that every lead with this value has; undefined: the index of words does not find the
 * leads. Other leads may have the words too.
 */
export function indexedWords(condition: FieldCondition): IndexedWords | undefined {
  const { field, operator, value, otherField } = condition;
  if (otherField !== undefined || value === undefined) return undefined;
  if (operator === 'starts_with') return beginningWords(field, value);
  if (operator !== 'eq' && operator !== 'in' && !(operator === 'contains' && LISTS.has(field))) return undefined;
  const lists = [value].flat().map((one) => wordsOfValue(field, one));
  const found = lists.filter((words) => words.length > 0);
  return found.length === lists.length ? { lists: found, isBeginning: false } : undefined;
}

/**
 * For `fuzzy`: the words to each of which every lead with such a text has a similar one. Only of texts whose words the index has as they are:
 * words with a mark before them are separated at other characters.
 */
export function indexedSimilarWords({ field, operator, value }: FieldCondition): string[] | undefined {
  if (operator !== 'fuzzy' || typeof value !== 'string' || !SEARCHED.has(field)) return undefined;
  return wordsOf(value).map((word) => [...word].slice(0, LONGEST_WORD).join(''));
}

/** Shorter beginnings of words are of too many. */
const SHORTEST_BEGINNING = 2;
const MARK = /^_/;

function beginningWords(field: string, value: FieldCondition['value']): IndexedWords | undefined {
  const isText = SEARCHED.has(field) || (COMPARED.has(field) && !LISTS.has(field));
  if (!isText || typeof value !== 'string') return undefined;
  const words = wordsOfValue(field, value).map((word) => word.slice(0, LONGEST_WORD));
  const last = words.at(-1)?.replace(MARK, '') ?? '';
  const known = last.length < SHORTEST_BEGINNING ? words.slice(0, -1) : words;
  return known.length === 0 ? undefined : { lists: [known], isBeginning: true };
}

/** The words that every event with the property has; empty where the index has none. */
export function indexedPropertyWords({ name, operator, value }: PropertyComparison): string[] {
  return operator !== 'eq' || value === undefined || Array.isArray(value)
    ? []
    : jsonWords(name, value, markedPropertyWords);
}

function wordsOfValue(field: string, value: Scalar): string[] {
  const attribute = attributeOf(field);
  if (attribute !== undefined) return jsonWords(attribute, value, markedWordsOf);
  if (typeof value !== 'string' || !IS_PRINTABLE.test(value)) return [];
  if (SEARCHED.has(field)) return wordsOf(value);
  return COMPARED.has(field) ? markedWordsOf(value) : [];
}

/** Other letters may fold to these, but these to no others. JSON escapes control characters. */
const IS_PRINTABLE = /^[\x20-\x7e]*$/;

/** The words of a name and its value in JSON. Of numbers, only whole ones have one form. */
function jsonWords(name: string, value: Scalar, split: (text: string) => string[]): string[] {
  if (!IS_PRINTABLE.test(name) || (typeof value === 'string' && !IS_PRINTABLE.test(value))) return [];
  const isWord = typeof value !== 'number' || (Number.isSafeInteger(value) && value >= 0);
  return [...split(name), ...(isWord ? split(String(value)) : [])];
}
