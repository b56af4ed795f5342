/**
 * A text that a spreadsheet would compute when it opens the file (OWASP ASVS 1.2.10; also full-width signs, which some
 * spreadsheets fold). Leading apostrophes are included, so that removing one apostrophe gives the text that was there.
 */
const COMPUTED = /^'*[=+\-@\t\r\n\0＝＋－＠]/;
const GUARDED = /^''*[=+\-@\t\r\n\0＝＋－＠]/;

/** For a CSV writer: texts that get an apostrophe in front. */
export const COMPUTED_TEXT = COMPUTED;

/** The text of a guarded cell. */
export const withoutGuard = (text: string): string => (GUARDED.test(text) ? text.slice(1) : text);

const SEPARATOR = '; ';
/** Parts of a list that readers of files would split or trim. */
const AMBIGUOUS = /[;|,\n\r/]|:::|^\s|\s$|^\["|^$/;

/**
 * The cell of a value. Lists of texts are separated by semicolons; where a text contains a separator, and where a list contains
 * objects, the cell is JSON. Numbers stay numbers, so that no apostrophe is put before a minus sign.
 */
export function cellOf(value: unknown): string | number {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (Array.isArray(value)) return listCell(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function listCell(items: readonly unknown[]): string {
  if (items.length === 0) return '';
  const isPlain = items.every((item) => typeof item !== 'object' && !AMBIGUOUS.test(String(item)));
  return isPlain ? items.join(SEPARATOR) : JSON.stringify(items);
}

/** A text that a reader would take for another value, with any apostrophes before it. */
const OTHER_VALUE = /^'*(?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|\[".*"\])$/is;
const MARKED = /^''*(?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|\[".*"\])$/is;
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/**
 * The cell of a custom attribute, from which its type follows: a list is JSON, and a text that looks like a number, a truth value or a
 * list has an apostrophe in front. `raw`: it has none.
 */
export function attributeCell(value: unknown, raw: boolean): string | number {
  if (Array.isArray(value)) return JSON.stringify(value);
  const isMarked = typeof value === 'string' && !raw && OTHER_VALUE.test(value) && !COMPUTED.test(value);
  return isMarked ? `'${value}` : cellOf(value);
}

/** The value of a custom attribute by its cell; undefined for an empty one. */
export function attributeOfCell(cell: string): string | number | boolean | string[] | undefined {
  if (cell === '') return undefined;
  if (MARKED.test(cell)) return cell.slice(1);
  if (NUMBER.test(cell)) return Number(cell);
  if (cell === 'true' || cell === 'false') return cell === 'true';
  return listOfJson(cell) ?? withoutGuard(cell);
}

/** The texts of a cell that `cellOf` has written for a list. */
export const listOfCell = (cell: string): string[] => {
  const text = withoutGuard(cell);
  return listOfJson(text) ?? (text === '' ? [] : text.split(SEPARATOR));
};

/** The texts of a cell that `cellOf` wrote as JSON; undefined for any other cell. */
function listOfJson(cell: string): string[] | undefined {
  if (!cell.startsWith('["') || !cell.endsWith('"]')) return undefined;
  try {
    const list: unknown = JSON.parse(cell);
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}
