/** One of several processes that migrate the same database at once; prints what it applied. */
import { migrate } from '../../src/db/migrate.js';

const [url = '', folder] = process.argv.slice(2);
console.log(JSON.stringify(await migrate(url, folder)));
