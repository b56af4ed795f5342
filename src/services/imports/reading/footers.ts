/** Lines before and after a table, such as titles and the footer of a report. */
import { holdsContact } from './contact-cells.js';
import type { FormatRow } from './formats.js';

/** A longer block of lines at the end is no footer. */
const MOST_LINES = 30;
const SHOWN_LINES = 5;
const SHOWN_LENGTH = 80;
const FOOTER_WORDS =
  /\bcopyright\b|©|\ball rights reserved\b|\bconfidential\b|^(?:report )?(?:generated|created|exported|printed) (?:by|on|at)\b|^(?:end of|page \d)/i;

interface Options {
  /** Number of columns. */
  width: number;
  /** Whether a row has all its delimiters, so that a line without any is no row. */
  delimited: boolean;
  /** Gets a sentence when a footer is left out. */
  notes: string[];
}

/**
 * Leaves out the footer: a block of lines at the end, each with one value in the first column that is no contact. It needs a sign: words such
 * as "Copyright", blank lines before it where the table has none, or lines without delimiters where the rows have them.
 */
export async function* withoutFooter(
  pieces: AsyncIterable<FormatRow[]>,
  { width, delimited, notes }: Options,
): AsyncGenerator<FormatRow[]> {
  let held: FormatRow[] = [];
  let holding = false;
  let last = 0;
  /** Whether blank lines precede the held lines; and what the rows before have. */
  let gap = false;
  const seen = { gaps: false, shortRows: false };
  for await (const piece of pieces) {
    const rows: FormatRow[] = [];
    for (const row of piece) {
      const isAfterGap = last > 0 && row.number > last + 1;
      last = row.number;
      if (holding && width > 1 && isFooterLine(row)) {
        if (held.length === 0) gap = isAfterGap;
        held.push(row);
        if (held.length <= MOST_LINES) continue;
        holding = false;
      } else {
        seen.gaps ||= isAfterGap || (gap && held.length > 0);
        seen.shortRows ||= held.length > 0 || isFooterLine(row);
        holding = true;
        held.push(row);
      }
      rows.push(...held);
      held = [];
    }
    yield rows;
  }
  const signs = [
    held.some(({ cells }) => FOOTER_WORDS.test(cells[0]?.trim() ?? '')),
    gap && !seen.gaps,
    delimited && !seen.shortRows && held.every(({ cells }) => cells.length === 1),
  ];
  if (held.length > 0 && signs.includes(true)) notes.push(noteOf(held, 'after'));
  else yield held;
}

const isFooterLine = ({ cells, fault }: FormatRow): boolean =>
  fault === undefined &&
  (cells[0] ?? '').trim() !== '' &&
  cells.slice(1).every((cell) => cell.trim() === '') &&
  !holdsContact(cells[0] ?? '');

/** What a note says of title lines. */
export const titleNote = (lines: readonly FormatRow[]): string[] =>
  lines.length === 0 ? [] : [noteOf(lines, 'before')];

/** A sentence about lines that are left out, with their places and texts. */
function noteOf(lines: readonly FormatRow[], where: 'before' | 'after'): string {
  const [first, last] = [lines[0]?.number ?? 0, lines.at(-1)?.number ?? 0];
  const texts = lines.slice(0, SHOWN_LINES).map(({ cells }) => {
    const text = cells.filter((cell) => cell.trim() !== '').join(', ');
    return `"${text.replace(/\s+/g, ' ').trim().slice(0, SHOWN_LENGTH)}"`;
  });
  const more = lines.length > SHOWN_LINES ? ` and ${lines.length - SHOWN_LINES} more` : '';
  const place = lines.length === 1 ? `Line ${first}` : `${lines.length} lines from ${first} to ${last}`;
  const verb = lines.length === 1 ? 'is' : 'are';
  return `${place} (${texts.join('; ')}${more}) ${where} the table ${verb} left out.`;
}
