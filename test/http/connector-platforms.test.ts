import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { makeConnector } from './connector-fixture.js';
import { openService } from './ingest-fixture.js';

/** Lead forms of ad platforms, by payloads in their shapes and fake servers of their APIs. */

let ahead = 0;
const service = await openService(t, { clock: () => Date.now() + ahead });
const [app] = service.apps;
const runDue = async () => (await app?.services.connectorPayloads.runDue()) ?? 0;

type Answers = Record<string, { status?: number; body: unknown }>;

/** The API of a platform: answers by path. */
async function openPlatform(t: { teardown(close: () => unknown): unknown }, answers: Answers) {
  const requests: { url: URL; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://platform.test');
    requests.push({ url, authorization: request.headers.authorization });
    const { status = 200, body } = answers[url.pathname] ?? { status: 404, body: { error: { code: 100 } } };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v24.0`, requests, answers };
}

const SECRET = 'Zq-secret-of-the-app';
const TOKEN = 'Zq-access-token';
const hmac = (text: string) => createHmac('sha256', SECRET).update(text).digest('hex');

const META_WEBHOOK = {
  object: 'page',
  entry: [
    {
      id: '153125381133',
      time: 1438292065,
      changes: [
        {
          field: 'leadgen',
          value: {
            ...{ leadgen_id: '123123123123', page_id: '123123123', form_id: '12312312312', adgroup_id: '12312312312' },
            ...{ ad_id: '12312312312', created_time: 1440120384 },
          },
        },
      ],
    },
  ],
};
const META_LEAD = {
  ...{ created_time: '2026-11-20T08:49:14+0000', id: '123123123123', ad_id: '12312312312', form_id: '12312312312' },
  field_data: [
    { name: 'full_name', values: ['Joe Example'] },
    { name: 'email', values: ['joe@example.com'] },
    { name: 'phone_number', values: ['+14155550123'] },
    { name: 'which_engine?', values: ['Difference', 'Analytical'] },
  ],
  custom_disclaimer_responses: [{ checkbox_key: 'newsletter', is_checked: '1' }],
};

async function openMeta(t: { teardown(close: () => unknown): unknown }, answers: Answers, settings: object = {}) {
  const platform = await openPlatform(t, answers);
  const made = await makeConnector(service, {
    ...{ kind: 'meta_lead_ads', fields: [], secret: SECRET, accessToken: TOKEN, baseUrl: platform.baseUrl },
    ...settings,
  });
  const notify = (body: unknown = META_WEBHOOK) => {
    const text = JSON.stringify(body);
    return made.send(made.address, text, { 'x-hub-signature-256': `sha256=${hmac(text)}` });
  };
  return { ...made, platform, notify };
}

t.test('Meta: handshake, signature, and the lead from the Graph API', async (t) => {
  const fields = [
    { to: 'products', pointer: '/fields/which_engine?' },
    { to: 'emailConsent', pointer: '/disclaimers/newsletter' },
  ];
  const answers = { '/v24.0/123123123123': { body: META_LEAD } };
  const { send, address, notify, platform, leads, payloads, deliver } = await openMeta(t, answers, {
    ...{ fields, consentText: 'Send me news.' },
  });
  const token = address.slice(address.lastIndexOf('/') + 1);
  const shake = (verify: string) =>
    send(`${address}?hub.mode=subscribe&hub.verify_token=${verify}&hub.challenge=1158201444`, '', {}, 'GET');
  t.match(await shake(token), { status: 200, text: '1158201444' });
  t.equal((await shake('wrong')).status, 401);
  t.equal((await deliver(META_WEBHOOK)).status, 401, 'no signature');
  t.strictSame(await payloads(), []);
  t.match(await notify(), { status: 200, body: { payloads: [{ state: 'waiting' }] } });
  t.equal(platform.requests.length, 0, 'the platform does not wait for its own API');
  t.equal(await runDue(), 1);
  t.equal(platform.requests[0]?.url.searchParams.get('access_token'), TOKEN);
  t.match(platform.requests[0]?.url.searchParams.get('fields'), 'field_data');
  t.match(await leads(), [
    {
      ...{ name: 'Joe Example', email: 'joe@example.com', phone: '+14155550123', externalId: '123123123123' },
      ...{ externalSystem: 'meta_lead_ads', products: ['Difference', 'Analytical'], emailConsent: 'granted' },
    },
  ]);
  t.match(await notify(), { body: { payloads: [{ state: 'accepted' }] } }, 'the same lead again');
  t.equal(await runDue(), 0);
  t.match(await leads(), [{ touchCount: 1 }]);
});

t.test('Meta: what cannot be fetched is tried again for two days, is dead then, and can be replayed', async (t) => {
  const answers: Answers = { '/v24.0/123123123123': { status: 500, body: {} } };
  const { notify, platform, payload, replay, leads, path, get } = await openMeta(t, answers);
  const id = (await notify()).body.payloads?.[0]?.id ?? '';
  let tries = 0;
  for (const began = ahead; (await payload(id)).state === 'waiting' && ahead - began < 5 * 86_400_000; ) {
    tries += await runDue();
    ahead += 600_000;
  }
  t.equal(tries, 9);
  t.equal(platform.requests.length, 9);
  t.match(await payload(id), { state: 'dead', problem: { code: 'fetch_failed', detail: /answered 500/ } });
  t.match((await get<{ data: object[] }>(`${path}/payloads?state=dead`)).body, { data: [{ id }] });
  answers['/v24.0/123123123123'] = { body: META_LEAD };
  await replay(id);
  t.match(await payload(id), { state: 'accepted' });
  t.match(await leads(), [{ email: 'joe@example.com' }]);
  ahead = 0;
});

t.test('Meta: a corrected mapping is read without another request, and tests make no lead', async (t) => {
  const dummy = { ...META_LEAD, field_data: [{ name: 'email', values: ['<test lead: dummy data for email>'] }] };
  const { notify, platform, payload, replay, leads, change } = await openMeta(t, {
    '/v24.0/123123123123': { body: dummy },
  });
  const id = (await notify()).body.payloads?.[0]?.id ?? '';
  await runDue();
  t.match(await payload(id), { state: 'test', isTest: true });
  t.strictSame(await leads(), []);
  t.equal((await change({ createsTestLeads: true, fields: [{ to: 'name', constant: 'Grace Hopper' }] })).status, 200);
  await replay(id);
  t.match(await leads(), [{ name: 'Grace Hopper' }]);
  await change({ fields: [{ to: 'name', constant: 'Grace Murray Hopper' }] });
  await replay(id);
  t.match(await leads(), [{ name: 'Grace Murray Hopper' }]);
  t.equal(platform.requests.length, 1);
});

t.test('a payload of another shape is refused, and so is a path in an id', async (t) => {
  const { notify, payloads, platform } = await openMeta(t, {});
  const withId = (leadgen_id: string) => ({
    object: 'page',
    entry: [{ changes: [{ field: 'leadgen', value: { leadgen_id } }] }],
  });
  for (const body of [{}, [], withId('../me'), withId('1?fields=x'), withId('')])
    t.match(await notify(body), { status: 422 }, JSON.stringify(body));
  t.match(await notify({ object: 'page', entry: [{ changes: [{ field: 'feed', value: {} }] }] }), { status: 200 });
  t.strictSame(await payloads(), []);
  t.equal(platform.requests.length, 0);
});

t.test('leads are read from permitted addresses only, and secrets are never shown', async (t) => {
  const { patch, path, get, id } = await openMeta(t, {});
  for (const baseUrl of [
    'http://169.254.169.254/latest',
    'https://10.0.0.1',
    'ftp://graph.example',
    'https://a:b@graph.example',
  ])
    t.match(await patch(path, { baseUrl }), { status: 422, body: { errors: [{ pointer: '/baseUrl' }] } }, baseUrl);
  t.match(await patch(path, { accessToken: null }), { status: 422, body: { errors: [{ pointer: '/accessToken' }] } });
  t.match(await patch(path, { secret: null }), { status: 422, body: { errors: [{ pointer: '/secret' }] } });
  const shown = await get(path);
  const logged = await service.sql('select e::text as text from events e where subject_id = $1', [id]);
  t.match(shown.body, { hasSecret: true, hasAccessToken: true });
  t.notMatch(shown.text + JSON.stringify(logged), /Zq-/);
});

const GOOGLE_LEAD = {
  ...{ lead_id: 'TeSter-123-ABCDEFGHIJKLMNOPQRSTUVWXYZ-abcdefghijklmnopqrstuvwxyz-0123456789', api_version: '1.0' },
  user_column_data: [
    { column_name: 'Full Name', string_value: 'FirstName LastName', column_id: 'FULL_NAME' },
    { column_name: 'User Email', string_value: 'test@example.com', column_id: 'EMAIL' },
    { column_name: 'User Phone', string_value: '+16505550123', column_id: 'PHONE_NUMBER' },
    { column_name: 'What is your preferred dealership?', string_value: 'Paris' },
  ],
  ...{ form_id: 40000000000, campaign_id: 123456, google_key: SECRET, gcl_id: 'EAIaIQobChMI', adgroup_id: 20000000000 },
};

t.test('Google: the key, standard and own questions, tests apart', async (t) => {
  const dealership = 'What is your preferred dealership?';
  const { deliver, leads, payloads, payload } = await makeConnector(service, {
    ...{ kind: 'google_lead_form', secret: SECRET },
    fields: [
      { to: 'attribute', attribute: 'dealership', pointer: `/fields/${dealership}` },
      { to: 'attribute', attribute: 'gclid', pointer: '/lead/gcl_id' },
    ],
  });
  t.equal((await deliver({ ...GOOGLE_LEAD, google_key: 'wrong' })).status, 401);
  t.equal((await deliver({ ...GOOGLE_LEAD, google_key: undefined })).status, 401);
  t.strictSame(await payloads(), []);
  t.match(await deliver({ ...GOOGLE_LEAD, lead_id: 'test-1', is_test: true }), {
    body: { payloads: [{ state: 'test' }] },
  });
  t.strictSame(await leads(), []);
  const answer = await deliver(GOOGLE_LEAD);
  t.match(answer, { status: 200, body: { payloads: [{ state: 'accepted' }] } });
  t.match(await leads(), [
    {
      ...{ name: 'FirstName LastName', email: 'test@example.com', phone: '+16505550123' },
      ...{ attributes: { dealership: 'Paris', gclid: 'EAIaIQobChMI' }, externalSystem: 'google_lead_form' },
    },
  ]);
  const stored = await payload(answer.body.payloads?.[0]?.id ?? '');
  t.notMatch(stored.content, SECRET, 'the key is not kept with the lead');
  t.match(await deliver({ ...GOOGLE_LEAD, form_id: 1 }), { body: { payloads: [{ state: 'accepted' }] } });
  t.match(await leads(), [{ touchCount: 1 }], 'a lead id counts once');
});

const LINKEDIN_ID = '52dcb737-26f9-4af3-b1fc-935b3e93f838-4';
const LINKEDIN_WEBHOOK = {
  ...{ type: 'LEAD_ACTION', leadGenFormResponse: `urn:li:leadGenFormResponse:${LINKEDIN_ID}`, leadAction: 'CREATED' },
  ...{ leadGenForm: 'urn:li:versionedLeadGenForm:(urn:li:leadGenForm:3213,1)', leadType: 'SPONSORED' },
  ...{ owner: { sponsoredAccount: 'urn:li:sponsoredAccount:1232131' }, occuredAt: 1706741502694 },
};
const LINKEDIN_LEAD = {
  ...{ id: LINKEDIN_ID, submittedAt: 1706741502694, testLead: false, leadType: 'SPONSORED' },
  formResponse: {
    consentResponses: [],
    answers: [
      { questionId: 20502584796, answerDetails: { textQuestionAnswer: { answer: 'ada@engines.example' } } },
      { questionId: 20502643516, answerDetails: { textQuestionAnswer: { answer: 'Ada' } } },
      { questionId: 20502667260, answerDetails: { textQuestionAnswer: { answer: 'A loom' } } },
    ],
  },
  form: {
    ...{ id: 3213, name: 'Spring' },
    content: {
      questions: [
        { questionId: 20502584796, predefinedField: 'EMAIL', name: 'email' },
        { questionId: 20502643516, predefinedField: 'FIRST_NAME', name: 'firstName' },
        { questionId: 20502667260, name: 'need' },
      ],
    },
  },
};

t.test('LinkedIn: challenge, signature, and the response with the names of its questions', async (t) => {
  const platform = await openPlatform(t, { [`/v24.0/leadFormResponses/${LINKEDIN_ID}`]: { body: LINKEDIN_LEAD } });
  const { send, address, leads, payloads } = await makeConnector(service, {
    ...{ kind: 'linkedin_lead_gen', secret: SECRET, accessToken: TOKEN, baseUrl: platform.baseUrl },
    fields: [{ to: 'need', pointer: '/fields/need' }],
  });
  const challengeCode = '890e4665-4dfe-4ab1-b689-ed553bceeed0';
  const shaken = await send(`${address}?challengeCode=${challengeCode}`, '', {}, 'GET');
  t.strictSame(
    [shaken.status, JSON.parse(shaken.text)],
    [200, { challengeCode, challengeResponse: hmac(challengeCode) }],
  );
  const text = JSON.stringify(LINKEDIN_WEBHOOK);
  const asChallenge = encodeURIComponent(`hmacsha256=${text}`);
  const oracle = await send(`${address}?challengeCode=${asChallenge}`, '', {}, 'GET');
  t.equal(oracle.status, 401, 'a challenge signs no body');
  t.equal((await send(address, text, { 'x-li-signature': hmac('hmacsha256={}') })).status, 401);
  t.strictSame(await payloads(), []);
  const signed = { 'x-li-signature': hmac(`hmacsha256=${text}`) };
  t.match(await send(address, text, signed), { status: 200, body: { payloads: [{ state: 'waiting' }] } });
  await runDue();
  t.equal(platform.requests[0]?.authorization, `Bearer ${TOKEN}`);
  t.match(await leads(), [{ email: 'ada@engines.example', firstName: 'Ada', need: 'A loom', externalId: LINKEDIN_ID }]);
});

t.test('a generic connector answers no handshake', async (t) => {
  const { send, address } = await makeConnector(service, { fields: [{ to: 'email', pointer: '/email' }] });
  t.equal((await send(`${address}?challengeCode=a`, '', {}, 'GET')).status, 401);
});

t.test('another base URL needs the access token again, which nobody can read', async (t) => {
  const { change } = await openMeta(t, {});
  const baseUrl = 'http://127.0.0.1:9/other';
  t.match(await change({ baseUrl }), {
    status: 422,
    body: { errors: [{ pointer: '/accessToken', code: 'required' }] },
  });
  t.match(await change({ baseUrl, accessToken: TOKEN }), { status: 200, body: { baseUrl } });
  t.match(await change({ baseUrl, name: 'Renamed' }), { status: 200 }, 'the same one needs nothing');
  t.match(await change({ baseUrl: null }), { status: 200, body: { baseUrl: null } }, 'the platform itself may have it');
});
