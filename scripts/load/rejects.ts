import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Papa from 'papaparse';

/** Rows that were refused, with the reason, in a file beside the list. No row, no file. */
export interface Rejects {
  add(row: readonly string[], reason: string): void;
  /** Where they are; undefined when there are none. */
  close(): string | undefined;
}

export function openRejects(listFile: string, headers: readonly string[]): Rejects {
  let open: { path: string; descriptor: number } | undefined;
  const write = (cells: readonly string[]) => {
    open ??= openFirst(listFile);
    writeSync(open.descriptor, `${Papa.unparse([[...cells]])}\r\n`);
  };
  return {
    add(row, reason) {
      if (!open) write([...headers, 'reject_reason']);
      write([...headers.map((_, index) => row[index] ?? ''), reason]);
    },
    close() {
      if (open) closeSync(open.descriptor);
      else forgetEarlier(listFile);
      return open?.path;
    },
  };
}

/** Beside the list, else in the current folder. */
function placesFor(listFile: string): string[] {
  const name = `${basename(listFile)}.rejected.csv`;
  return [join(dirname(listFile), name), name];
}

function openFirst(listFile: string): { path: string; descriptor: number } {
  let failure: unknown;
  for (const path of placesFor(listFile)) {
    try {
      return { path, descriptor: openSync(path, 'w', 0o600) };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** The refusals of an earlier run are mended now. */
function forgetEarlier(listFile: string): void {
  const [beside = ''] = placesFor(listFile);
  try {
    rmSync(beside, { force: true });
  } catch {
    return;
  }
}
