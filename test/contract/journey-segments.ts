import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { components, paths } from '../support/generated/api.js';
import { type OperationsAtWork, refusal, taken } from './journey.js';

type Api = Client<paths>;
type Condition = components['schemas']['ConditionInput'];

const GERMANY: Condition = { type: 'field', field: 'country', operator: 'eq', value: 'DE' };
const NOWHERE: Condition = { type: 'field', field: 'nowhere', operator: 'eq', value: 'DE' };

/** A dynamic segment that another names, and a list. */
export async function segment(api: Api, { runPasses }: Pick<OperationsAtWork, 'runPasses'>): Promise<void> {
  const make = (name: string, condition: Condition) =>
    api.POST('/v1/segments', { body: { name, kind: 'dynamic', condition } });
  const { id: segmentId } = taken(await make('German leads', GERMANY));
  assert.equal(refusal(await make('german leads', GERMANY)), '409 conflict');
  assert.equal(refusal(await make('Nowhere', NOWHERE)), '422 rule_refused');
  const other = taken(await make('Others', { type: 'not', condition: { type: 'segment', segmentId } }));
  const params = { path: { segmentId } };
  const { lead } = taken(await api.POST('/v1/leads', { body: { email: 'a@segments.example', country: 'DE' } }));
  await runPasses();
  assert.equal(taken(await api.GET('/v1/segments/{segmentId}', { params })).status, 'current');
  assert.ok(taken(await api.GET('/v1/segments')).data.length >= 2);
  assert.ok(
    taken(await api.GET('/v1/segments/{segmentId}/leads', { params })).data.some((one) => one.leadId === lead.id),
  );
  assert.equal(taken(await api.GET('/v1/segments/{segmentId}/sizes', { params })).data.length, 1);
  const ofLead = { params: { path: { leadId: lead.id } } };
  assert.ok(
    taken(await api.GET('/v1/leads/{leadId}/segments', ofLead)).segments.some((one) => one.segmentId === segmentId),
  );
  const patch = (body: components['schemas']['SegmentPatch']) =>
    api.PATCH('/v1/segments/{segmentId}', { params, body });
  assert.equal(refusal(await patch({ name: 'OTHERS' })), '409 conflict');
  assert.equal(refusal(await patch({ condition: { type: 'segment', segmentId: other.id } })), '422 rule_refused');
  taken(await patch({ condition: { type: 'field', field: 'country', operator: 'in', value: ['DE', 'AT'] } }));
  assert.equal(taken(await api.GET('/v1/segments/{segmentId}/versions', { params })).data.length, 2);
  assert.equal(refusal(await api.DELETE('/v1/segments/{segmentId}', { params })), '409 conflict');
  assert.equal(
    refusal(await api.POST('/v1/segments/{segmentId}/leads', { params, body: { add: [lead.id] } })),
    '409 conflict',
  );
  await list(api, lead.id);
  assert.equal(refusal(await changeWhere(api, segmentId, GERMANY)), '409 conflict');
  for (const id of [other.id, segmentId]) {
    const { response } = await api.DELETE('/v1/segments/{segmentId}', { params: { path: { segmentId: id } } });
    assert.equal(response.status, 204);
  }
}

async function list(api: Api, leadId: string): Promise<void> {
  const { id: segmentId } = taken(await api.POST('/v1/segments', { body: { name: 'Guests', kind: 'static' } }));
  const change = (body: components['schemas']['SegmentLeadChange']) =>
    api.POST('/v1/segments/{segmentId}/leads', { params: { path: { segmentId } }, body });
  assert.equal(taken(await change({ add: [leadId] })).added, 1);
  assert.equal(refusal(await change({ add: [leadId], remove: [leadId] })), '422 rule_refused');
  assert.equal(taken(await change({ remove: [leadId] })).removed, 1);
  assert.equal(refusal(await changeWhere(api, segmentId, NOWHERE)), '422 rule_refused');
  assert.equal(taken(await changeWhere(api, segmentId, GERMANY)).kind, 'segment_change');
}

const changeWhere = (api: Api, segmentId: string, where: Condition) =>
  api.POST('/v1/segments/{segmentId}/leads/bulk', { params: { path: { segmentId } }, body: { action: 'add', where } });
