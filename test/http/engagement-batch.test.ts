import t from 'tap';
import type { Static } from 'typebox';
import type { EngagementBatchResult } from '../../src/http/schemas/engagement.js';
import type { EventSchema } from '../../src/http/schemas/events.js';
import { eventFaults, type LeadOut, listAll, openService, type Result } from './ingest-fixture.js';

type EventOut = Static<typeof EventSchema>;
const service = await openService(t);
const { sql } = service;
const MINUTE = 60_000;
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * MINUTE).toISOString();

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { post, get } = await service.makeWorkspace();
  const create = async (email: string) => (await post<Result>('/v1/leads', { email })).body.lead;
  const send = async (items: object[], mode?: string) =>
    (await post<Static<typeof EngagementBatchResult>>('/v1/engagement-events/batch', { items, mode })).body;
  const eventsOf = (leadId: string) => listAll<EventOut>(get, `/v1/events?subjectId=${leadId}`);
  return { create, send, get, eventsOf, post };
}

t.test(
  'a batch decides once about each of its leads, and answers each event with the lead after all of them',
  async (t) => {
    const { create, send, get, eventsOf } = await makeWorkspace();
    const [one, other] = [await create('one@batch.example'), await create('other@batch.example')];
    const types = ['page_viewed', 'demo_requested', 'email_bounced'];
    // More than the core reads event by event, of both leads in turn.
    const items = Array.from({ length: 600 }, (_, place) => ({
      leadId: place % 2 === 0 ? one.id : other.id,
      type: types[place % types.length],
      occurredAt: minutesAgo(place),
    }));
    const { results, recorded } = await send(items);
    t.equal(recorded, 600);
    for (const { id, version } of [one, other]) {
      const { body: lead } = await get<LeadOut>(`/v1/leads/${id}`);
      t.equal(lead.version, version + 300, 'a version for each event');
      const answers = results.flatMap(({ result }) => (result?.lead.id === id ? [result.lead] : []));
      t.equal(answers.length, 300);
      const { score, grade, temperature, category } = lead;
      for (const answer of answers)
        t.strictSame(answer, { id, version: lead.version, score, grade, temperature, category });
      const events = await eventsOf(id);
      const versions = events.filter(({ type }) => type === 'engagement.recorded').map((event) => event.subjectVersion);
      t.strictSame(
        versions,
        Array.from({ length: 300 }, (_, place) => version + 1 + place),
      );
      const decided = events.filter(({ type, cause }) => type === 'lead.scored' && cause === 'engagement');
      t.match(decided, [{ subjectVersion: lead.version, after: { total: score.total } }], 'one decision');
      const { body: past } = await get<LeadOut>(`/v1/leads/${id}?asOf=${encodeURIComponent(lead.updatedAt)}`);
      t.strictSame(past.score, score, 'its history gives the same');
      t.equal(past.version, lead.version);
    }
    t.same(await eventFaults(sql), []);
  },
);

t.test('a lead scores the same by a batch, event by event, and by one more event after a batch', async (t) => {
  const { create, send, post, get } = await makeWorkspace();
  const [whole, single, both] = [
    await create('whole@batch.example'),
    await create('single@batch.example'),
    await create('both@batch.example'),
  ];
  const did = Array.from({ length: 140 }, (_, place) => ({
    type: ['content_viewed', 'email_clicked', 'survey_answered'][place % 3],
    occurredAt: minutesAgo(place * 600),
  }));
  await send(did.map((event) => ({ ...event, leadId: whole.id })));
  for (const event of did) await post('/v1/engagement-events', { ...event, leadId: single.id });
  await send(
    did.slice(1).map((event) => ({ ...event, leadId: both.id })),
    'atomic',
  );
  await post('/v1/engagement-events', { ...did[0], leadId: both.id });
  const [a, b, c] = await Promise.all(
    [whole, single, both].map(async ({ id }) => (await get<LeadOut>(`/v1/leads/${id}`)).body),
  );
  // Seconds pass between the calls, and points fade meanwhile.
  const near = (x = 0, y = 0) => Math.abs(x - y) <= 0.05;
  t.ok((a?.score.engagement ?? 0) > 10, 'it scores');
  t.ok(near(a?.score.engagement, b?.score.engagement) && near(a?.score.engagement, c?.score.engagement));
  t.strictSame([b?.grade, b?.category, b?.version], [a?.grade, a?.category, a?.version]);
  t.strictSame([c?.grade, c?.category, c?.version], [a?.grade, a?.category, a?.version]);
});
