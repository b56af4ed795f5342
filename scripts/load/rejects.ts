import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Papa from 'papaparse';

/** A file next to the list with the refused rows and the reasons. Without refused rows there is no file. */
export interface Rejects {
  add(row: readonly string[], reason: string): void;
  /** Returns the path of the file; undefined without refused rows. */
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
      else removeEarlier(listFile);
      return open?.path;
    },
  };
}

/** Next to the list, else in the current folder. */
function pathsFor(listFile: string): string[] {
  const name = `${basename(listFile)}.rejected.csv`;
  return [join(dirname(listFile), name), name];
}

function openFirst(listFile: string): { path: string; descriptor: number } {
  let failure: unknown;
  for (const path of pathsFor(listFile)) {
    try {
      return { path, descriptor: openSync(path, 'w', 0o600) };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** Removes the file of an earlier run, whose rows have now been accepted. */
function removeEarlier(listFile: string): void {
  const [path = ''] = pathsFor(listFile);
  try {
    rmSync(path, { force: true });
  } catch {
    return;
  }
}
