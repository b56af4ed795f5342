/** Checks the files of `deploy`. */
import { readFileSync } from 'node:fs';
import { manifestFaults } from './deploy/manifests.js';
import { repositoryFiles } from './repository-files.js';

const paths = repositoryFiles(['deploy/kubernetes']).filter((path) => path.endsWith('.yaml'));
const faults = manifestFaults(paths.map((path) => ({ path, text: readFileSync(path, 'utf8') })));
if (paths.length === 0) faults.push('deploy/kubernetes has no manifests');
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
