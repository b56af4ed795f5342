import { UsageError } from '../../src/command.js';
import { parseFlag } from '../../src/core/imports/cells.js';
import type { EvaluateOptions } from './options.js';

/** True for won, false for lost; undefined for rows that are left out. */
export type Outcome = boolean | undefined;

const SHOWN = 12;

/** Reads the target column. */
export function readOutcomes(
  cells: readonly string[],
  { target, positive, negative }: Pick<EvaluateOptions, 'target' | 'positive' | 'negative'>,
): Outcome[] {
  const texts = cells.map((cell) => cell.trim());
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
  const values = [...counts].sort((a, b) => b[1] - a[1]);
  const shown = values.slice(0, SHOWN).map(([value, count]) => `"${value}" (${count})`);
  const list = `It holds ${shown.join(', ')}${values.length > SHOWN ? ` and ${values.length - SHOWN} more` : ''}.`;
  if (values.length < 2)
    throw new UsageError(
      `--target: the column "${target}" has only one value, so there is nothing to predict. ${list}`,
    );
  const isWon = positive === undefined ? guessWon(values, target, list) : sameAs(positive);
  const isLost = negative === undefined ? (text: string) => !isWon(text) : sameAs(negative);
  if (positive !== undefined && !values.some(([value]) => isWon(value)))
    throw new UsageError(`--positive: no row has "${positive}" in "${target}". ${list}`);
  if (!values.some(([value]) => isLost(value)))
    throw new UsageError(`--negative: no row has "${negative}" in "${target}". ${list}`);
  return texts.map((text) => (text === '' ? undefined : isWon(text) ? true : isLost(text) ? false : undefined));
}

function guessWon(values: [string, number][], target: string, list: string): (text: string) => boolean {
  const won = values.filter(([value]) => parseFlag(value) === true || /^(?:won|converted|closed won)$/i.test(value));
  if (won.length !== 1)
    throw new UsageError(`Which value of "${target}" means won? Give it with --positive <value>. ${list}`);
  return sameAs(won[0]?.[0] ?? '');
}

/** Compares without case, and numbers by value: 1 equals 1.0. */
function sameAs(value: string): (text: string) => boolean {
  const plain = value.trim().toLowerCase();
  const number = plain === '' ? Number.NaN : Number(plain);
  return (text) => text.toLowerCase() === plain || (text !== '' && Number(text) === number);
}
