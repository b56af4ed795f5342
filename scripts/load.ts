/** `npm run load -- <file>`: any lead list, through the public API. */
import { connect } from './client/connection.js';
import { runCommand } from './client/misuse.js';
import { readOptions, USAGE } from './load/options.js';
import { load, rehearse } from './load/run.js';
import { understand } from './load/source-files.js';
import { describeFile } from './load/summary.js';

await runCommand(USAGE, async () => {
  const options = readOptions(process.argv.slice(2));
  const source = await understand(options);
  console.log(describeFile(options.file, source));
  if (options.dryRun) {
    await rehearse(options, source);
    return 0;
  }
  const { url, key } = options;
  const say = (line: string) => console.log(line);
  const service = await connect({ url, key, command: 'npm run load', say, env: process.env });
  try {
    return await load(options, source, service.client);
  } finally {
    await service.close();
  }
});
