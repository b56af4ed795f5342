/** Fails on a runtime package whose licence is not on the list. The lock file names the packages of every platform. */
import { runtimePackages } from './runtime-packages.js';

/**
 * Permissive licences, which require a notice at most. A commit that adds one states what the licence requires of
 * users.
 */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',

  'PSF-2.0',
  'PostgreSQL',
  'Unlicense',
]);

const packages = runtimePackages();
const faults = packages.flatMap(({ name, version, licence }) => {
  if (licence === undefined) return [`${name} ${version} names no licence`];
  // Every part of an expression must be on the list, although `OR` offers a choice: no package needs the choice so far.
  const parts = licence.replace(/[()]/g, ' ').split(/\s+(?:AND|OR)\s+/);
  const allowed = parts.every((part) => ALLOWED.has(part.trim()));
  return allowed ? [] : [`${name} ${version} is under ${licence}, which is not on the list`];
});
if (packages.length === 0) faults.push('package-lock.json lists no runtime package');
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
