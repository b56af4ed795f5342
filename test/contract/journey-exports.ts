import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { components, paths } from '../support/generated/api.js';
import { type OperationsAtWork, refusal, taken } from './journey.js';

type Api = Client<paths>;

/** A file of leads from its request to its deletion. */
export async function takeOut(api: Api, { runExports }: Pick<OperationsAtWork, 'runExports'>): Promise<void> {
  const request = (body: components['schemas']['ExportCreate']) => api.POST('/v1/exports', { body });
  const nowhere = { type: 'field', field: 'nowhere', operator: 'eq', value: 'DE' } as const;
  assert.equal(refusal(await request({ resource: 'leads', where: nowhere })), '422 rule_refused');
  const stream = (body: components['schemas']['ExportCreate']) =>
    api.POST('/v1/exports/stream', { body, parseAs: 'text' });
  assert.equal(refusal(await stream({ resource: 'leads', where: nowhere })), '422 rule_refused');
  assert.match(taken(await stream({ resource: 'leads', fields: ['id', 'email'] })), /^id,email\r\n/);
  const { id: exportId } = taken(await request({ resource: 'leads', fields: ['id', 'email'] }));
  const read = (header: { 'If-None-Match'?: string } = {}) =>
    api.GET('/v1/exports/{exportId}/file', { params: { path: { exportId }, header }, parseAs: 'text' });
  assert.equal(refusal(await read()), '409 conflict');
  await runExports();
  const file = await read();
  assert.match(taken(file), /^id,email\r\n/);
  assert.equal((await read({ 'If-None-Match': file.response.headers.get('etag') ?? '' })).response.status, 304);
  const remove = () => api.DELETE('/v1/exports/{exportId}/file', { params: { path: { exportId } } });
  assert.equal((await remove()).response.status, 204);
  assert.equal(refusal(await remove()), '410 file_gone');
  assert.equal(refusal(await read()), '410 file_gone');
}
