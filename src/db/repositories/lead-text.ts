import { type SQL, sql } from 'drizzle-orm';
import { LONGEST_WORD, typoPattern, withTypos } from '../../core/words.js';
import { EVENT_WORDS, LEAD_NUMBERS, LEAD_WORDS } from '../schema/lead-words.js';

/** Texts of `tsquery`. A word has no quotation mark. */
const exactly = (word: string): string => `'${word}'`;
const beginningWith = (word: string): string => `'${word}':*`;
const wordQuery = (word: string): string => ([...word].length >= LONGEST_WORD ? beginningWith(word) : exactly(word));

const ofWorkspace = (workspaceId: string): string => exactly(`@${workspaceId}`);
const anyOf = (queries: readonly string[]): string => `(${queries.join(' | ')})`;

/** Whether the index of words of leads has all words of one of the lists. */
export const leadHasWords = (workspaceId: string, words: WordLists): SQL => hasWords(LEAD_WORDS, workspaceId, words);

/** The same of events with properties. */
export const eventHasWords = (workspaceId: string, lists: readonly (readonly string[])[]): SQL =>
  hasWords(EVENT_WORDS, workspaceId, { lists, isBeginning: false });

/** Whether a lead has a numeric attribute in one of the ranges. */
export const leadHasNumbers = (workspaceId: string, ranges: readonly string[]): SQL =>
  sql`(attributes is not null and ${sql.raw(LEAD_NUMBERS)} @> array[${`@${workspaceId}`}]::text[] and ${sql.raw(LEAD_NUMBERS)} && ${sql.param(ranges)}::text[])`;

interface WordLists {
  lists: readonly (readonly string[])[];
  isBeginning: boolean;
}

function hasWords(index: string, workspaceId: string, words: WordLists): SQL {
  return sql`${sql.raw(index)} @@ ${wordsQuery(workspaceId, words)}::tsquery`;
}

/** The text of a `tsquery` for records with all words of one of the lists. */
export function wordsQuery(workspaceId: string, { lists, isBeginning }: WordLists): string {
  const queryOf = (words: readonly string[]) =>
    words.map((word, place) => (isBeginning && place === words.length - 1 ? beginningWith(word) : wordQuery(word)));
  const wanted = anyOf(lists.map((words) => queryOf(words).join(' & ')));
  return `${ofWorkspace(workspaceId)} & ${wanted}`;
}

/** Leads with certain words. */
export interface TextFilter {
  words: readonly string[];
  /** One letter of each word may differ. */
  similar: boolean;
}

/** Shorter beginnings have too many words. */
const SHORTEST_BEGINNING = 2;

/** Whether a lead has all the words; the last may be the beginning of a word. */
export function textTest(workspaceId: string, { words, similar }: TextFilter): SQL {
  const has = (query: string) => sql`${sql.raw(LEAD_WORDS)} @@ ${query}::tsquery`;
  if (similar) {
    const tests = [ofWorkspace(workspaceId), ...words.map((word) => anyOf(withTypos(word).map(wordQuery)))].map(has);
    return sql.join(tests, sql` and `);
  }
  const last = words.length - 1;
  const wanted = words.map((word, index) =>
    index === last && [...word].length >= SHORTEST_BEGINNING ? beginningWith(word) : wordQuery(word),
  );
  return has([ofWorkspace(workspaceId), ...wanted].join(' & '));
}

/** The same. Similar words are found first, as an array: the planner cannot estimate five hundred rare words. */
export function textSql(workspaceId: string, filter: TextFilter): SQL {
  const test = textTest(workspaceId, filter);
  if (!filter.similar) return test;
  return sql`"leads"."id" = any(array(select id from leads where workspace_id = ${workspaceId} and ${test}))`;
}

/** Whether a text has a word similar to each of the words, as `similarTo` of the core compares them. Null where the text is null. */
export function hasSimilarWords(text: SQL, words: readonly string[]): SQL {
  const found = words.map((word) => sql`bool_or(word = any(${sql.param(withTypos(word))}::text[]))`);
  const wordsOfText = sql`string_to_array(folded_words(translate(${text}, '_', ' ')), ' ')`;
  const hasAll = sql`(select coalesce(${sql.join(found, sql` and `)}, false) from unnest(${wordsOfText}) as word)`;
  const mayHaveAll = mayHaveWords({ words, similar: true }, sql`lower(${text} collate "C")`);
  return sql`case when ${text} is not null then (${mayHaveAll} and ${hasAll}) end`;
}

/**
 * Holds for each lead with the words, and for some others, and takes a tenth of the time of making the words. `text` is `SEARCHED_TEXT` of
 * the lead, or one text in small letters; of one beyond ASCII only its words tell.
 */
export function mayHaveWords({ words, similar }: TextFilter, text: SQL): SQL {
  const tests = words.flatMap((word) => {
    const pattern = similar ? typoPattern(word) : ASCII_WORD.exec(word)?.[0];
    if (pattern === undefined) return [];
    return [similar ? sql`${text} ~ ${pattern}` : sql`position(${pattern}::text in ${text}) > 0`];
  });
  if (tests.length === 0) return sql`true`;
  return sql`(octet_length(${text}) <> length(${text}) or (${sql.join(tests, sql` and `)}))`;
}

const ASCII_WORD = /^[0-9a-z]+$/;
