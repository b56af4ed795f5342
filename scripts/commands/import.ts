/** `headwater import <file>` loads a lead list through the public API. */
import type { Command } from '../../src/command.js';
import { connect } from '../client/connection.js';
import { readOptions, USAGE } from '../load/options.js';
import { dryRun, load } from '../load/run.js';
import { analyzeFile } from '../load/source-files.js';
import { describeFile } from '../load/summary.js';

const print = (text: string) => console.log(text);

async function importFile(args: string[]): Promise<number> {
  const options = readOptions(args);
  const source = await analyzeFile(options);
  print(describeFile(options.file, source));
  if (options.dryRun) {
    await dryRun(options, source, print);
    return 0;
  }
  const { url, key } = options;
  const service = await connect({ url, key, command: 'headwater import', print, env: process.env });
  try {
    return await load(options, source, service.client, print);
  } finally {
    await service.close();
  }
}

export const command: Command = { usage: USAGE, run: importFile };
