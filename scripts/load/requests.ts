/** The requests of a list to `/v1/imports`. */
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Static } from 'typebox';
import { CommandError, UsageError } from '../../src/command.js';
import type { ImportRowList, ImportSchema } from '../../src/http/schemas/imports.js';
import type { OperationSchema } from '../../src/http/schemas/operations.js';
import { type HttpClient, type HttpResponse, isObject, problemText } from '../client/http-client.js';
import type { LoadOptions } from './options.js';

export type UploadedImport = Static<typeof ImportSchema>;
export type Operation = Static<typeof OperationSchema>;
type Rows = Static<typeof ImportRowList>;

const LONGEST_NAME = 200;
const FIRST_POLL_MS = 100;
const LONGEST_POLL_MS = 1_000;
/** Rows whose keys are counted at most: they are read in pages. */
const COUNTED_ROWS = 10_000;

/** Uploads a list. A wrong key is refused before the file is sent. */
export async function upload(client: HttpClient, options: LoadOptions): Promise<UploadedImport> {
  await asked(client.get('/v1/imports?limit=1'));
  const { file, sourceName, channel, kind, country, dateOrder, encoding, map } = options;
  const given = { source: sourceName, channel, kind, country, dateOrder, encoding };
  const query = new URLSearchParams({ name: basename(file).trim().slice(0, LONGEST_NAME) || 'file' });
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.append(name, value);
  for (const choice of map) query.append('columnUse', choice);
  const response = await client.upload(`/v1/imports?${query.toString()}`, file, randomUUID());
  return answer<UploadedImport>(response, file);
}

export const readImport = (client: HttpClient, id: string): Promise<UploadedImport> =>
  asked(client.get(`/v1/imports/${id}`));

export async function removeImport(client: HttpClient, id: string): Promise<void> {
  const response = await client.remove(`/v1/imports/${id}`);
  // It was removed meanwhile, or by an attempt whose answer was lost.
  if (response.status !== 404) answer(response);
}

/** Starts the run or the rehearsal of an import. */
export const start = (client: HttpClient, id: string, what: 'run' | 'rehearse'): Promise<Operation> =>
  asked(client.post(`/v1/imports/${id}/${what}`, undefined, randomUUID()));

/** Waits until an operation has ended; `advance` gets the number of rows since the last call. */
export async function ended(
  client: HttpClient,
  { id }: Operation,
  advance: (rows: number) => void,
): Promise<Operation> {
  let done = 0;
  for (let wait = FIRST_POLL_MS; ; wait = Math.min(2 * wait, LONGEST_POLL_MS)) {
    const operation = await asked<Operation>(client.get(`/v1/operations/${id}`));
    advance(Math.max(0, operation.progress.done - done));
    done = Math.max(done, operation.progress.done);
    if (operation.state !== 'queued' && operation.state !== 'running') return operation;
    await sleep(wait);
  }
}

/** How many rows joined a lead by each key; empty when too many rows joined one. */
export async function joinedByKey(client: HttpClient, { id, run }: UploadedImport): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const joined = run?.joined ?? 0;
  if (joined === 0 || joined > COUNTED_ROWS) return counts;
  for (let after: string | null | undefined = ''; typeof after === 'string'; ) {
    const cursor: string = after === '' ? '' : `&cursor=${encodeURIComponent(after)}`;
    const page: Rows = await asked<Rows>(client.get(`/v1/imports/${id}/rows?outcome=joined&limit=200${cursor}`));
    for (const { matchedBy } of page.data)
      if (matchedBy !== undefined) counts.set(matchedBy, (counts.get(matchedBy) ?? 0) + 1);
    after = page.nextCursor;
  }
  return counts;
}

/** Saves the rejected rows of a run as a file. */
export async function saveRejected(client: HttpClient, id: string, file: string): Promise<void> {
  answer(await client.download(`/v1/imports/${id}/rejected-rows`, file));
}

const asked = async <T>(response: Promise<HttpResponse>): Promise<T> => answer<T>(await response);

const HINTS: Record<number, string> = {
  401: ' Give a valid key with --key.',
  403: ' The key needs the scopes that --help names.',
};

/** The body of a successful response; throws the reason of another one. */
function answer<T>({ status, body }: HttpResponse, file?: string): T {
  if (status >= 200 && status < 300) return body as T;
  const reason = isObject(body) ? problemText(body) : 'no reason given';
  if (status === 422 && isObject(body) && Array.isArray(body.errors))
    throw new UsageError(`${file === undefined ? '' : `${file}: `}${reason}`);
  throw new CommandError(`The service refused ${file ?? 'the request'} (${status}): ${reason}${HINTS[status] ?? ''}`);
}
