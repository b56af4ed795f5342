/** The licences of the packages in the bundle, which is distributed without the packages themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const NAMES = /^(licen[cs]e|notice|copying)/i;
const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/**
 * @param {string} root the folder that the inputs are relative to
 * @param {readonly string[]} inputs the files that went into the bundle
 * @returns {string} each package with the text of its licence
 */
export function licenceTexts(root, inputs) {
  const folders = new Set(inputs.flatMap((path) => PACKAGE.exec(path)?.[0] ?? []));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const files = readdirSync(join(root, folder)).filter((file) => NAMES.test(file));
    const bodies = files.map((file) => readFileSync(join(root, folder, file), 'utf8').trim());
    return [`${name} ${version} (${license ?? 'see below'})`, ...bodies].join('\n\n');
  });
  return `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
