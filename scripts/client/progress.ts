import { SingleBar } from 'cli-progress';

/** Shows the progress of a long job: a bar on a terminal, a line every few seconds elsewhere. */
export interface Progress {
  advance(count: number): void;
  /** Prints a line without damaging the bar. */
  print(line: string): void;
  stop(): void;
}

const LINE_EVERY_MS = 5_000;

export function startProgress(label: string, total: number, unit: string): Progress {
  return process.stderr.isTTY ? bar(label, total, unit) : lines(label, total, unit);
}

function bar(label: string, total: number, unit: string): Progress {
  const format = `${label} [{bar}] {percentage}% | {value}/{total} ${unit} | {rate} ${unit}/s | {left} left`;
  const shown = new SingleBar({ format, hideCursor: true, barsize: 24, stopOnComplete: false });
  const pace = startPace(total);
  shown.start(total, 0, { rate: '-', left: '-' });
  return {
    advance(count) {
      const { rate, secondsLeft } = pace(count);
      shown.increment(count, { rate: Math.round(rate), left: `${Math.ceil(secondsLeft)} s` });
    },
    print(line) {
      process.stderr.write(`\r\x1b[K${line}\n`);
    },
    stop: () => shown.stop(),
  };
}

function lines(label: string, total: number, unit: string): Progress {
  const pace = startPace(total);
  let shownAt = performance.now();
  return {
    advance(count) {
      const { done, rate, secondsLeft } = pace(count);
      if (performance.now() - shownAt < LINE_EVERY_MS) return;
      shownAt = performance.now();
      console.error(`${label}: ${done} of ${total} ${unit}, ${Math.round(rate)}/s, ${Math.ceil(secondsLeft)} s left`);
    },
    print: (line) => console.error(line),
    stop: () => undefined,
  };
}

function startPace(total: number): (count: number) => { done: number; rate: number; secondsLeft: number } {
  const startedAt = performance.now();
  let done = 0;
  return (count) => {
    done += count;
    const rate = done / Math.max(0.001, (performance.now() - startedAt) / 1_000);
    return { done, rate, secondsLeft: Math.max(0, total - done) / Math.max(rate, 0.001) };
  };
}

/** Text in columns: numbers right-aligned, the rest left-aligned; the first row is the heading. */
export function table(rows: readonly (readonly (string | number)[])[], indent = '  '): string {
  const text = rows.map((row) => row.map(String));
  const widths = (text[0] ?? []).map((_, column) => Math.max(...text.map((row) => row[column]?.length ?? 0)));
  const numeric = widths.map((_, column) => rows.slice(1).every((row) => typeof row[column] === 'number'));
  const line = (row: string[]) =>
    row.map((cell, column) =>
      numeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    );
  return text.map((row) => `${indent}${line(row).join('  ').trimEnd()}`).join('\n');
}
