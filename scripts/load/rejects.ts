import { accessSync, constants, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The file with the rows of a list that were rejected: next to the list, else in the current folder. */
export function rejectedFileOf(listFile: string): string {
  const name = `${basename(listFile)}.rejected.csv`;
  const folder = dirname(listFile);
  try {
    accessSync(folder, constants.W_OK);
    return join(folder, name);
  } catch {
    return name;
  }
}

/** Removes the file of an earlier run, whose rows have now been accepted. */
export function removeRejected(listFile: string): void {
  try {
    rmSync(rejectedFileOf(listFile), { force: true });
  } catch {
    return;
  }
}
