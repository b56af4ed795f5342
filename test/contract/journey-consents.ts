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
}
