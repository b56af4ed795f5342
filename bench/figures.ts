/** One row of the printed table: a measured value, and the baseline or limit it is compared with. */
export interface Figure {
  what: string;
  unit: string;
  ours: number;
  /** The baseline or limit, its value, and the ratio of `ours` to it; absent for a figure without comparison. */
  against?: { what: string; value: number; ratio: number; atLeast?: number; atMost?: number };
  notes: string[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** The value below which `share` of the values lie; NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function missesLimit({ against }: Figure): boolean {
  if (!against) return false;
  const { ratio, atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = against;
  // The negation makes a NaN ratio miss the limit.
  return !(ratio >= atLeast && ratio <= atMost);
}

export const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 10 ? 1 : 2);

const HEADINGS = ['figure', 'unit', 'ours', 'baseline', 'ratio', 'wanted', ''];

function cells(figure: Figure): string[] {
  const { what, unit, ours, against } = figure;
  if (!against) return [what, unit, number(ours), '', '', '', ''];
  const compared = [what, unit, number(ours), number(against.value), against.ratio.toFixed(2)];
  if (against.atLeast === undefined && against.atMost === undefined) return [...compared, '', ''];
  const wanted = against.atLeast === undefined ? `<= ${against.atMost}` : `>= ${against.atLeast}`;
  return [...compared, wanted, missesLimit(figure) ? 'SHORT' : 'ok'];
}

/** The figures as a table for a terminal, each followed by its notes. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(cells);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(...[HEADINGS, ...rows].map((row) => (row[column] ?? heading).length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  const body = figures.flatMap((figure, index) => [
    line(rows[index] ?? []),
    ...figure.notes.map((note) => `    ${note}`),
  ]);
  return [line(HEADINGS), ...body].join('\n');
}
