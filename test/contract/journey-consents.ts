import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { components, paths } from '../support/generated/api.js';
import { refusal, taken } from './journey.js';

type Api = Client<paths>;

const EMAIL = 'ada@consents.example';
const NOWHERE = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';

/** An objection from before there is a lead, which the lead begins with; a grant that counts. */
export async function keepConsents(api: Api): Promise<void> {
  const state = (body: Partial<components['schemas']['ConsentStatement']>) =>
    api.POST('/v1/consents', { body: { channel: 'email', status: 'denied', ...body } });
  assert.equal(refusal(await state({})), '422 rule_refused');
  assert.equal(refusal(await state({ leadId: NOWHERE })), '422 reference_not_found');
  taken(await state({ email: EMAIL }));
  const { lead } = taken(await api.POST('/v1/leads', { body: { email: EMAIL } }));
  assert.equal(lead.emailConsent, 'denied');
  taken(await state({ leadId: lead.id, status: 'granted' }));
  assert.equal(taken(await api.GET('/v1/consents', { params: { query: { email: EMAIL } } })).data.length, 2);
  const params = { path: { leadId: lead.id } };
  assert.equal(taken(await api.GET('/v1/leads/{leadId}/consents', { params })).data.length, 1);
  await suppress(api);
  await eraseAndAccess(api, lead.id);
}

/** An address whose submissions are refused until it is off the list. */
async function suppress(api: Api): Promise<void> {
  const value = { kind: 'email', value: 'robin@consents.example' } as const;
  assert.equal(
    refusal(await api.POST('/v1/suppressions', { body: { ...value, value: 'nobody' } })),
    '422 rule_refused',
  );
  const entry = taken(await api.POST('/v1/suppressions', { body: value }));
  const batch = taken(await api.POST('/v1/suppressions/batch', { body: { items: [value] } }));
  assert.deepEqual([batch.created, batch.known], [0, 1]);
  const atomic = { mode: 'atomic', items: [{ ...value, value: 'nobody' }] } as const;
  assert.equal(
    refusal(await api.POST('/v1/suppressions/batch', { body: { ...atomic, items: [...atomic.items] } })),
    '422 rule_refused',
  );
  const wrong = { kind: 'phone', value: '1' } as const;
  assert.equal(refusal(await api.POST('/v1/suppressions/check', { body: wrong })), '422 rule_refused');
  assert.equal(taken(await api.POST('/v1/suppressions/check', { body: value })).suppressed, true);
  assert.equal(refusal(await api.POST('/v1/leads', { body: { email: value.value } })), '422 suppressed');
  assert.equal(taken(await api.GET('/v1/suppressions')).data.length, 1);
  const params = { path: { suppressionId: entry.id } };
  assert.equal((await api.DELETE('/v1/suppressions/{suppressionId}', { params })).response.status, 204);
  taken(await api.POST('/v1/leads', { body: { email: value.value } }));
}

/** What is known about a person, and its erasure. */
async function eraseAndAccess(api: Api, leadId: string): Promise<void> {
  const number = { phone: '+4930901899' };
  for (const name of ['Ada King', 'Bob Lee']) taken(await api.POST('/v1/leads', { body: { name, ...number } }));
  for (const path of ['/v1/access-requests', '/v1/erasures'] as const) {
    assert.equal(refusal(await api.POST(path, { body: {} })), '422 rule_refused');
    assert.equal(refusal(await api.POST(path, { body: { leadId: NOWHERE } })), '422 reference_not_found');
    assert.equal(refusal(await api.POST(path, { body: number })), '409 conflict');
  }
  const known = taken(await api.POST('/v1/access-requests', { body: { email: EMAIL } }));
  assert.ok(known.records.some(({ kind }) => kind === 'leads'));
  assert.equal(taken(await api.POST('/v1/erasures', { body: { leadId } })).kind, 'erasure');
}
