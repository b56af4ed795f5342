import { statSync } from 'node:fs';
import { CommandError } from '../../src/command.js';
import type { HttpClient } from '../client/http-client.js';
import { startProgress } from '../client/progress.js';
import type { LoadOptions } from './options.js';
import { rejectedFileOf, removeRejected } from './rejects.js';
import {
  ended,
  joinedByKey,
  type Operation,
  readImport,
  removeImport,
  saveRejected,
  start,
  type UploadedImport,
  upload,
} from './requests.js';
import { describeFile, describeFirstRow, describeRehearsal, describeRun } from './summary.js';

type Print = (text: string) => void;

/** Refuses a file that cannot be uploaded, before a service is needed. */
export function checkFile({ file }: LoadOptions): void {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new CommandError(`There is no file ${file}.`);
  if (stat.size === 0) throw new CommandError(`${file} is empty.`);
}

/** Uploads a list, runs or rehearses it and prints a summary; returns the exit code. */
export async function load(options: LoadOptions, client: HttpClient, print: Print): Promise<number> {
  const uploaded = await upload(client, options);
  print(describeFile(options.file, uploaded));
  return options.dryRun ? rehearse(client, uploaded, print) : run(options, client, uploaded, print);
}

async function rehearse(client: HttpClient, uploaded: UploadedImport, print: Print): Promise<number> {
  print(describeFirstRow(uploaded));
  const rehearsal = await follow(client, uploaded, await start(client, uploaded.id, 'rehearse'), 'Rehearsing');
  await removeImport(client, uploaded.id);
  print(describeRehearsal(uploaded, rehearsal));
  checkEnd(rehearsal);
  return 0;
}

async function run(options: LoadOptions, client: HttpClient, uploaded: UploadedImport, print: Print): Promise<number> {
  if (options.again) await forgetEarlier(client, uploaded);
  const startedAt = performance.now();
  const operation = await follow(client, uploaded, await start(client, uploaded.id, 'run'), 'Loading');
  const seconds = (performance.now() - startedAt) / 1_000;
  const after = await readImport(client, uploaded.id);
  const { created = 0, joined = 0, repeated = 0, rejected = 0 } = after.run ?? {};
  const rejectedFile = rejected > 0 ? rejectedFileOf(options.file) : undefined;
  if (rejectedFile === undefined) removeRejected(options.file);
  else await saveRejected(client, after.id, rejectedFile);
  print(describeRun(after, { seconds, rejectedFile, keys: await joinedByKey(client, after) }));
  checkEnd(operation);
  return created + joined + repeated > 0 ? 0 : 1;
}

/** Deletes the earlier imports of the same file: the service then no longer recognizes their rows. */
async function forgetEarlier(client: HttpClient, uploaded: UploadedImport): Promise<void> {
  let { sameFileAs } = uploaded;
  while (sameFileAs !== undefined) {
    await removeImport(client, sameFileAs);
    ({ sameFileAs } = await readImport(client, uploaded.id));
  }
}

async function follow(
  client: HttpClient,
  { rows }: UploadedImport,
  operation: Operation,
  label: string,
): Promise<Operation> {
  const progress = startProgress(label, rows, 'rows');
  try {
    return await ended(client, operation, progress.advance);
  } finally {
    progress.stop();
  }
}

function checkEnd({ state, error }: Operation): void {
  if (state === 'succeeded') return;
  const reason = error === undefined ? '' : `: ${error.detail}`;
  throw new CommandError(`The operation has ${state === 'failed' ? 'failed' : 'been cancelled'}${reason}`);
}
