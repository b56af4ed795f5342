import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { paths } from '../support/generated/api.js';
import { refusal, sendable, taken } from './journey.js';

type Api = Client<paths>;

/** A rep works a lead: what is next, a task of it, what was done; then another is put off, overdue, and skipped. */
export async function workLead(api: Api, repId: string, fire: () => Promise<unknown>) {
  await publishPlaybook(api);
  const person = { email: 'worked@example.com', phone: '+4930901823', purchaseTimeframeDays: 0 };
  const leadId = taken(await api.POST('/v1/leads', { body: person })).lead.id;
  const params = { path: { leadId } };
  const next = taken(await api.GET('/v1/leads/{leadId}/next-action', { params }));
  assert.ok(next.templateKey, `${next.kind}: the playbook asks for something`);
  const made = taken(await api.POST('/v1/tasks', { body: { leadId, templateKey: next.templateKey, repId } }));
  assert.deepEqual([made.title, made.playbookVersion], [next.title, next.playbookVersion]);
  const path = { taskId: made.id };
  const done = taken(
    await api.POST('/v1/tasks/{taskId}/complete', {
      params: { path, header: { 'If-Match': '"1"' } },
      body: { outcome: 'successful', activity: { kind: 'call', outcome: 'connected', externalId: 'call-1' } },
    }),
  );
  assert.equal(done.status, 'done');
  const again = await api.POST('/v1/tasks/{taskId}/complete', { params: { path }, body: {} });
  assert.equal(refusal(again), '409 conflict');
  const twice = await api.POST('/v1/leads/{leadId}/activities', {
    params,
    body: { kind: 'call', externalId: 'call-1' },
  });
  assert.deepEqual([twice.response.status, taken(twice).id], [200, done.activityId]);
  const wordless = await api.POST('/v1/leads/{leadId}/activities', { params, body: { kind: 'note' } });
  assert.equal(refusal(wordless), '422 rule_refused');
  const activityPath = { path: { leadId, activityId: done.activityId ?? '' } };
  const activity = taken(await api.GET('/v1/leads/{leadId}/activities/{activityId}', { params: activityPath }));
  assert.deepEqual([activity.repId, activity.taskId], [repId, made.id]);
  assert.equal(taken(await api.GET('/v1/leads/{leadId}/activities', { params })).data.length, 1);
  const skipped = await putOffAndSkip(api, leadId, fire);
  const entries = taken(
    await api.GET('/v1/leads/{leadId}/timeline', { params: { ...params, query: { kinds: 'task' } } }),
  );
  const listed = entries.data.map(({ eventType, details }) => `${eventType} ${details.taskId === skipped}`);
  assert.deepEqual(listed.slice(0, 4), [
    'task.skipped true',
    'task.overdue true',
    'task.updated true',
    'task.created true',
  ]);
}

async function putOffAndSkip(api: Api, leadId: string, fire: () => Promise<unknown>): Promise<string> {
  const body = { leadId, kind: 'email' as const, title: 'Send the offer', dueAt: '2035-01-01T00:00:00Z' };
  const { id } = taken(await api.POST('/v1/tasks', { body }));
  const params = { path: { taskId: id } };
  const late = { dueAt: '2026-01-01T00:00:00Z' };
  assert.equal(taken(await api.PATCH('/v1/tasks/{taskId}', { params, body: late })).version, 2);
  await fire();
  assert.ok(taken(await api.GET('/v1/tasks/{taskId}', { params })).overdueAt, 'its overdue event was emitted');
  const query = { leadId, status: 'open' as const, dueBefore: '2026-01-02T00:00:00Z' };
  assert.deepEqual(
    taken(await api.GET('/v1/tasks', { params: { query } })).data.map((task) => task.id),
    [id],
  );
  const reason = { reason: 'They asked for nothing in writing' };
  assert.equal(taken(await api.POST('/v1/tasks/{taskId}/skip', { params, body: reason })).status, 'skipped');
  assert.equal(refusal(await api.POST('/v1/tasks/{taskId}/skip', { params, body: reason })), '409 conflict');
  assert.equal(refusal(await api.PATCH('/v1/tasks/{taskId}', { params, body: late })), '409 conflict');
  assert.equal(refusal(await api.POST('/v1/tasks', { body: { leadId } })), '422 rule_refused');
  return id;
}

async function publishPlaybook(api: Api): Promise<void> {
  const [playbook] = taken(await api.GET('/v1/playbooks')).data;
  assert.ok(playbook, 'a workspace begins with one');
  const document = sendable('PlaybookDocument', playbook.document);
  const { version } = taken(await api.POST('/v1/playbooks', { body: { name: 'Ours', document } }));
  const params = { path: { version } };
  assert.equal(taken(await api.POST('/v1/playbooks/{version}/publish', { params })).status, 'published');
  assert.deepEqual(taken(await api.GET('/v1/playbooks/{version}', { params })).document, document);
}
