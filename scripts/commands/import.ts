/** `headwater import <file>` loads a lead list through `/v1/imports`. */
import type { Command } from '../../src/command.js';
import { connect } from '../client/connection.js';
import { readOptions, USAGE } from '../load/options.js';
import { checkFile, load } from '../load/run.js';

const print = (text: string) => console.log(text);

async function importFile(args: string[]): Promise<number> {
  const options = readOptions(args);
  checkFile(options);
  const { url, key } = options;
  const service = await connect({ url, key, command: 'headwater import', print, env: process.env });
  try {
    return await load(options, service.client, print);
  } finally {
    await service.close();
  }
}

export const command: Command = { usage: USAGE, run: importFile };
