/** A process that restores, to be killed: `restore-child <database> <file> <epoch>` prints a line when rows are on their way. */
import { writeSync } from 'node:fs';
import { restoreFromFile } from '../../src/db/backup/restore.js';

const [url = '', file = '', epoch = ''] = process.argv.slice(2);
let started = false;
const onProgress = () => {
  if (!started) writeSync(1, 'loading\n');
  started = true;
  // Time to be killed in: the test waits for the line.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
};
await restoreFromFile(url, file, { epoch, onProgress });
