import type { Static } from 'typebox';
import type { ImportRowSchema, ImportSchema } from '../../src/http/schemas/imports.js';
import type { Operation, openAssignment } from './assignment-fixture.js';
import { listAll, type Reply } from './ingest-fixture.js';

export type ImportOut = Static<typeof ImportSchema>;
export type ImportRowOut = Static<typeof ImportRowSchema>;

interface FileOptions {
  query?: string;
  type?: string;
  headers?: Record<string, string>;
}

type Service = Awaited<ReturnType<typeof openAssignment>>;

/** A workspace with the calls of imports. */
export async function importWorkspace({ makeWorkspace, runOperations, urls }: Service) {
  const workspace = await makeWorkspace();
  const { token, post, get } = workspace;
  const upload = async (file: string | Buffer, options: FileOptions = {}): Promise<Reply<ImportOut>> => {
    const { query = '', type = 'text/csv', headers = {} } = options;
    const answer = await fetch(`${urls[0]}/v1/imports${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type, ...headers },
      body: typeof file === 'string' ? file : new Uint8Array(file),
    });
    const text = await answer.text();
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text, body: JSON.parse(text) };
  };
  const read = async (id: string) => (await get<ImportOut>(`/v1/imports/${id}`)).body;
  const ended = async (path: string, body?: object): Promise<Operation> => {
    const requested = await post<Operation>(path, body);
    if (requested.status !== 202) throw new Error(requested.text);
    await runOperations();
    return (await get<Operation>(`/v1/operations/${requested.body.id}`)).body;
  };
  const run = (id: string) => ended(`/v1/imports/${id}/run`);
  const rows = (id: string, query = '') => listAll<ImportRowOut>(get, `/v1/imports/${id}/rows${query}`);
  const uploaded = async (file: string | Buffer, options?: FileOptions) => {
    const answer = await upload(file, options);
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body;
  };
  return { ...workspace, upload, uploaded, read, run, rows, ended };
}
