import { existsSync } from 'node:fs';

/** The folder of package.json. Files that are read at run time lie in it, both for the sources and for the bundle. */
export const ROOT_FOLDER = findRoot(new URL('./', import.meta.url));

function findRoot(folder: URL): URL {
  if (existsSync(new URL('package.json', folder))) return folder;
  const parent = new URL('../', folder);
  if (parent.href === folder.href) throw new Error('Headwater is not installed whole: there is no package.json.');
  return findRoot(parent);
}
