import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { paths } from '../support/generated/api.js';
import { refusal, taken } from './journey.js';

type Api = Client<paths>;

/** A form is made, changed, submitted from a page and deleted. */
export async function submitForms(api: Api, capture: Api, fillForms: (formId: string) => Promise<unknown>) {
  const source = taken(await api.POST('/v1/sources', { body: { channel: 'web_form', name: 'Journey form' } }));
  const fields = [
    { name: 'mail', to: 'email' as const, required: true },
    { name: 'news', to: 'emailConsent' as const },
  ];
  const body = { name: 'Newsletter', sourceId: source.id, fields, consentText: 'I agree.' };
  const create = (sourceId: string) => api.POST('/v1/forms', { body: { ...body, sourceId } });
  const form = taken(await create(source.id));
  assert.equal(refusal(await create(form.id)), '422 rule_refused');
  assert.ok(taken(await api.GET('/v1/forms')).data.some(({ id }) => id === form.id));
  const params = { path: { formId: form.id } };
  assert.equal(form.sourceName, 'Journey form');
  assert.equal(
    refusal(await api.PATCH('/v1/forms/{formId}', { params, body: { consentText: null } })),
    '422 rule_refused',
  );
  taken(await api.PATCH('/v1/forms/{formId}', { params, body: { trapField: 'fax' } }));
  assert.equal(taken(await api.GET('/v1/forms/{formId}', { params })).trapField, 'fax');
  const submit = (values: Record<string, string>) =>
    capture.POST('/v1/forms/{formId}/submissions', { params, body: values });
  const view = (url: string) =>
    capture.POST('/v1/capture/visitor-events', { body: { visitorId: 'journey-page', url } });
  assert.equal((await view('https://www.acme.example/')).response.status, 204);
  assert.equal(refusal(await view('nowhere')), '422 rule_refused');
  assert.match(taken(await capture.GET('/v1/forms/{formId}/start', { params })).stamp, /\./);
  taken(await submit({ mail: 'form@analytical-engines.com', news: 'on', send: 'Send' }));
  assert.equal(refusal(await submit({ news: 'on' })), '422 rule_refused');
  const leads = taken(await api.GET('/v1/leads', { params: { query: { sourceId: source.id } } }));
  assert.deepEqual(
    leads.data.map(({ email, emailConsent }) => [email, emailConsent]),
    [['form@analytical-engines.com', 'granted']],
  );
  const captcha = { captchaProvider: 'hcaptcha' as const, captchaSecret: 'journey' };
  assert.equal(taken(await api.PATCH('/v1/forms/{formId}', { params, body: captcha })).captchaProvider, 'hcaptcha');
  assert.equal(refusal(await submit({ mail: 'bot@analytical-engines.com' })), '422 rule_refused');
  taken(await api.PATCH('/v1/forms/{formId}', { params, body: { captchaProvider: null } }));
  taken(await api.PATCH('/v1/forms/{formId}', { params, body: { confirmationHours: 100 } }));
  taken(await submit({ mail: 'opt-in@analytical-engines.com' }));
  const type = 'form.confirmation_requested' as const;
  const [event] = taken(await api.GET('/v1/events', { params: { query: { type } } })).data;
  const confirm = (token: string) => capture.POST('/v1/forms/{formId}/confirmations', { params, body: { token } });
  for (let time = 0; time < 2; time++) taken(await confirm(String(event?.after?.token)));
  assert.equal(refusal(await confirm('wrong')), '422 rule_refused');
  assert.equal(taken(await api.GET('/v1/forms/{formId}', { params })).confirmedSubmissions, 1);
  await fillForms(form.id);
  assert.equal(refusal(await create(source.id)), '409 conflict');
  assert.equal((await api.DELETE('/v1/forms/{formId}', { params })).response.status, 204);
}
