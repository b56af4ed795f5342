/** `npm run load -- <file>`: any lead list, through the public API. */
import { connect } from './client/connection.js';
import { runCommand } from './client/misuse.js';
import { readOptions, USAGE } from './load/options.js';
import { load, rehearse } from './load/run.js';
import { understand } from './load/source-files.js';
import { describeFile } from './load/summary.js';

const say = (text: string) => console.log(text);

await runCommand(USAGE, async () => {
  const options = readOptions(process.argv.slice(2));
  const source = await understand(options);
  say(describeFile(options.file, source));
  if (options.dryRun) {
    await rehearse(options, source, say);
    return 0;
  }
  const { url, key } = options;
  const service = await connect({ url, key, command: 'npm run load', say, env: process.env });
  try {
    return await load(options, source, service.client, say);
  } finally {
    await service.close();
  }
});
