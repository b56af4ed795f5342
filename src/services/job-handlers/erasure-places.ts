import { type ErasureShape, SEARCHED_PLACES } from '../../core/jobs/shapes.js';
import type { KeyValue } from '../../core/leads/keys.js';
import { BEFORE_ALL, type Step } from '../jobs/kinds.js';
import { namesPerson } from '../personal-data/naming.js';
import { type Piece, PLACES } from '../personal-data/places.js';
import { turnsAfter } from '../turns.js';

type Cursor = ErasureShape['cursor'];

export const FIRST_LIST: Cursor = { lists: SEARCHED_PLACES[0], importId: BEFORE_ALL, place: -1, importRows: 0 };

/** Milliseconds of searching after which other requests of the process get a turn of the event loop. */
const TURN_MS = 10;

type PlacesStep = Pick<Step<'erasure'>, 'params' | 'read' | 'write' | 'done'>;

/**
 * Searches the next pieces of a place where people may be who have no lead, and erases those that have an address of the person. Returns false
 * without effect where all places are searched.
 */
export async function searchPlaces(step: PlacesStep, cursor: Cursor, country: string | undefined): Promise<boolean> {
  const { read, params, done } = step;
  const page = await PLACES[cursor.lists].page(read, { id: cursor.importId, place: cursor.place });
  if (page === undefined) {
    const lists = SEARCHED_PLACES[SEARCHED_PLACES.indexOf(cursor.lists) + 1];
    if (lists === undefined) return false;
    await step.write(() => ({ cursor: { ...FIRST_LIST, lists, importRows: cursor.importRows }, done }));
    return true;
  }
  const wanted = new Set(params.contactHashes);
  const isWanted = (address: KeyValue) => read.consents.hashesOf([address]).some((hash) => wanted.has(hash));
  const found = await filterInTurns(page.pieces, ({ texts }) => namesPerson(texts, isWanted, page.country ?? country));
  const importRows = cursor.importRows + (isList(cursor) ? found.size : 0);
  await step.write(async (scope) => {
    if (found.size > 0) await page.forget(scope, found);
    return { cursor: { ...cursor, importId: page.last.id, place: page.last.place, importRows }, done };
  });
  return true;
}

const isList = ({ lists }: Cursor): boolean => lists === 'blocks' || lists === 'rejected';

async function filterInTurns(pieces: readonly Piece[], names: (piece: Piece) => boolean): Promise<Set<Piece>> {
  const found = new Set<Piece>();
  const turns = turnsAfter(TURN_MS);
  for (const piece of pieces) {
    if (names(piece)) found.add(piece);
    const turn = turns.due();
    if (turn) await turn;
  }
  return found;
}
