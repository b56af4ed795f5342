import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { FORM_FACTS } from '../../src/core/forms/form.js';
import { TEXT_LENGTHS } from '../../src/core/leads/limits.js';
import { leadFields } from '../../src/http/schemas/lead-fields.js';
import { type LeadOut, listAll, openService } from './ingest-fixture.js';

/** Forms of web pages: JSON and plain HTML forms, with publishable keys. */

const service = await openService(t);
const ORIGIN = 'https://www.acme.example';
const THANKS = `${ORIGIN}/thanks?from=form`;
const FIELDS = [
  { name: 'mail', to: 'email', required: true },
  { name: 'your name', to: 'name' },
  { name: 'interests', to: 'products' },
  { name: 'news', to: 'emailConsent' },
];
const HTML = 'application/x-www-form-urlencoded';

interface Made {
  id: string;
  token: string;
}
interface Touch {
  consents?: { channel: string; text?: string }[];
  sourceName?: string;
  campaignName?: string;
}

async function makeForm(more: object = {}) {
  const { post, get, patch, call, token, workspaceId } = await service.makeWorkspace();
  const source = (await post<Made>('/v1/sources', { channel: 'web_form', name: 'Website' })).body.id;
  const campaign = (await post<Made>('/v1/campaigns', { sourceId: source, name: 'Spring' })).body.id;
  const key = { name: 'Page', kind: 'capture', allowedOrigins: [ORIGIN] };
  const capture = (await post<Made>('/v1/api-keys', key)).body.token;
  const body = { name: 'Newsletter', sourceId: source, campaignId: campaign, fields: FIELDS, redirectUrl: THANKS };
  const made = await post<Made>('/v1/forms', { ...body, consentText: 'I agree.', trapField: 'fax', ...more });
  t.equal(made.status, 201, made.text);
  const path = `/v1/forms/${made.body.id}/submissions`;
  const submit = (values: unknown, headers: Record<string, string> = {}) =>
    call<{ touchId?: string; errors?: object[]; code?: string }>('POST', path, values, {
      headers: { authorization: `Bearer ${capture}`, ...headers },
    });
  /** As a browser sends a form without a script. */
  const submitHtml = (text: string, { key = capture, type = HTML, origin = ORIGIN } = {}) =>
    fetch(`${service.urls[0]}${path}?key=${key}`, {
      ...{ method: 'POST', body: text, redirect: 'manual' },
      headers: { 'content-type': type, origin },
    });
  const leads = () => listAll<LeadOut>(get, '/v1/leads');
  return { post, get, patch, call, token, capture, submit, submitHtml, leads, path, workspaceId, form: made.body };
}

t.test('a script submits a form: source, consent text and products arrive', async (t) => {
  const { submit, leads, get } = await makeForm();
  const values = { mail: 'Ada@Engines.example', 'your name': 'Ada King', interests: 'Engine\nLoom', news: 'on' };
  const answer = await submit(values, { origin: ORIGIN });
  t.match(answer, { status: 201, body: { touchId: String } });
  t.equal(answer.headers['access-control-allow-origin'], ORIGIN);
  const [lead] = await leads();
  t.match(lead, { emailNormalized: 'ada@engines.example', name: 'Ada King', products: ['Engine', 'Loom'] });
  t.match(lead, { emailConsent: 'granted', sourceName: 'Website', campaignName: 'Spring' });
  const [touch] = await listAll<Touch>(get, `/v1/leads/${lead?.id}/touches`);
  t.match(touch, { consents: [{ channel: 'email', text: 'I agree.' }] });
  const again = await submit({ mail: 'ada@engines.example', 'your name': 'Mallory' });
  t.strictSame([again.status, Object.keys(again.body)], [201, ['touchId']], 'the same answer for a known person');
  t.match((await leads())[0], { name: 'Ada King', touchCount: 2 }, 'and nothing is overwritten');
});

t.test('a browser permits the page to send a form', async (t) => {
  const { call, path } = await makeForm();
  const preflight = (origin: string) =>
    call('OPTIONS', path, undefined, { headers: { origin, 'access-control-request-method': 'POST' } });
  t.match(await preflight(ORIGIN), { status: 204, headers: { 'access-control-allow-origin': ORIGIN } });
  t.notOk((await preflight('https://evil.example')).headers['access-control-allow-origin']);
});

t.test('a plain HTML form is answered by the next page', async (t) => {
  const { submitHtml, leads } = await makeForm();
  const text = 'mail=ada%40engines.example&your+name=Ada+K%C3%B6nig&interests=Engine&interests=Loom&news=on&send=Go';
  const answer = await submitHtml(text);
  t.equal(answer.status, 303);
  t.equal(answer.headers.get('location'), THANKS);
  t.match(await leads(), [{ name: 'Ada König', products: ['Engine', 'Loom'], emailConsent: 'granted' }]);
  const upper = await submitHtml('mail=b%40engines.example', { type: `${HTML}; charset=UTF-8` });
  t.equal(upper.status, 303);
  t.equal((await leads()).length, 2);
});

t.test('a program that fills the trap gets the usual answer, and nothing is stored', async (t) => {
  const { submit, submitHtml, leads } = await makeForm();
  const trapped = await submit({ mail: 'bot@bots.example', fax: '1' });
  t.match(trapped, { status: 201, body: { touchId: /^[0-9a-f-]{36}$/ } });
  t.equal((await submitHtml('mail=bot%40bots.example&fax=1')).status, 303);
  t.strictSame(await leads(), []);
});

t.test('what a form does not accept is refused by the name of the field', async (t) => {
  const { submit, submitHtml, leads } = await makeForm();
  t.match(await submit({ 'your name': 'Ada' }), { status: 422, body: { errors: [{ pointer: '/mail' }] } });
  t.match(await submit({ mail: `${'x'.repeat(400)}@a.example` }), { body: { errors: [{ pointer: '/mail' }] } });
  t.match(await submit({ mail: 5 }), { status: 400, body: { errors: [{ pointer: '/mail' }] } });
  t.equal((await submitHtml('mail=%ff')).status, 400, 'no UTF-8');
  t.equal((await submitHtml('mail=a%40b.example', { type: `${HTML}; charset=latin1` })).status, 415);
  t.equal((await submitHtml(Array.from({ length: 101 }, (_, i) => `f${i}=x`).join('&'))).status, 400);
  t.equal((await submitHtml(`mail=${'x'.repeat(70_000)}`)).status, 413);
  t.strictSame(await leads(), []);
});

t.test('only publishable keys may be in an address, and only here', async (t) => {
  const { submitHtml, token, capture, call, leads } = await makeForm();
  const status = async (options: object) => (await submitHtml('mail=a%40b.example', options)).status;
  t.equal(await status({ key: token }), 401);
  t.equal(await status({ key: `${capture.slice(0, -1)}x` }), 401);
  t.equal(await status({ key: '' }), 401);
  t.equal(await status({ origin: 'https://evil.example' }), 403);
  const elsewhere = await call(
    'POST',
    `/v1/capture/leads?key=${capture}`,
    { email: 'a@b.example' },
    {
      headers: { authorization: '' },
    },
  );
  t.equal(elsewhere.status, 401);
  const html = await fetch(`${service.urls[0]}/v1/capture/leads`, {
    ...{ method: 'POST', body: 'email=a%40b.example' },
    headers: { 'content-type': HTML, authorization: `Bearer ${capture}` },
  });
  t.equal(html.status, 415, 'other operations take JSON only');
  t.strictSame(await leads(), []);
});

t.test('a changed form holds for what comes after, a deleted one for nothing', async (t) => {
  const { form, patch, call, submit, leads, get } = await makeForm();
  const path = `/v1/forms/${form.id}`;
  const early = await submit({ mail: 'early@a.example', news: 'on' });
  t.equal(early.status, 201);
  const changed = await patch(path, { consentText: 'I agree to all.', campaignId: null, trapField: null });
  t.match(changed, { status: 200, body: { version: 2, campaignId: null, trapField: null } });
  await submit({ mail: 'late@a.example', news: 'on', fax: '1' });
  const found = await leads();
  const texts = await Promise.all(
    found.map(async ({ id, email }) => [
      email,
      (await listAll<Touch>(get, `/v1/leads/${id}/touches`))[0]?.consents?.[0]?.text,
    ]),
  );
  t.strictSame(Object.fromEntries(texts), { 'early@a.example': 'I agree.', 'late@a.example': 'I agree to all.' });
  t.match(await patch(path, { fields: [{ name: 'x', to: 'city' }] }), { status: 422 });
  t.equal((await call('DELETE', path)).status, 204);
  t.equal((await submit({ mail: 'gone@a.example' })).status, 404);
});

t.test('a renamed source stays the source of its forms', async (t) => {
  const { get, patch, submit, leads } = await makeForm();
  const [source] = await listAll<Made>(get, '/v1/sources?channel=web_form');
  await patch(`/v1/sources/${source?.id}`, { name: 'Web site' });
  // Other processes learn of the name within this time.
  await sleep(50);
  await submit({ mail: 'ada@engines.example' });
  t.match(await leads(), [{ sourceId: source?.id, sourceName: 'Web site' }]);
});

t.test('a fact is as long in a form as in a submission of a lead', async (t) => {
  for (const fact of FORM_FACTS) {
    const schema: object = leadFields[fact];
    t.match(schema, { maxLength: TEXT_LENGTHS[fact] }, fact);
  }
});

t.test('the next page may have any letters, and no line break', async (t) => {
  const { submitHtml, leads } = await makeForm({ redirectUrl: `${ORIGIN}/dziękuję` });
  const answer = await submitHtml('mail=ada%40engines.example');
  t.strictSame([answer.status, answer.headers.get('location')], [303, `${ORIGIN}/dzi%C4%99kuj%C4%99`]);
  t.equal((await leads()).length, 1);
  const { post } = await service.makeWorkspace();
  const sourceId = (await post<Made>('/v1/sources', { channel: 'web_form', name: 'Website' })).body.id;
  for (const redirectUrl of [`${ORIGIN}/\r\nset-cookie: a=b`, ` ${ORIGIN}`, `${ORIGIN}/a b`]) {
    const refused = await post('/v1/forms', { name: 'Newsletter', sourceId, fields: FIELDS.slice(0, 1), redirectUrl });
    t.match(refused, { status: 422, body: { errors: [{ pointer: '/redirectUrl', code: 'wrong_format' }] } });
  }
});
