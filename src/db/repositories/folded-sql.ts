import { type SQL, sql } from 'drizzle-orm';
import { fold, SPECIAL_FOLDS } from '../../core/fold.js';

/** All blocks with letters that have a small form (Unicode 17): a test compares with all code points. */
const CASED_BLOCKS = [
  [0x00, 0x2dff],
  [0xa640, 0xabff],
  [0x10400, 0x10fff],
  [0x118a0, 0x118df],
  [0x16e40, 0x16eff],
  [0x1e900, 0x1e943],
] as const;
const MARK = /\p{M}/u;
const MARK_ALONE = '\u0301';

/** Letters by the one letter that they fold to. */
let unfolded: ReadonlyMap<string, readonly string[]> | undefined;

function unfoldedLetters(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (letter: string, folded: string) => {
    if ([...folded].length === 1) found.set(folded, [...(found.get(folded) ?? []), letter]);
  };
  for (const [first, last] of CASED_BLOCKS) {
    for (let code = first; code <= last; code += 1) {
      const letter = String.fromCodePoint(code);
      if (letter !== letter.toLowerCase() && letter.normalize('NFKC') === letter) add(letter, fold(letter));
    }
  }
  for (const [letter, folded] of SPECIAL_FOLDS) add(letter, folded);
  return found;
}

/** The arguments of `translate` that fold the letters which matter to some operands, and which other steps matter. */
export interface FoldTables {
  from: string;
  to: string;
  /** Whether ß is two letters of an operand. */
  hasS: boolean;
  /** Whether a second dot of an i matters. */
  hasI: boolean;
}

/**
 * A stored letter matters when it folds to a letter of an operand: any other letter equals none of them before and after.
 * So the tables hold some twenty letters instead of 1,400, which `translate` would go through for each letter of a text.
 * @param operands texts that `fold` made
 */
export function foldTables(operands: readonly string[]): FoldTables {
  unfolded ??= unfoldedLetters();
  const whole = operands.join('');
  // A mark may be composed with any letter before it.
  const letters = MARK.test(whole) ? unfolded.keys() : new Set([...whole].flatMap(partsOf));
  const tables: FoldTables = { from: '', to: '', hasS: false, hasI: false };
  for (const letter of letters) {
    if (letter === 's') tables.hasS = true;
    if (letter === 'i') tables.hasI = true;
    for (const other of unfolded.get(letter) ?? []) {
      tables.from += other;
      tables.to += letter;
    }
  }
  return tables;
}

/** A letter and what its small form can be composed of: of ΐ also ι and ϊ, as capitals have no form for all three together. */
function partsOf(letter: string): string[] {
  if (letter < '\x80') return [letter];
  const parts = [...letter.normalize('NFD')];
  return parts
    .map((_, index) =>
      parts
        .slice(0, index + 1)
        .join('')
        .normalize('NFC'),
    )
    .concat(letter);
}

/**
 * A stored text in a form that compares with these operands as its folded text does; letters that no operand has may stay
 * unfolded. Does not depend on the collation of the database. Most texts are ASCII and take the short way.
 */
export function foldedSql(text: SQL, operands: readonly string[]): SQL {
  return sql`case when ${isAscii(text)} then ${asciiFolded(text)} else ${translated(text, foldTables(operands))} end`;
}

/**
 * Whether a stored text is one of the operands. Written so that the planner can estimate it: nearly all texts have their
 * capitals in ASCII, and of that form the statistics of migration 0023 know how often it occurs.
 */
export function isOneOfSql(text: SQL, operands: readonly string[]): SQL {
  const all = sql`${sql.param(operands)}::text[]`;
  const other = translated(text, foldTables(operands));
  const lengths = sql`${sql.param([...new Set(operands.map((one) => [...one].length))])}::int[]`;
  return sql`(${asciiFolded(text)} = any(${all}) or (octet_length(${text}) - length(${text}) > 0 and length(${other}) = any(${lengths}) and ${other} = any(${all})))`;
}

const isAscii = (text: SQL): SQL => sql`octet_length(${text}) = length(${text})`;
const asciiFolded = (text: SQL): SQL => sql`lower(${text} collate "C")`;

function translated(text: SQL, { from, to, hasS, hasI }: FoldTables): SQL {
  let found = sql`translate(normalize(${text}, NFKC), ${from}, ${to})`;
  if (hasS) found = sql`replace(replace(${found}, 'ß', 'ss'), 'ẞ', 'ss')`;
  if (hasI) found = sql`regexp_replace(${found}, ${'i\u0307+'}, 'i', 'g')`;
  return sql`normalize(${found}, NFC)`;
}

/** The same as text of a statement; `from` and `to` are of `foldTables`, as parameters ($1) or literals. */
export const foldedText = (
  text: string,
  from: string,
  to: string,
): string => `case when octet_length(${text}) = length(${text})
  then lower(${text} collate "C")
  else normalize(regexp_replace(replace(replace(translate(normalize(${text}, NFKC), ${from}, ${to}),
    'ß', 'ss'), 'ẞ', 'ss'), 'i\u0307+', 'i', 'g'), NFC) end`;

/** The same for all letters: for a handful of distinct texts that are compared with each other. */
export function whollyFoldedText(text: string): string {
  const { from, to } = foldTables([MARK_ALONE]);
  return foldedText(text, `'${from}'`, `'${to}'`);
}
