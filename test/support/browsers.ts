import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of these programs on the path. */
function findProgram(names: readonly string[]): string | undefined {
  const paths = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => paths.map((path) => join(path, name))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Browsers of this machine; undefined where there is none. */
export const CHROMIUM = findProgram(['chromium', 'chromium-browser', 'google-chrome']);
export const FIREFOX = findProgram(['firefox-esr', 'firefox']);
