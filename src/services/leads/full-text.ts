import { wordsOf } from '../../core/words.js';
import type { TextFilter } from '../../db/repositories/lead-text.js';
import type { Page } from '../../db/repositories/lists.js';
import { AppError } from '../errors.js';

/** More words narrow a search no further. */
const MOST_WORDS = 10;

type Place = { parameter: string } | { pointer: string };

/** The words of a text. Refuses a text without words, or with too many. */
function searchedWords(text: string, at: Place): string[] {
  const words = wordsOf(text);
  if (words.length > 0 && words.length <= MOST_WORDS) return words;
  const detail = words.length === 0 ? 'has no letter and no digit' : `has more than ${MOST_WORDS} words`;
  throw new AppError('validation_failed', 'The request breaks the rules listed in `errors`.', {
    errors: [{ ...at, code: 'wrong_format', detail }],
  });
}

/**
 * A page of leads with the words of `text`. Without any such lead, those with similar words: a cursor continues the list
 * that it belongs to.
 */
export async function pageByText<Row>(
  text: string | undefined,
  at: Place,
  cursor: string | undefined,
  read: (filter: TextFilter | undefined) => Promise<Page<Row>>,
): Promise<Page<Row>> {
  if (text === undefined) return read(undefined);
  const words = searchedWords(text, at);
  const similar = () => read({ words, similar: true });
  try {
    const page = await read({ words, similar: false });
    return page.rows.length > 0 || cursor !== undefined ? page : await similar();
  } catch (error) {
    if (error instanceof Error && error.name === 'CursorRefused') return similar();
    throw error;
  }
}
