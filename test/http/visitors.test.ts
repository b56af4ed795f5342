import t from 'tap';
import type { Static } from 'typebox';
import type { EventSchema } from '../../src/http/schemas/events.js';
import { eventFaults, type LeadOut, listAll, openService, type Result, together } from './ingest-fixture.js';

interface Visited {
  id: string;
  visitorId: string;
  duplicate: boolean;
  leadId?: string;
}
type EventOut = Static<typeof EventSchema>;
interface Did {
  id: string;
  type: string;
  occurredAt: string;
  externalId?: string;
}

const service = await openService(t, { instances: 2 });
const { sql } = service;

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { post, get } = await service.makeWorkspace();
  const visit = async (visitorId: string, more: object = {}, instance = 0) =>
    (await post<Visited>('/v1/visitor-events', { visitorId, type: 'pricing_viewed', ...more }, { instance })).body;
  const didOf = (leadId: string) => listAll<Did>(get, `/v1/leads/${leadId}/engagement-events`);
  return { visit, post, didOf, get };
}

t.test('what a visitor did becomes the lead’s when a submission names it', async (t) => {
  const { visit, post, didOf, get } = await makeWorkspace();
  const source = { channel: 'inbound_content', name: 'Blog' };
  const before = new Date(Date.now() - 3 * 86_400_000).toISOString();
  const first = await visit('v1', { occurredAt: before, externalId: 'view-1', source });
  t.match(first, { visitorId: 'v1', duplicate: false });
  t.notOk(first.leadId);
  t.match(await visit('v1', { externalId: 'view-1' }, 1), { id: first.id, duplicate: true }, 'the same id counts once');
  await visit('v1', { type: 'demo_requested' }, 1);
  await visit('v2', { type: 'demo_requested' });
  const { body } = await post<Result>('/v1/leads', { email: 'v1@visitors.example', visitorId: 'v1' });
  const { body: alone } = await post<Result>('/v1/leads', { email: 'alone@visitors.example' });
  t.ok(body.lead.score.engagement > alone.lead.score.engagement, 'it is scored with it in the same call');
  t.strictSame((await didOf(body.lead.id)).map(({ type }) => type).sort(), ['demo_requested', 'pricing_viewed']);
  const seen = (await didOf(body.lead.id)).find(({ externalId }) => externalId === 'view-1');
  t.equal(seen?.occurredAt, before, 'as of when it happened');
  const later = await visit('v1', { type: 'page_viewed' });
  t.equal(later.leadId, body.lead.id, 'what it does later is the lead’s at once');
  t.match(await visit('v1', { externalId: 'view-1' }), { duplicate: true, leadId: body.lead.id });
  t.equal((await didOf(body.lead.id)).length, 3);
  const emitted = await listAll<EventOut>(get, '/v1/events?subjectId=v1');
  t.strictSame(
    emitted.map(({ type }) => type),
    ['visitor.recorded', 'visitor.recorded', 'visitor.identified'],
  );
  const [left] = await sql<{ visitors: string }>('select string_agg(visitor_id, $1) as visitors from visitor_events', [
    ',',
  ]);
  t.equal(left?.visitors, 'v2');
});

t.test('a shared visitor id joins no two persons, and a refused submission takes nothing over', async (t) => {
  const { visit, post, didOf } = await makeWorkspace();
  await visit('shared');
  const { body: one } = await post<Result>('/v1/leads', { email: 'one@visitors.example', visitorId: 'shared' });
  const { body: two } = await post<Result>('/v1/leads', { email: 'two@visitors.example', visitorId: 'shared' });
  t.equal(two.outcome, 'created');
  t.not(one.lead.id, two.lead.id);
  t.equal((await didOf(two.lead.id)).length, 0);
  t.equal((await visit('shared')).leadId, one.lead.id, 'it stays whose it was first');
  await visit('patient');
  const own = { email: 'one@visitors.example', visitorId: 'patient', referredBy: { leadId: one.lead.id } };
  t.equal((await post('/v1/leads', own)).status, 422);
  t.equal((await didOf(one.lead.id)).length, 2);
  const external = { externalId: 'both-ways' };
  await visit('patient', external);
  await post('/v1/engagement-events', { leadId: one.lead.id, type: 'page_viewed', ...external });
  const { body: known } = await post<Result>('/v1/leads', { email: 'one@visitors.example', visitorId: 'patient' });
  t.equal(known.outcome, 'matched');
  t.equal((await didOf(one.lead.id)).length, 4, 'sent under both names it counts once');
});

t.test('visits and the submission that names them, all at once, lose nothing and count nothing twice', async (t) => {
  const { post, get, didOf } = await makeWorkspace();
  const visits = 40;
  const work = await together(visits + 1, 16, (n) =>
    n === 20
      ? post<unknown>('/v1/leads', { email: 'race@visitors.example', visitorId: 'race' }, { instance: 1 })
      : post<unknown>('/v1/visitor-events', { visitorId: 'race', type: 'page_viewed' }, { instance: n % 2 }),
  );
  t.ok(work.every(({ status }) => status === 201));
  const { data } = (await get<{ data: LeadOut[] }>('/v1/leads?email=race@visitors.example')).body;
  t.equal((await didOf(data[0]?.id ?? '')).length, visits);
  t.strictSame(await eventFaults(sql), []);
});

t.test('source and instant of the first touch are always those of the same touch', async (t) => {
  const { visit, post, get } = await makeWorkspace();
  const start = Date.now() - 60 * 86_400_000;
  const day = (day: number) => new Date(start + day * 86_400_000).toISOString();
  const readLead = async (id: string, query = '') => (await get<LeadOut>(`/v1/leads/${id}${query}`)).body;
  const submit = async (more: object) =>
    (await post<Result>('/v1/leads', { email: 'first@visitors.example', ...more })).body.lead;
  const sourceOf = async ({ sourceId }: LeadOut) => (await get<{ name: string }>(`/v1/sources/${sourceId}`)).body.name;
  const fair = { channel: 'event', name: 'Fair', campaign: 'Spring' };
  const { id } = await submit({ source: fair, occurredAt: day(10) });
  const late = await submit({ source: { channel: 'web_form', name: 'Site' }, occurredAt: day(20) });
  t.match([late.firstTouchAt, await sourceOf(late)], [day(10), 'Fair'], 'a later touch changes neither');
  const early = await submit({ source: { channel: 'web_form', name: 'Site' }, occurredAt: day(1) });
  t.match([early.firstTouchAt, await sourceOf(early), early.campaignId], [day(1), 'Site', undefined]);
  t.match((await post('/v1/deals', { leadId: id, currency: 'EUR', amount: '10' })).body, {
    sourceId: early.sourceId,
    cycleStartedAt: day(1),
  });
  await visit('v-first', {
    occurredAt: day(0),
    source: { channel: 'inbound_content', name: 'Ads', campaign: 'Brand' },
  });
  await visit('v-first', {
    type: 'email_sent',
    occurredAt: day(-1),
    source: { channel: 'email_marketing', name: 'Post' },
  });
  await visit('v-first', { occurredAt: day(-2) });
  await submit({ visitorId: 'v-first', occurredAt: day(30) });
  const visited = await readLead(id);
  t.match([visited.firstTouchAt, await sourceOf(visited)], [day(0), 'Ads'], 'a visit from a known source is a touch');
  const campaign = (await get<{ name: string }>(`/v1/campaigns/${visited.campaignId}`)).body;
  t.equal(campaign.name, 'Brand');
  t.match(await readLead(id, `?asOf=${new Date().toISOString()}`), {
    firstTouchAt: day(0),
    sourceId: visited.sourceId,
    campaignId: visited.campaignId,
  });
  t.same(await eventFaults(sql), []);
});
