import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { paths } from '../support/generated/api.js';
import { type OperationsAtWork, refusal, sendable, taken } from './journey.js';

type Api = Client<paths>;

const FILE = 'Name,E-mail\nIda Import,ida@import.example\nOle Import,ole@import.example\n';

/** A file is uploaded, changed, rehearsed, run, listed and taken back; what its state excludes is refused. */
export async function importFile(api: Api, work: Pick<OperationsAtWork, 'run'>): Promise<void> {
  const upload = (query: { name?: string; country?: string }) =>
    api.POST('/v1/imports', {
      params: { query },
      body: FILE,
      bodySerializer: (body) => body,
      headers: { 'content-type': 'application/octet-stream' },
    });
  assert.equal(refusal(await upload({ country: 'Nowhere' })), '422 rule_refused');
  const made = taken(await upload({ name: 'List' }));
  assert.deepEqual([made.state, made.rows, made.header], ['ready', 2, ['Name', 'E-mail']]);
  const params = { path: { importId: made.id } };
  const run = () => api.POST('/v1/imports/{importId}/run', { params });
  const rehearse = () => api.POST('/v1/imports/{importId}/rehearse', { params });
  const pause = () => api.POST('/v1/imports/{importId}/pause', { params });
  const resume = () => api.POST('/v1/imports/{importId}/resume', { params });
  const revert = (dryRun: boolean) => api.POST('/v1/imports/{importId}/revert', { params, body: { dryRun } });
  const remove = () => api.DELETE('/v1/imports/{importId}', { params });
  const rename = (name: string) => api.PATCH('/v1/imports/{importId}', { params, body: { name } });
  for (const excluded of [pause, resume, () => revert(true)]) assert.equal(refusal(await excluded()), '409 conflict');
  assert.equal(taken(await rename('The list')).name, 'The list');
  const mapping = { ...sendable('ImportMapping', made.mapping), columns: [] };
  const change = () => api.PATCH('/v1/imports/{importId}', { params, body: { mapping } });
  assert.equal(refusal(await change()), '422 rule_refused');
  const findings = () => api.GET('/v1/imports/{importId}/rehearsal-file', { params, parseAs: 'text' });
  assert.equal(refusal(await findings()), '409 conflict');
  taken(await rehearse());
  assert.equal(refusal(await run()), '409 conflict');
  await work.run();
  assert.match(String(taken(await findings())), /^row,outcome,.*\r\n2,created/);
  taken(await run());
  assert.equal(refusal(await remove()), '409 conflict');
  assert.equal(refusal(await rehearse()), '409 conflict');
  assert.equal(taken(await pause()).state, 'paused');
  assert.equal(taken(await resume()).state, 'running');
  await work.run();
  const ended = taken(await api.GET('/v1/imports/{importId}', { params }));
  assert.deepEqual([ended.state, ended.run?.created], ['succeeded', 2]);
  const late = await api.PATCH('/v1/imports/{importId}', {
    params,
    body: { mapping: sendable('ImportMapping', made.mapping) },
  });
  assert.equal(refusal(late), '409 conflict');
  assert.equal(refusal(await run()), '409 conflict');
  const rows = taken(await api.GET('/v1/imports/{importId}/rows', { params }));
  assert.deepEqual(
    rows.data.map(({ row, outcome }) => [row, outcome]),
    [
      [2, 'created'],
      [3, 'created'],
    ],
  );
  const rejected = await api.GET('/v1/imports/{importId}/rejected-rows', { params, parseAs: 'text' });
  assert.equal(String(taken(rejected)), 'Name,E-mail,reject_reason,reject_import\r\n');
  taken(await revert(true));
  await work.run();
  assert.equal((await remove()).response.status, 204);
}
