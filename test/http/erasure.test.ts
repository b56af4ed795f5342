import t, { type Test } from 'tap';
import { mergePersonal, undeclaredMembers } from '../../src/core/erasure/split.js';
import type { EventType } from '../../src/core/events/events.js';
import { type BatchOut, type LeadOut, openService, type Page, type ProblemOut, type Reply } from './ingest-fixture.js';

const service = await openService(t);
const { sql } = service;

interface Told {
  sequence: number;
  type: string;
  subjectId: string;
  erasedAt?: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}
interface Halves {
  before?: unknown;
  after?: unknown;
  decision?: object;
  manual?: object;
}
interface Named {
  id: string;
}

let count = 0;
const markers = new Set<string>();
/** A value that occurs nowhere else; case and surroundings may change on its way. */
const mark = (): string => {
  count += 1;
  const value = `Canary${count}Zq`;
  markers.add(value);
  return value;
};
const phone = (): string => {
  count += 1;
  const value = `4155552${String(count).padStart(3, '0')}`;
  markers.add(value);
  return `+1${value}`;
};
const email = (): string => `${mark()}@${mark()}.com`;

/** With an Idempotency-Key that is personal itself: the answers are remembered. */
const keyed = () => ({ headers: { 'idempotency-key': mark() } });
const sent = async <Body>(t: Test, reply: Promise<Reply<Body>>): Promise<Body> => {
  const { status, text, body } = await reply;
  t.ok(status < 300, text);
  return body;
};

/** Every marker value in any row of any table, as in a dump. */
async function found(values: Iterable<string>): Promise<string[]> {
  const tables = await sql<{ name: string }>(
    `select relname as name from pg_class join pg_namespace n on n.oid = relnamespace
      where nspname = 'public' and relkind = 'r'`,
  );
  const places: string[] = [];
  for (const { name } of tables) {
    const rows = await sql<{ value: string }>(
      `select distinct marker.value from ${name} as stored, unnest($1::text[]) as marker(value)
        where strpos(lower(stored::text), lower(marker.value)) > 0`,
      [[...values]],
    );
    places.push(...rows.map(({ value }) => `${name}: ${value}`));
  }
  return places;
}

const facts = () => ({
  email: email(),
  phone: phone(),
  otherEmails: [email()],
  otherPhones: [phone()],
  firstName: mark(),
  lastName: mark(),
  jobTitle: mark(),
  organizationName: mark(),
  industry: mark(),
  street: mark(),
  city: mark(),
  region: mark(),
  postalCode: mark(),
  country: 'US',
  products: [mark()],
  need: mark(),
  competitorProducts: [mark()],
  consentBasis: mark(),
  tags: [mark()],
  description: mark(),
  externalId: mark(),
  externalSystem: mark(),
  attributes: { note: mark(), [mark()]: 7 },
});

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  markers.clear();
  const { workspaceId, post: bare, patch: barePatch, get, call } = await service.makeWorkspace();
  const post = <Body = LeadOut>(t: Test, path: string, body: object = {}) => sent(t, bare<Body>(path, body, keyed()));
  const patch = <Body = LeadOut>(t: Test, path: string, body: object) => sent(t, barePatch<Body>(path, body, keyed()));
  const remove = async (t: Test, path: string) => t.equal((await call('DELETE', path)).status, 204);
  const eventsOf = async (id: string) => (await get<Page<Told>>(`/v1/events?subjectId=${id}&limit=200`)).body.data;
  /** A lead with something personal on every road, converted, undone, disqualified, recycled, lost. */
  async function plantLead(t: Test): Promise<{ id: string; visitorId: string; key: string; body: object }> {
    const visitorId = mark();
    const source = { channel: 'web_form', name: 'Site' };
    await post(t, '/v1/visitor-events', {
      visitorId,
      type: 'page_viewed',
      properties: { q: mark() },
      externalId: mark(),
    });
    const body = { ...facts(), website: `https://${mark()}.com`, visitorId, source };
    const key = mark();
    const { lead } = await sent(t, bare('/v1/leads', body, { headers: { 'idempotency-key': key } }));
    const path = `/v1/leads/${lead.id}`;
    await post(t, '/v1/visitor-events', { visitorId, type: 'page_viewed', properties: { q: mark() } });
    await post(t, '/v1/leads/batch', {
      items: [{ email: body.email, need: mark() }, { email: 'bystander@example.com' }],
    });
    await post(t, '/v1/capture/leads', { email: body.email, description: mark() });
    await patch(t, path, { need: mark(), street: mark(), attributes: { more: mark() } });
    await patch(t, path, { phone: phone(), email: email() });
    const did = { leadId: lead.id, type: 'form_submitted', properties: { q: mark() }, externalId: mark() };
    await post(t, '/v1/engagement-events', did);
    const note = { kind: 'note', subject: mark(), body: mark(), externalId: mark(), metadata: { by: mark() } };
    await post(t, `${path}/activities`, note);
    const dueAt = '2030-01-01T00:00:00Z';
    const task = { leadId: lead.id, kind: 'call', title: `Call ${mark()}`, description: mark(), dueAt };
    const [first, second] = [await post<Named>(t, '/v1/tasks', task), await post<Named>(t, '/v1/tasks', task)];
    await patch(t, `/v1/tasks/${first.id}`, { title: mark() });
    await post(t, `/v1/tasks/${first.id}/complete`, { outcome: 'successful', note: mark() });
    await post(t, `/v1/tasks/${second.id}/skip`, { reason: mark() });
    const referrer = { partner: mark() };
    const referral = await post<Named>(t, '/v1/referrals', { referrer, referredLeadId: lead.id, note: mark() });
    await patch(t, `/v1/referrals/${referral.id}`, { note: mark() });
    const rep = await sent(t, bare<Named>('/v1/reps', { name: 'Rae', email: `rae${count}@example.com` }));
    await post(t, `${path}/owner`, { repId: rep.id, reason: mark() });
    await post(t, `${path}/category`, { category: 'mql', reason: mark() });
    await post(t, `${path}/handoff`, { repId: rep.id });
    await post(t, `${path}/sla/pause`, { reason: mark() });
    await post(t, `${path}/handoff/reject`, { reason: 'no_budget', evidence: mark() });
    await post(t, '/v1/deals', { leadId: lead.id, currency: 'EUR', name: mark(), competitor: mark() });
    await post(t, `${path}/conversion`, { deal: { currency: 'EUR', amount: '5', name: mark() }, won: true });
    await post(t, `${path}/conversion/undo`);
    const wakeWhen = { condition: { type: 'field', field: 'city', operator: 'eq', value: mark() } };
    await post(t, `${path}/park`, { reason: 'other', detail: mark(), competitor: mark(), wakeWhen });
    await post(t, `${path}/disqualify`, { reason: 'other', detail: mark() });
    const recycle = async () => {
      await sql(`update leads set category_since = category_since - interval '40 days' where id = $1`, [lead.id]);
      await post(t, `${path}/recycle`, { reason: mark(), product: mark() });
    };
    await recycle();
    await post(t, `${path}/stage`, { stage: 'sql', reason: mark() });
    await post(t, `${path}/lose`, { reason: 'competitor', detail: mark(), competitor: mark() });
    await recycle();
    return { id: lead.id, visitorId, key, body };
  }
  return { workspaceId, plantLead, eventsOf, remove, get, bare, post, patch, call };
}

t.test('of a deleted lead no value that was ever sent is in any table', async (t) => {
  const { workspaceId, plantLead, eventsOf, remove, get, bare } = await makeWorkspace();
  const { id, visitorId, key, body } = await plantLead(t);
  t.ok(markers.size >= 60, `${markers.size} values`);
  const there = await found(markers);
  t.ok(there.length > markers.size, 'they were there');
  const before = await eventsOf(id);
  const rows = await sql<{ type: EventType; data: object; personal: object | null }>(
    'select type, data, personal from events where workspace_id = $1',
    [workspaceId],
  );
  t.ok(rows.length > 0);
  t.strictSame([...new Set(rows.flatMap(({ type, data }) => undeclaredMembers(type, data)))], [], 'declared');
  t.strictSame([...new Set(rows.flatMap(({ type, personal }) => undeclaredMembers(type, personal ?? {})))], []);
  const score = before.find(({ type }) => type === 'lead.created')?.after?.score;

  await remove(t, `/v1/leads/${id}`);
  t.strictSame(await found(markers), []);

  const after = await eventsOf(id);
  t.equal(after.length, before.length + 1, 'every event is still there');
  const created = after.find(({ type }) => type === 'lead.created');
  t.match(created, { erasedAt: /Z$/, after: { score, category: /./, facts: { kind: 'person', country: 'US' } } });
  t.equal(after.at(-1)?.type, 'lead.deleted');
  t.equal((await eventsOf(visitorId)).length, 0);
  t.equal((await get(`/v1/leads/${id}?asOf=${new Date().toISOString()}`)).status, 404);
  const { nextCursor, ...log } = (await get<Page<Told>>('/v1/events?limit=200')).body;
  t.ok(log.data.length > 0);
  t.ok(log.data.every(({ sequence }, index) => sequence === index + 1) && nextCursor, 'numbered without gaps');

  const again = await bare<ProblemOut>('/v1/leads', body, { headers: { 'idempotency-key': key } });
  t.match(again, { status: 410, body: { code: 'answer_erased' } });
  const other = await bare<ProblemOut>('/v1/leads', {}, { headers: { 'idempotency-key': key } });
  t.ok(other.status === 400 || other.status === 422, 'another request with that key is refused as before');
  t.strictSame(await found(markers), [], 'a repetition brings nothing back');
});

t.test('of a deleted customer nothing personal is left, and its deals count as before', async (t) => {
  const { bare, post, get, patch, remove, call, eventsOf } = await makeWorkspace();
  const { lead } = await sent(t, bare('/v1/leads', { ...facts(), website: `https://${mark()}.com` }, keyed()));
  const deal = { currency: 'EUR', amount: '12.5', name: mark() };
  await post(t, `/v1/leads/${lead.id}/conversion`, { deal, won: true });
  const customers = (await get<Page<Named>>(`/v1/customers?leadId=${lead.id}`)).body.data;
  t.equal(customers.length, 2, 'the person and the organization');
  for (const { id } of customers) {
    await patch(t, `/v1/customers/${id}`, { description: mark(), tags: [mark()] });
    await post(t, `/v1/customers/${id}/churn`, { reason: 'other', detail: mark() });
    const again = { customerId: id, currency: 'EUR', amount: '7', name: mark(), competitor: mark() };
    const { id: dealId } = await post<Named>(t, '/v1/deals', again);
    await post(t, `/v1/deals/${dealId}/lose`, { reason: 'other', detail: mark() });
  }
  const report = '/v1/reports/sales?from=2020-01-01T00:00:00Z&before=2100-01-01T00:00:00Z';
  // A deleted lead counts no more, its deals and customers do.
  const countedOf = async () => ({ ...(await get<object>(report)).body, leads: undefined });
  const counted = await countedOf();
  await remove(t, `/v1/leads/${lead.id}`);
  t.ok((await found(markers)).length > 0, 'a customer outlives its lead');
  const [one, two] = customers as [Named, Named];
  t.equal(
    (await call('DELETE', `/v1/customers/${one.id}`, undefined, { headers: { 'if-match': '"99"' } })).status,
    412,
  );
  for (const { id } of [one, two]) {
    await remove(t, `/v1/customers/${id}`);
    t.equal((await get(`/v1/customers/${id}`)).status, 404);
    t.equal((await call('DELETE', `/v1/customers/${id}`)).status, 404);
    t.equal((await eventsOf(id)).at(-1)?.type, 'customer.deleted');
  }
  t.equal((await get<Page<Named>>('/v1/customers')).body.data.length, 0);
  t.strictSame(await found(markers), []);
  const won = (await get<Page<{ amount: string; name?: string }>>('/v1/deals?status=won')).body.data;
  t.strictSame(
    won.map(({ amount, name }) => ({ amount, name })),
    [{ amount: '12.50', name: undefined }],
  );
  t.strictSame(await countedOf(), counted);
});

t.test('a customer that goes before its lead leaves nothing that the deletion of the lead cannot take', async (t) => {
  const { bare, post, get, remove } = await makeWorkspace();
  const { lead } = await sent(t, bare('/v1/leads', { ...facts() }, keyed()));
  await post(t, '/v1/deals', { leadId: lead.id, currency: 'EUR', name: mark() });
  await post(t, `/v1/leads/${lead.id}/conversion`, { deal: { currency: 'EUR', name: mark() }, won: false });
  for (const { id } of (await get<Page<Named>>(`/v1/customers?leadId=${lead.id}`)).body.data) {
    await remove(t, `/v1/customers/${id}`);
  }
  t.equal((await get(`/v1/leads/${lead.id}`)).body.id, lead.id, 'the lead stays');
  await remove(t, `/v1/leads/${lead.id}`);
  t.strictSame(await found(markers), []);
});

t.test(
  'events of a version that kept personal values in their data read the same, and are erased as well',
  async (t) => {
    const { workspaceId, plantLead, get, remove } = await makeWorkspace();
    const { id } = await plantLead(t);
    const feed = async () => (await get<Page<Told>>(`/v1/events?subjectId=${id}&limit=200`)).text;
    const plain = (text: string) => JSON.stringify(sorted(JSON.parse(text).data));
    const [now, timeline] = [await feed(), (await get(`/v1/leads/${id}/timeline?limit=200`)).text];
    const rows = await sql<{ sequence: string; data: Halves; personal: Halves }>(
      'select sequence, data, personal from events where workspace_id = $1 and personal is not null',
      [workspaceId],
    );
    const whole = rows.map(({ data, personal: { manual, before, after } }) => ({
      before: mergePersonal(data.before, before),
      after: mergePersonal(data.after, after),
      decision: data.decision && { ...data.decision, manual },
    }));
    await sql(
      `update events set personal = null, data = whole.data::json
       from unnest($2::bigint[], $3::text[]) as whole(sequence, data)
      where events.workspace_id = $1 and whole.sequence = events.sequence`,
      [workspaceId, rows.map(({ sequence }) => sequence), whole.map((data) => JSON.stringify(data))],
    );
    t.equal(plain(await feed()), plain(now));
    t.strictSame(
      sorted(JSON.parse((await get(`/v1/leads/${id}/timeline?limit=200`)).text)),
      sorted(JSON.parse(timeline)),
    );
    await sql('update idempotency_keys set subject_ids = null where workspace_id = $1 and erased_at is null', [
      workspaceId,
    ]);
    await remove(t, `/v1/leads/${id}`);
    t.strictSame(await found(markers), []);
  },
);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, of]) => [name, sorted(of)]),
  );
}

t.test('a caller that submits a lead while it is deleted has a whole lead afterwards or none', async (t) => {
  const { bare, call, remove } = await makeWorkspace();
  for (let round = 0; round < 5; round++) {
    const address = email();
    const { lead } = await sent(t, bare('/v1/leads', { email: address, need: mark() }, keyed()));
    const key = mark();
    const submit = () => bare('/v1/leads', { email: address, need: mark() }, { headers: { 'idempotency-key': key } });
    const [first] = await Promise.all([submit(), call('DELETE', `/v1/leads/${lead.id}`), submit(), submit()]);
    const left = first.body?.lead?.id;
    const ids = new Set([lead.id, ...(left === undefined ? [] : [left])]);
    const rows = await sql<Named>('select id from leads where id = any($1::uuid[])', [[...ids]]);
    for (const { id } of rows) await remove(t, `/v1/leads/${id}`);
    t.strictSame(await found(markers), []);
  }
});

t.test('a batch whose answer names a deleted lead is not answered again, and not carried out again', async (t) => {
  const { bare, remove } = await makeWorkspace();
  const items = [{ email: email() }, { email: email() }];
  const headers = { 'idempotency-key': mark() };
  const first = await sent(t, bare<BatchOut>('/v1/leads/batch', { items }, { headers }));
  const [{ leadId } = { leadId: undefined }] = first.results as { leadId?: string }[];
  const id = leadId ?? JSON.stringify(first).match(/[0-9a-f]{8}-[0-9a-f-]{27}/)?.[0];
  await remove(t, `/v1/leads/${id}`);
  const again = await bare<ProblemOut>('/v1/leads/batch', { items }, { headers });
  t.match(again, { status: 410, body: { code: 'answer_erased' } });
});
