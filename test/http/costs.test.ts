/** Entries of costs over HTTP: places, corrections, batches, lists. */
import t from 'tap';
import type { Static } from 'typebox';
import type { CostBatchResult, CostSchema } from '../../src/http/schemas/costs.js';
import { openService, type ProblemOut } from './ingest-fixture.js';

type CostOut = Static<typeof CostSchema>;
interface Page {
  data: CostOut[];
  nextCursor: string | null;
}

const NOW = Date.UTC(2026, 5, 15, 9);
const service = await openService(t, { clock: () => NOW });
const MARCH = { from: '2026-03-01', before: '2026-04-01', currency: 'EUR', kind: 'media' };

async function makeWorkspace() {
  const { post, get, workspaceId } = await service.makeWorkspace();
  const source = (await post<{ id: string }>('/v1/sources', { channel: 'event', name: 'Fair' })).body.id;
  const campaign = (await post<{ id: string }>('/v1/campaigns', { sourceId: source, name: 'Booth' })).body.id;
  const add = async (more: object): Promise<CostOut> => {
    const answer = await post<CostOut>('/v1/costs', { ...MARCH, amount: '100', ...more });
    t.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const refused = async (more: object) => {
    const answer = await post<ProblemOut>('/v1/costs', { ...MARCH, amount: '100', ...more });
    return [answer.status, answer.body.code, answer.body.errors?.[0]?.pointer];
  };
  const listed = async (query: string) => {
    const answer = await get<Page>(`/v1/costs?${query}`);
    t.equal(answer.status, 200, answer.text);
    return answer.body.data.map(({ id }) => id);
  };
  return { post, get, source, campaign, add, refused, listed, workspaceId };
}

t.test('an entry belongs to a source, one of its campaigns, or the source of a lead', async (t) => {
  const { post, get, source, campaign, add, refused } = await makeWorkspace();
  const bySource = await add({ sourceId: source, note: 'Booth and travel' });
  t.match(bySource, { sourceId: source, sourceName: 'Fair', amount: '100.00', note: 'Booth and travel' });
  t.match(await add({ campaignId: campaign }), { sourceId: source, campaignId: campaign, campaignName: 'Booth' });
  const sent = { email: 'ada@costs.example', source: { channel: 'event', name: 'Fair', campaign: 'Booth' } };
  const { lead } = (await post('/v1/leads', sent)).body;
  t.match(await add({ leadId: lead.id }), { sourceId: source, campaignId: campaign, leadId: lead.id });
  t.strictSame((await get<CostOut>(`/v1/costs/${bySource.id}`)).body, bySource);
  t.strictSame(await refused({}), [422, 'rule_refused', '/sourceId']);
  t.strictSame(await refused({ sourceId: source, leadId: lead.id }), [422, 'rule_refused', '/leadId']);
  for (const name of ['sourceId', 'campaignId', 'leadId'])
    t.strictSame(await refused({ [name]: bySource.id }), [422, 'reference_not_found', `/${name}`]);
  t.strictSame(await refused({ correctsId: source }), [422, 'reference_not_found', '/correctsId']);
});

t.test('a period has at least a day and at most 3,653, and an amount is no float', async (t) => {
  const { source, add, refused } = await makeWorkspace();
  const on = (more: object) => ({ sourceId: source, ...more });
  t.strictSame(await refused(on({ before: '2026-03-01' })), [422, 'rule_refused', '/before']);
  t.strictSame(await refused(on({ from: '2010-01-01', before: '2026-03-01' })), [422, 'rule_refused', '/before']);
  t.strictSame(await refused(on({ from: '2026-02-30' })), [400, 'validation_failed', '/from']);
  t.strictSame(await refused(on({ amount: 100 })), [400, 'validation_failed', '/amount']);
  t.strictSame(await refused(on({ amount: '-1' })), [400, 'validation_failed', '/amount']);
  t.strictSame(await refused(on({ kind: 'bribe' })), [400, 'validation_failed', '/kind']);
  t.match(await add(on({ before: '2026-03-02', amount: '0.0001' })), { amount: '0.0001' });
});

t.test('a correction replaces an entry, which is corrected once; nothing is overwritten', async (t) => {
  const { get, source, campaign, add, refused, listed } = await makeWorkspace();
  const first = await add({ sourceId: source });
  const second = await add({ correctsId: first.id, amount: '80' });
  t.match(second, { sourceId: source, amount: '80.00', correctsId: first.id });
  t.strictSame(await refused({ correctsId: first.id }), [409, 'conflict', undefined]);
  const moved = await add({ correctsId: second.id, campaignId: campaign });
  t.match(moved, { campaignId: campaign });
  t.match((await get<CostOut>(`/v1/costs/${first.id}`)).body, { amount: '100.00', correctedById: second.id });
  t.strictSame(await listed('current=true'), [moved.id]);
  t.strictSame(await listed('current=false'), [second.id, first.id]);
  t.strictSame(await listed(''), [moved.id, second.id, first.id]);
});

t.test('lists are filtered by place, kind, currency and days, page by page', async (t) => {
  const { get, source, campaign, add, listed } = await makeWorkspace();
  const march = await add({ sourceId: source });
  const april = await add({ campaignId: campaign, from: '2026-04-01', before: '2026-05-01', kind: 'event' });
  const dollars = await add({ sourceId: source, currency: 'USD' });
  t.strictSame(await listed(`sourceId=${source}`), [dollars.id, april.id, march.id]);
  t.strictSame(await listed(`campaignId=${campaign}`), [april.id]);
  t.strictSame(await listed('kind=event'), [april.id]);
  t.strictSame(await listed('currency=USD'), [dollars.id]);
  t.strictSame(await listed('from=2026-04-01'), [april.id], 'an entry ends on the day before `before`');
  t.strictSame(await listed('before=2026-04-01'), [dollars.id, march.id]);
  t.strictSame(await listed('from=2026-03-31&before=2026-04-02'), [dollars.id, april.id, march.id]);
  const one = await get<Page>('/v1/costs?limit=2');
  const rest = await get<Page>(`/v1/costs?limit=2&cursor=${encodeURIComponent(one.body.nextCursor ?? '')}`);
  t.strictSame(
    [...one.body.data, ...rest.body.data].map(({ id }) => id),
    [dollars.id, april.id, march.id],
  );
  const reversed = await get<ProblemOut>('/v1/costs?from=2026-04-01&before=2026-03-01');
  t.match(reversed, { status: 400, body: { errors: [{ parameter: 'before' }] } });
});

t.test('the items of a batch are taken or refused one by one, and see those before them', async (t) => {
  const { post, source, add, listed } = await makeWorkspace();
  const first = await add({ sourceId: source });
  const item = { ...MARCH, amount: '50' };
  const items = [
    { ...item, correctsId: first.id },
    { ...item, correctsId: first.id },
    { ...item, amount: 'x' },
  ];
  const atomic = await post<ProblemOut>('/v1/costs/batch', { mode: 'atomic', items });
  t.match(atomic, { status: 422, body: { errors: [{ pointer: '/items/1' }, { pointer: '/items/2/amount' }] } });
  t.strictSame(await listed('current=true'), [first.id], 'nothing was written');
  const partial = await post<Static<typeof CostBatchResult>>('/v1/costs/batch', { items });
  t.match(partial.body, { created: 1, refused: 2, results: [{ status: 201 }, { status: 409 }, { status: 400 }] });
  t.strictSame(await listed('current=true'), [partial.body.results[0]?.id]);
});

t.test('each entry is an event; a deleted lead leaves its costs without its note', async (t) => {
  const { post, get, add } = await makeWorkspace();
  const { lead } = (await post('/v1/leads', { email: 'eve@costs.example' })).body;
  const { id } = await add({ leadId: lead.id, note: 'Eve of Example' });
  const events = await get<{ data: { subjectId: string; after: object }[] }>('/v1/events?type=cost.recorded');
  t.match(events.body.data, [{ subjectId: id, after: { amount: '100.00', currency: 'EUR' } }]);
  t.notMatch(events.text, /Eve/);
  t.equal((await post('/v1/erasures', { leadId: lead.id })).status, 202);
  await service.apps[0]?.services.jobs.runDue();
  const { body } = await get<CostOut>(`/v1/costs/${id}`);
  t.match(body, { amount: '100.00', leadId: undefined, note: undefined });
});
