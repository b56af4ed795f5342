/** `reversed.mjs file`: runs the subtests of a test file from last to first, which shows that none needs one before it. */
import { pathToFileURL } from 'node:url';
import t from 'tap';

const [, , file = ''] = process.argv;
const runSubtest = t.test;
/** @type {unknown[][]} */
const subtests = [];
const collect = (/** @type {unknown[]} */ ...subtest) => void subtests.push(subtest);
Object.assign(t, { test: collect });
await import(pathToFileURL(file).href);
Object.assign(t, { test: runSubtest });
for (const subtest of subtests.reverse()) Reflect.apply(runSubtest, t, subtest);
