import { existsSync } from 'node:fs';

/** The folder of package.json: what is read beside the code lies in it, whether this runs as a source or in a bundle. */
export const ROOT_FOLDER = findRoot(new URL('./', import.meta.url));

function findRoot(folder: URL): URL {
  if (existsSync(new URL('package.json', folder))) return folder;
  const parent = new URL('../', folder);
  if (parent.href === folder.href) throw new Error('Headwater is not installed whole: there is no package.json.');
  return findRoot(parent);
}
