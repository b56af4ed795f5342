import t from 'tap';
import { type LeadOut, listAll, openService } from './ingest-fixture.js';

/** What visitors did on pages, with publishable keys. */

const service = await openService(t);
const ORIGIN = 'https://www.acme.example';
const PATH = '/v1/capture/visitor-events';

interface Did {
  type: string;
  sourceId?: string;
  properties?: Record<string, string>;
}

async function makePage() {
  const { post, get, call } = await service.makeWorkspace();
  const key = { name: 'Page', kind: 'capture', allowedOrigins: [ORIGIN] };
  const { token } = (await post<{ token: string }>('/v1/api-keys', key)).body;
  const asPage = (path: string, body: object, headers: Record<string, string> = {}) =>
    call<{ code?: string; errors?: object[] }>('POST', path, body, {
      headers: { authorization: `Bearer ${token}`, origin: ORIGIN, ...headers },
    });
  const view = (body: object, headers = {}) => asPage(PATH, { url: `${ORIGIN}/engines`, ...body }, headers);
  const didOf = async (email: string) => {
    const lead = (await listAll<LeadOut>(get, '/v1/leads')).find((one) => one.email === email);
    return listAll<Did>(get, `/v1/leads/${lead?.id}/engagement-events`);
  };
  return { post, asPage, view, didOf };
}

t.test('views become those of the lead that names the visitor, and later ones at once', async (t) => {
  const { view, asPage, didOf } = await makePage();
  const first = await view({ visitorId: 'v-1', title: 'Engines', url: `${ORIGIN}/engines?token=1&utm_source=mail` });
  t.strictSame([first.status, first.text], [204, ''], 'the answer tells nothing');
  await view({ visitorId: 'v-1', type: 'pricing_viewed' });
  await view({ visitorId: 'v-2' });
  t.equal((await asPage('/v1/capture/leads', { email: 'ada@engines.example', visitorId: 'v-1' })).status, 201);
  const before = await didOf('ada@engines.example');
  t.strictSame(before.map(({ type }) => type).sort(), ['page_viewed', 'pricing_viewed']);
  const seen = before.find(({ type }) => type === 'page_viewed');
  t.strictSame(seen?.properties, { url: `${ORIGIN}/engines`, title: 'Engines', utmSource: 'mail' });
  const later = await view({ visitorId: 'v-1', type: 'content_viewed' });
  t.strictSame([later.status, later.text], [204, ''], 'the same for a known visitor');
  t.equal((await didOf('ada@engines.example')).length, 3);
});

t.test('a stranger states no lead, no time, no external id and no request to buy', async (t) => {
  const { view } = await makePage();
  for (const more of [{ leadId: 'x' }, { email: 'a@b.example' }, { occurredAt: '2020-01-01T00:00:00Z' }])
    t.match(await view({ visitorId: 'v', ...more }), { status: 400, body: { errors: [{}] } });
  for (const more of [{ externalId: 'x' }, { source: { channel: 'web_form', name: 'x' } }, { properties: {} }])
    t.match(await view({ visitorId: 'v', ...more }), { status: 400, body: { errors: [{}] } });
  t.match(await view({ visitorId: 'v', type: 'demo_requested' }), {
    status: 400,
    body: { errors: [{ pointer: '/type' }] },
  });
  t.match(await view({ visitorId: ' ' }), { status: 400, body: { errors: [{ pointer: '/visitorId' }] } });
  t.match(await view({ visitorId: 'v', url: 'nowhere' }), { status: 422, body: { errors: [{ pointer: '/url' }] } });
});

t.test('a campaign that is no text is left out', async (t) => {
  const { view, asPage, didOf } = await makePage();
  t.equal((await view({ visitorId: 'v', url: `${ORIGIN}/?utm_source=%00&utm_term=%ff` })).status, 204);
  await asPage('/v1/capture/leads', { email: 'a@b.example', visitorId: 'v' });
  t.strictSame((await didOf('a@b.example'))[0]?.properties, { url: `${ORIGIN}/`, utmTerm: '\ufffd' });
});

t.test('the page of another origin is refused, and the limit of the key holds', async (t) => {
  const { view, post, asPage } = await makePage();
  t.equal((await view({ visitorId: 'v' }, { origin: 'https://evil.example' })).status, 403);
  const key = { name: 'Busy page', kind: 'capture', requestsPerMinute: 2 };
  const { token } = (await post<{ token: string }>('/v1/api-keys', key)).body;
  const authorization = `Bearer ${token}`;
  const statuses = [];
  for (let i = 0; i < 3; i++)
    statuses.push((await asPage(PATH, { visitorId: 'v', url: ORIGIN }, { authorization })).status);
  t.strictSame(statuses, [204, 204, 429]);
});

t.test('a repeated request with an Idempotency-Key counts once', async (t) => {
  const { view, asPage, didOf } = await makePage();
  for (let i = 0; i < 2; i++) t.equal((await view({ visitorId: 'v' }, { 'idempotency-key': 'one-view' })).status, 204);
  await asPage('/v1/capture/leads', { email: 'a@b.example', visitorId: 'v' });
  t.equal((await didOf('a@b.example')).length, 1);
});
