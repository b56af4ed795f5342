import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { components, paths } from '../support/generated/api.js';
import { type OperationsAtWork, refusal, taken } from './journey.js';

type Api = Client<paths>;
type Steps = components['schemas']['SequenceDocumentInput']['steps'];

const DAY = 86_400_000;
const CAPS = [{ channel: 'email' as const, sends: 1, days: 5 }];
const send = (key: string) => ({ type: 'send' as const, key, channel: 'email' as const, template: key });
const call = { type: 'task' as const, key: 'ring', kind: 'call' as const, title: 'Ask how it goes' };
const DUE = { after: 8, unit: 'calendar_hours' as const };

async function publish(api: Api, key: string, steps: Steps, caps = CAPS): Promise<number> {
  const document = { key, purpose: 'onboarding' as const, caps, steps };
  const { version } = taken(await api.POST('/v1/sequences', { body: { name: key, document } }));
  taken(await api.POST('/v1/sequences/{version}/publish', { params: { path: { version } } }));
  return version;
}

/** A lead goes through a sequence, leaves another, and one sequence more than allowed is refused. */
export async function nurture(api: Api, { pass }: Pick<OperationsAtWork, 'pass'>): Promise<void> {
  const steps: Steps = [send('hello'), { ...call, due: DUE }, send('more')];
  const version = await publish(api, 'welcome', steps);
  const params = {
    path: {
      leadId: taken(await api.POST('/v1/leads', { body: { email: 'new@nurture.example', need: 'Looms' } })).lead.id,
    },
  };
  const enter = (key: string) => api.POST('/v1/leads/{leadId}/sequences', { params, body: { key } });
  taken(await enter('welcome'));
  assert.equal(refusal(await enter('welcome')), '409 conflict');
  assert.equal(refusal(await enter('nothing')), '422 rule_refused');
  await pass(1);
  const [halfway] = taken(await api.GET('/v1/leads/{leadId}/sequences', { params })).sequences;
  assert.deepEqual(
    halfway?.pastSteps.map(({ outcome }) => outcome),
    ['due', 'task'],
  );
  assert.deepEqual(
    halfway?.comingSteps.map(({ step, delayedBy }) => [step, delayedBy]),
    [['more', 'frequency_cap']],
  );
  taken(await api.PATCH('/v1/leads/{leadId}', { params, body: { emailConsent: 'granted' } }));
  const second = await publish(api, 'welcome', steps, [{ channel: 'email', sends: 1, days: 9 }]);
  await pass(6 * DAY);
  await pass(4 * DAY);
  const body = { key: 'welcome' };
  assert.equal(refusal(await api.POST('/v1/leads/{leadId}/sequences/leave', { params, body })), '409 conflict');
  const third = await publish(api, 'check', [{ type: 'wait', key: 'w', after: 1, unit: 'days' }, send('nothing')], []);
  taken(await api.PATCH('/v1/leads/{leadId}', { params, body: { emailConsent: 'denied' } }));
  await pass(1_000);
  taken(await enter('check'));
  await pass(2 * DAY);
  const leaving = { key: 'check' };
  taken(await enter('check'));
  taken(await api.POST('/v1/leads/{leadId}/sequences/leave', { params, body: leaving }));
  const dry = { params: { path: { version } }, body: { leadId: params.path.leadId } };
  assert.equal(taken(await api.POST('/v1/sequences/{version}/simulate', dry)).key, 'welcome');
  assert.ok(taken(await api.GET('/v1/reports/sequences')).groups.some(({ key }) => key === 'welcome/hello'));
  for (const old of [second, third]) {
    taken(await api.POST('/v1/sequences/{version}/retire', { params: { path: { version: old } } }));
  }
  await refuseTooMany(api);
}

async function refuseTooMany(api: Api): Promise<void> {
  const where = Array.from({ length: 50 }, () => ({
    ...{ type: 'field' as const, field: 'tags', operator: 'contains' as const, value: 'x' },
  }));
  let answer = '';
  // Twenty entry conditions of fifty leaves are as many as a workspace may have.
  for (let n = 0; n < 21 && answer === ''; n += 1) {
    const enterWhen = { type: 'all' as const, conditions: where };
    const document = { key: `many_${n}`, purpose: 'other' as const, enterWhen, steps: [send('a')] };
    const { version } = taken(await api.POST('/v1/sequences', { body: { name: 'Many', document } }));
    const published = await api.POST('/v1/sequences/{version}/publish', { params: { path: { version } } });
    if (published.error) answer = refusal(published);
  }
  assert.equal(answer, '409 conflict');
  const empty = {
    key: 'empty',
    purpose: 'other' as const,
    steps: [{ type: 'wait' as const, key: 'w', after: 1, unit: 'days' as const }],
  };
  assert.equal(
    refusal(await api.POST('/v1/sequences', { body: { name: 'Empty', document: empty } })),
    '422 rule_refused',
  );
}
