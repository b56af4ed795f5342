/** Writes lists from npm packages as files next to the bundle. The service reads each list at its first use. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Modules that contain a list, by the end of their path, with the source that replaces them in the bundle. */
const REPLACED = {
  'free-email-domains-list/build/src/index.js': (/** @type {string} */ source, /** @type {string} */ moduleUrl) => `
    import { domainFile } from ${JSON.stringify(join(source, 'services/identity/domain-file.ts'))};
    export const DOMAINS = domainFile(new URL('./lists/free-mail-domains.txt', ${moduleUrl}));`,
  'disposable-email-domains-js/dist/index.js': (/** @type {string} */ source, /** @type {string} */ moduleUrl) => `
    import { domainFile } from ${JSON.stringify(join(source, 'services/identity/domain-file.ts'))};
    export const disposableEmailBlocklistSet = () =>
      domainFile(new URL('./lists/disposable-domains.txt', ${moduleUrl}));`,
  'i18n-iso-countries/entry-node.js': (/** @type {string} */ _source, /** @type {string} */ moduleUrl) => `
    import { readFileSync } from 'node:fs';
    import library from './index.js';
    const registered = new Set();
    const getNames = (language, options) => {
      if (!registered.has(language)) {
        const file = new URL(\`./lists/countries/\${language}.json\`, ${moduleUrl});
        library.registerLocale(JSON.parse(readFileSync(file, 'utf8')));
        registered.add(language);
      }
      return library.getNames(language, options);
    };
    export default { ...library, getNames };`,
};

/**
 * @param {string} source the folder `src`
 * @param {string} moduleUrl a JavaScript expression: the URL of a file in the folder that contains `lists`
 * @returns {import('esbuild').Plugin}
 */
export function listsFromFiles(source, moduleUrl) {
  return {
    name: 'lists-from-files',
    setup(build) {
      for (const [path, contents] of Object.entries(REPLACED)) {
        const filter = new RegExp(`node_modules/${path.replaceAll('.', '\\.')}$`.replaceAll('/', '[\\\\/]'));
        build.onLoad({ filter }, ({ path: file }) => ({
          contents: contents(source, moduleUrl),
          loader: 'js',
          resolveDir: dirname(file),
        }));
      }
    },
  };
}

/** @param {string} target the folder of the bundle */
export function writeLists(target) {
  const folder = join(target, 'lists');
  const countries = join(folder, 'countries');
  mkdirSync(countries, { recursive: true });
  for (const [name, domains] of Object.entries(domainLists())) writeFileSync(join(folder, name), domainLines(domains));
  const languages = dirname(require.resolve('i18n-iso-countries/langs/en.json'));
  for (const name of readdirSync(languages)) {
    writeFileSync(join(countries, name), JSON.stringify(JSON.parse(readFileSync(join(languages, name), 'utf8'))));
  }
}

/** @returns {Record<string, Iterable<string>>} by the name of the file */
export function domainLists() {
  const { DOMAINS } = require('free-email-domains-list');
  const { disposableEmailBlocklist } = require('disposable-email-domains-js');
  return { 'free-mail-domains.txt': DOMAINS, 'disposable-domains.txt': disposableEmailBlocklist() };
}

const ASCII = /^[\x21-\x7e]+$/;

/**
 * Domains are looked up in their ASCII form (IDNA), so entries with other letters can never match. One such entry would
 * double the size of the text in memory, so they are left out.
 * @param {Iterable<string>} domains
 * @returns {string} the domains, each between two line feeds
 */
export function domainLines(domains) {
  const lines = [...new Set(domains)].filter((domain) => ASCII.test(domain));
  return `\n${lines.join('\n')}\n`;
}
