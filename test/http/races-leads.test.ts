import { setTimeout } from 'node:timers/promises';
import t from 'tap';
import {
  type BatchOut,
  eventFaults,
  type LeadOut,
  listAll,
  openService,
  type Page,
  type ProblemOut,
  together,
} from './ingest-fixture.js';

const service = await openService(t, { instances: 2 });
const { sql } = service;
const keyed = (key: string, instance = 0) => ({ headers: { 'idempotency-key': key }, instance });
const countOf = async (text: string, ...values: unknown[]) => Number((await sql<{ n: string }>(text, values))[0]?.n);
const leadsNamed = (email: string) => countOf(`select count(*) as n from leads where email_normalized = $1`, email);
const touchesOf = (leadId: string) => countOf('select count(*) as n from touches where lead_id = $1', leadId);

t.test('a hundred identical creates with one key are one lead, whichever process they reach', async (t) => {
  const { post, patch, get } = await service.makeWorkspace();
  for (const instances of [1, 2]) {
    const email = `hundred${instances}@acme.example`;
    const body = { email, name: 'Ada Lovelace', products: ['Engine'] };
    const key = `hundred-${instances}`;
    const answers = await together(100, 100, (i) => post('/v1/leads', body, keyed(key, i % instances)));
    t.strictSame(new Set(answers.map(({ status }) => status)), new Set([201]));
    t.equal(new Set(answers.map(({ text }) => text)).size, 1, 'identical bytes');
    t.equal(new Set(answers.map(({ headers }) => `${headers.etag} ${headers.location}`)).size, 1);
    t.equal(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true').length, 99);
    const leadId = answers[0]?.body.lead.id ?? '';
    t.equal(await leadsNamed(email), 1);
    t.equal(await touchesOf(leadId), 1);
    const types = await sql<{ type: string }>('select type from events where subject_id = $1 order by sequence', [
      leadId,
    ]);
    t.strictSame(
      types.map(({ type }) => type),
      ['lead.created', 'lead.queued'],
      'one set of events',
    );
    const other = await post<ProblemOut>('/v1/leads', { ...body, name: 'Somebody Else' }, keyed(key, instances - 1));
    t.match(other, { status: 422, body: { code: 'idempotency_key_reused' } });
    await patch(`/v1/leads/${leadId}`, { jobTitle: 'Countess' });
    const late = await post('/v1/leads', body, keyed(key));
    t.equal(late.text, answers[0]?.text, 'the old bytes, though the lead has changed');
    t.equal((await get(`/v1/leads/${leadId}`)).body.version, 2);
  }
});

t.test('a batch with a key takes effect once', async (t) => {
  const { post } = await service.makeWorkspace();
  const items = Array.from({ length: 20 }, (_, i) => ({ email: `batch${i % 15}@acme.example` }));
  const answers = await together(24, 24, (i) => post<BatchOut>('/v1/leads/batch', { items }, keyed('batch', i % 2)));
  t.strictSame(new Set(answers.map(({ status }) => status)), new Set([207]));
  t.equal(new Set(answers.map(({ text }) => text)).size, 1);
  t.match(answers[0]?.body, { created: 15, matched: 5, refused: 0 });
  t.equal(await countOf(`select count(*) as n from leads where email like 'batch%'`), 15);
  t.equal(await countOf(`select count(*) as n from touches where submission->>'email' like 'batch%'`), 20);
});

const SPELLINGS = [
  'grace.hopper@navy.example',
  'Grace.Hopper@Navy.Example',
  'GRACE.HOPPER@NAVY.EXAMPLE',
  '  grace.hopper@navy.example  ',
  '\tgrace.hopper@navy.example\n',
  'Grace Hopper <grace.hopper@navy.example>',
  '"Hopper, Grace" <Grace.Hopper@navy.example>',
  '<grace.hopper@navy.example>',
  'mailto:grace.hopper@navy.example',
  'mailto:Grace.Hopper@navy.example?subject=Hello',
  'ｇｒａｃｅ.ｈｏｐｐｅｒ@ｎａｖｙ.ｅｘａｍｐｌｅ',
  'grace.hopper＠navy.example',
  'grace.hopper@navy.example.',
  'grace.hopper@NAVY.example.',
  '\u00a0grace.hopper@navy.example\u00a0',
  'grace.hopper@navy\uff0eexample',
];

t.test('sixty-four creates of one e-mail in different spellings are one lead with as many touches', async (t) => {
  const { post, get } = await service.makeWorkspace();
  const answers = await together(64, 64, (i) =>
    post('/v1/leads', { email: SPELLINGS[i % SPELLINGS.length] }, { instance: i % 2 }),
  );
  t.strictSame(
    answers.filter(({ status }) => status !== 201 && status !== 200).map(({ body }) => body),
    [],
  );
  t.equal(answers.filter(({ status }) => status === 201).length, 1, 'one of them created it');
  const leadId = answers[0]?.body.lead.id ?? '';
  t.strictSame(new Set(answers.map(({ body }) => body.lead.id)), new Set([leadId]));
  const versions = answers.map(({ body }) => body.lead.version).sort((a, b) => a - b);
  t.strictSame(
    versions,
    Array.from({ length: 64 }, (_, i) => i + 1),
    'each touch is a version',
  );
  const { body: lead } = await get(`/v1/leads/${leadId}`);
  t.match(lead, { touchCount: 64, version: 64, emailNormalized: 'grace.hopper@navy.example' });
  const touches = await listAll<{ id: string }>(get, `/v1/leads/${leadId}/touches`);
  t.strictSame(new Set(touches.map(({ id }) => id)), new Set(answers.map(({ body }) => body.touchId)));
  t.equal((await get<Page<LeadOut>>('/v1/leads?email=GRACE.hopper@navy.example')).body.data.length, 1);
});

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

t.test('fifty writers of twenty increments each lose no update', async (t) => {
  const { post, patch, get } = await service.makeWorkspace();
  const { body: made } = await post('/v1/leads', { email: 'counter@acme.example', attributes: { counter: 0 } });
  const path = `/v1/leads/${made.lead.id}`;
  const versions: number[] = [];
  let conflicts = 0;
  await together(50, 50, async (writer) => {
    const instance = writer % 2;
    let known: LeadOut = made.lead;
    let pause = FIRST_PAUSE_MS;
    for (let done = 0; done < 20; ) {
      const counter = Number(known.attributes?.counter) + 1;
      const ifMatch = { 'if-match': `"${known.version}"` };
      const answer = await patch(path, { attributes: { counter } }, { headers: ifMatch, instance });
      if (answer.status === 200) {
        versions.push(answer.body.version);
        known = answer.body;
        pause = FIRST_PAUSE_MS;
        done++;
        continue;
      }
      conflicts++;
      if (answer.status !== 412) throw new Error(`answered ${answer.status}: ${answer.text}`);
      // As clients should: without growing pauses, fifty of them would mostly refuse each other.
      await setTimeout(Math.random() * pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
      known = (await get(path, { instance })).body;
    }
  });
  const { body: lead } = await get(path);
  t.equal(lead.version, 1001);
  t.equal(lead.attributes?.counter, 1000);
  t.strictSame(
    versions.sort((a, b) => a - b),
    Array.from({ length: 1000 }, (_, i) => i + 2),
    'each version was given to one writer',
  );
  t.ok(conflicts > 0, 'and they did meet');
  const updates = await countOf(
    `select count(*) as n from events where subject_id = $1 and type = 'lead.updated'`,
    made.lead.id,
  );
  t.equal(updates, 1000);
});

t.test('one engagement event sent by many at once counts once', async (t) => {
  const { post, get } = await service.makeWorkspace();
  const { body: made } = await post('/v1/leads', { email: 'eager@acme.example' });
  const event = { leadId: made.lead.id, type: 'demo_requested', externalId: 'demo-1' };
  const answers = await together(32, 32, (i) =>
    post<{ id: string; duplicate: boolean; lead: LeadOut }>('/v1/engagement-events', event, { instance: i % 2 }),
  );
  t.equal(answers.filter(({ status }) => status === 201).length, 1);
  t.equal(answers.filter(({ status, body }) => status === 200 && body.duplicate).length, 31);
  t.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
  t.strictSame(new Set(answers.map(({ body }) => body.lead.version)), new Set([2]));
  const { body: lead } = await get(`/v1/leads/${made.lead.id}`);
  t.match(lead, { version: 2, score: { engagement: 25 }, temperature: 'hot', category: 'sql' });
});

t.test('creates, deletes and patches of the same few identities at once leave a whole database', async (t) => {
  const { post, call, patch } = await service.makeWorkspace();
  const statuses = new Map<number, number>();
  await together(400, 32, async (i) => {
    const instance = i % 2;
    const body = { email: `crowd${i % 7}@acme.example`, phone: `+4930123450${i % 5}`, externalId: `crowd-${i % 11}` };
    const made = await post('/v1/leads', body, { instance });
    const path = `/v1/leads/${made.body.lead.id}`;
    const second =
      i % 3 === 0
        ? await call('DELETE', path, undefined, { instance })
        : await patch(
            path,
            { email: i % 2 ? null : `crowd${(i + 1) % 7}@acme.example`, tags: [`t${i}`] },
            { instance },
          );
    for (const { status } of [made, second]) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  });
  t.strictSame(
    [...statuses.keys()].filter((status) => ![200, 201, 204, 404, 422].includes(status)),
    [],
    'nothing else was answered',
  );
  const orphans = await countOf(
    'select count(*) as n from lead_keys k where not exists (select from leads l where l.id = k.lead_id)',
  );
  t.equal(orphans, 0);
  const stale = await countOf(
    `select count(*) as n from lead_keys k join leads l on l.id = k.lead_id
      where (k.kind = 'email' and k.value <> all (coalesce(l.other_emails, '{}') || coalesce(l.email_normalized, '')))
         or (k.kind = 'phone' and k.value <> all (coalesce(l.other_phones, '{}') || coalesce(l.phone_normalized, '')))`,
  );
  t.equal(stale, 0, 'no lead is found by what it no longer has');
  const miscounted = await countOf(
    'select count(*) as n from leads l where touch_count <> (select count(*) from touches where lead_id = l.id)',
  );
  t.equal(miscounted, 0);
  t.strictSame(await eventFaults(sql), []);
});
