import { join } from 'node:path';

/** What node runs for a TypeScript file, named from the root: as `npm test` has bundled it, or through the loader. */
export function programArguments(file: string): string[] {
  const folder = process.env.TEST_BUNDLE;
  if (folder === undefined) return ['--import', 'tsx', file];
  return ['--enable-source-maps', join(folder, file.replace(/\.ts$/, '.js'))];
}
