/** Merges of sources and campaigns over HTTP: all that counts by them, and that an undone merge leaves nothing. */
import t from 'tap';
import type { Static } from 'typebox';
import type { CampaignSchema } from '../../src/http/schemas/campaigns.js';
import type { SourceSchema } from '../../src/http/schemas/sources.js';
import {
  type LeadOut,
  listAll,
  openService,
  type ProblemOut,
  publishPolicy,
  type TestWorkspace,
  together,
} from './ingest-fixture.js';

type Source = Static<typeof SourceSchema>;
type Campaign = Static<typeof CampaignSchema>;
const service = await openService(t);
const SINCE = '2020-01-01T00:00:00Z';
let made = 0;

async function makeWorkspace(names: readonly string[] = ['Fair', 'Fiar', 'Web']) {
  const workspace = await service.makeWorkspace();
  const { post } = workspace;
  const ids: string[] = [];
  for (const name of names) {
    const created = await post<Source>('/v1/sources', { channel: 'event', name });
    t.equal(created.status, 201, created.text);
    ids.push(created.body.id);
  }
  const submit = async (name: string, campaign?: string, more: object = {}) => {
    made += 1;
    const source = { channel: 'event', name, ...(campaign !== undefined && { campaign }) };
    const { body, status, text } = await post('/v1/leads', { email: `p${made}@mill${made}.example`, ...more, source });
    if (status >= 300) throw new Error(text);
    return body.lead;
  };
  const merge = (from: number, into: number) =>
    post<Source>(`/v1/sources/${ids[from]}/merge`, { into: ids[into] ?? '' });
  const unmerge = (index: number) => post<Source>(`/v1/sources/${ids[index]}/unmerge`, undefined);
  const campaigns = () => listAll<Campaign>(workspace.get, '/v1/campaigns');
  return { ...workspace, ids, submit, merge, unmerge, campaigns };
}

const countOf = async ({ post }: Pick<TestWorkspace, 'post'>, where: object) =>
  (await post<{ count: number }>('/v1/leads/count', { where })).body.count;

async function grouped({ post }: Pick<TestWorkspace, 'post'>, metric: string, dimension: string) {
  const { body, text, status } = await post<{
    rows: { keys: { value: string | null; name?: string }[]; values: { value: number }[] }[];
    totals: { value: number }[];
  }>('/v1/reports/query', { metrics: [metric], groupBy: [dimension], from: SINCE });
  if (status !== 200) throw new Error(text);
  const rows = body.rows.map(
    ({ keys: [key], values: [value] }) => [key?.value ?? null, key?.name, value?.value] as const,
  );
  return { rows: rows.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)), total: body.totals[0]?.value };
}

/** Everything that is read by sources and campaigns. */
async function readings({ post, get, ids, campaigns }: Awaited<ReturnType<typeof makeWorkspace>>) {
  const field = (name: string, value: string) => ({ type: 'field', field: name, operator: 'eq', value });
  const found: Record<string, unknown> = {};
  for (const dimension of ['sourceId', 'campaignId', 'source.name', 'source.campaign'])
    for (const metric of ['leads_created', 'touches'])
      found[`${metric} by ${dimension}`] = await grouped({ post }, metric, dimension);
  const aggregate = { groupBy: ['sourceId', 'campaignId'] };
  found.aggregate = (await post<object>('/v1/leads/aggregate', aggregate)).body;
  for (const id of ids) {
    found[`leads of ${id}`] = (await listAll(get, `/v1/leads?sourceId=${id}`)).map((lead) => [
      lead.id,
      lead.sourceName,
    ]);
    found[`touches of ${id}`] = (await listAll(get, `/v1/touches?sourceId=${id}`)).map((touch) => touch.id);
    found[`search ${id}`] = await countOf({ post }, field('sourceId', id));
    found[`campaigns of ${id}`] = (await listAll(get, `/v1/campaigns?sourceId=${id}`)).map((one) => one.id);
  }
  for (const name of ['Fair', 'Fiar', 'Web']) found[name] = await countOf({ post }, field('source.name', name));
  for (const { id } of await campaigns()) found[id] = await countOf({ post }, field('campaignId', id));
  return found;
}

t.test('a merged source counts as the other one, by whichever name and id it is asked for', async (t) => {
  const workspace = await makeWorkspace();
  const { ids, submit, merge, get, post } = workspace;
  const [fair = '', fiar = ''] = ids;
  await submit('Fair', 'Booth');
  const wrong = await submit('Fiar', 'Booth');
  await submit('Web');
  const preview = await post<object>(`/v1/sources/${fiar}/merge/preview`, { into: fair });
  t.match(preview.body, {
    ...{ from: { id: fiar, name: 'Fiar' }, into: { name: 'Fair' }, survivor: { id: fair } },
    ...{ leads: 1, touches: 1, campaigns: 1, joinedCampaigns: 1, deals: 0 },
  });
  t.match(
    (await get<Source>(`/v1/sources/${fiar}`)).body,
    { mergedInto: null, version: 1 },
    'a preview changes nothing',
  );
  t.match((await merge(1, 0)).body, { id: fiar, mergedInto: fair, survivorId: fair, version: 2 });
  t.match((await merge(1, 0)).body, { version: 2 }, 'the same merge again changes nothing');
  const late = await submit(' FIAR ');
  t.same(await grouped(workspace, 'leads_created', 'sourceId'), {
    rows: [
      [fair, 'Fair', 3],
      [ids[2], 'Web', 1],
    ].sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
    total: 4,
  });
  t.match(await grouped(workspace, 'touches', 'campaignId'), { total: 4 });
  t.equal(
    (await grouped(workspace, 'touches', 'campaignId')).rows.filter(([id]) => id !== null).length,
    1,
    'one campaign',
  );
  for (const id of [fair, fiar]) {
    t.equal((await listAll(get, `/v1/leads?sourceId=${id}`)).length, 3);
    t.equal((await listAll(get, `/v1/touches?sourceId=${id}`)).length, 3);
    t.equal(await countOf(workspace, { type: 'field', field: 'sourceId', operator: 'eq', value: id }), 3);
    t.equal(await countOf(workspace, { type: 'field', field: 'sourceId', operator: 'neq', value: id }), 1);
    t.equal(await countOf(workspace, { type: 'related', relation: 'touches', sourceIds: [id] }), 3);
  }
  for (const name of ['Fair', 'fiar'])
    t.equal(await countOf(workspace, { type: 'field', field: 'source.name', operator: 'eq', value: name }), 3, name);
  const read = await get<LeadOut>(`/v1/leads/${wrong.id}`);
  t.match(read.body, { sourceId: fiar, sourceName: 'Fair', campaignName: 'Booth' });
  t.match((await get<LeadOut>(`/v1/leads/${late.id}`)).body, { sourceId: fiar, sourceName: 'Fair' });
  t.same(
    (await listAll<Source>(get, '/v1/sources?merged=true')).map(({ name }) => name),
    ['Fiar'],
  );
});

t.test('an undone merge leaves everything as before, with what came since for its own name', async (t) => {
  const workspace = await makeWorkspace();
  const { submit, merge, unmerge, campaigns, post, get } = workspace;
  for (const name of ['Fair', 'Fiar', 'Web', 'Fiar']) await submit(name, 'Booth');
  await submit('Fiar', 'Stand');
  const before = await readings(workspace);
  await merge(1, 0);
  t.notSame(await readings(workspace), before);
  t.equal((await unmerge(1)).body.mergedInto, null);
  t.same(await readings(workspace), before);
  await merge(1, 0);
  const late = await submit('Fiar', 'Late');
  await unmerge(1);
  const { ids } = workspace;
  t.match((await get<LeadOut>(`/v1/leads/${late.id}`)).body, { sourceId: ids[1], sourceName: 'Fiar' });
  t.equal((await campaigns()).find(({ name }) => name === 'Late')?.sourceId, ids[1]);
  t.equal((await post(`/v1/sources/${ids[1]}/unmerge`, undefined)).status, 409, 'there is no merge to undo');
});

t.test('chains of merges end at the last, circles are refused, and each merge is undone by itself', async (t) => {
  const workspace = await makeWorkspace();
  const { ids, submit, merge, unmerge, post, get } = workspace;
  for (const name of ['Fair', 'Fiar', 'Web']) await submit(name);
  await merge(0, 1);
  await merge(1, 2);
  t.match((await get<Source>(`/v1/sources/${ids[0]}`)).body, { mergedInto: ids[1], survivorId: ids[2] });
  t.same((await grouped(workspace, 'leads_created', 'sourceId')).rows, [[ids[2], 'Web', 3]]);
  const refused = async (from: number, body: object, code: string) => {
    const { status, body: problem } = await post<ProblemOut>(`/v1/sources/${ids[from]}/merge`, body);
    t.match({ status, errors: problem.errors }, { status: 422, errors: [{ pointer: '/into', code }] });
  };
  await refused(2, { into: ids[0] }, 'merge_refused');
  await refused(2, { into: ids[2] }, 'merge_refused');
  t.equal((await merge(0, 2)).status, 409, 'merged already');
  const other = await post<Source>('/v1/sources', { channel: 'web_form', name: 'Fair' });
  await refused(2, { into: other.body.id }, 'merge_refused');
  await refused(2, { into: '0198f0de-0000-7000-8000-000000000000' }, 'reference_not_found');
  await unmerge(1);
  t.equal((await grouped(workspace, 'leads_created', 'sourceId')).rows.length, 2);
  t.match((await get<Source>(`/v1/sources/${ids[0]}`)).body, { survivorId: ids[1] });
});

t.test('credits of attribution and costs are those of the survivor', async (t) => {
  const workspace = await makeWorkspace();
  const { ids, submit, merge, post, get } = workspace;
  for (const name of ['Fair', 'Fiar', 'Web']) {
    const lead = await submit(name, 'Booth');
    const moved = await post(`/v1/leads/${lead.id}/category`, { category: 'mql', reason: 'Met in person' });
    t.equal(moved.status, 200, moved.text);
  }
  const cost = { from: '2026-01-01', before: '2026-02-01', amount: '10.00', currency: 'EUR', kind: 'media' };
  const recorded = await post('/v1/costs', { ...cost, sourceId: ids[1] });
  t.equal(recorded.status, 201, recorded.text);
  await merge(1, 0);
  const { body, text } = await post<{ rows: { keys: { value: string }[]; values: { conversions: string }[] }[] }>(
    '/v1/reports/attribution',
    { models: ['first'], conversion: 'mql', groupBy: ['sourceId'], from: SINCE },
  );
  const rows = body.rows?.map(({ keys, values }) => [keys[0]?.value, Number(values[0]?.conversions)]) ?? text;
  t.same(
    new Map(rows as [string, number][]),
    new Map([
      [ids[0] ?? '', 2],
      [ids[2] ?? '', 1],
    ]),
  );
  for (const id of ids.slice(0, 2)) t.equal((await listAll(get, `/v1/costs?sourceId=${id}`)).length, 1);
});

t.test('the report of sales has one group for a merged source, which either id filters', async (t) => {
  const { ids, merge, post, get, submit } = await makeWorkspace();
  for (const name of ['Fair', 'Fiar', 'Web']) {
    const lead = await submit(name);
    const lost = await post(`/v1/leads/${lead.id}/lose`, { reason: 'price' });
    t.equal(lost.status, 200, lost.text);
  }
  const report = async (query = '') =>
    (
      await get<{ leads: { lostLeads: number }; leadGroups: { key: string; lostLeads: number }[] }>(
        `/v1/reports/sales?groupBy=source${query}`,
      )
    ).body;
  t.equal((await report()).leadGroups.length, 3);
  await merge(1, 0);
  const groups = (await report()).leadGroups.map(({ key, lostLeads }) => [key, lostLeads] as const);
  t.same(
    new Map(groups),
    new Map([
      [ids[0] ?? '', 2],
      [ids[2] ?? '', 1],
    ]),
  );
  for (const id of ids.slice(0, 2)) t.equal((await report(`&sourceId=${id}`)).leads.lostLeads, 2);
});

t.test('campaigns are merged within a source, and a source whose campaigns are merged is not split', async (t) => {
  const { ids, submit, merge, unmerge, campaigns, post, get } = await makeWorkspace();
  await submit('Fair', 'Booth');
  await submit('Fiar', 'Boot');
  const idOf = async (name: string) => (await campaigns()).find((one) => one.name === name)?.id ?? '';
  const [booth, boot] = [await idOf('Booth'), await idOf('Boot')];
  const mergeCampaign = () => post<Campaign>(`/v1/campaigns/${boot}/merge`, { into: booth });
  t.equal((await mergeCampaign()).status, 422, 'of two sources');
  await merge(1, 0);
  t.match((await post<object>(`/v1/campaigns/${boot}/merge/preview`, { into: booth })).body, {
    leads: 1,
    campaigns: 0,
  });
  t.match((await mergeCampaign()).body, { mergedInto: booth, survivorId: booth });
  t.equal((await listAll(get, `/v1/leads?campaignId=${booth}`)).length, 2);
  t.equal((await listAll(get, `/v1/leads?campaignId=${boot}`)).length, 2);
  t.equal((await unmerge(1)).status, 409);
  t.equal((await post(`/v1/campaigns/${boot}/unmerge`, undefined)).status, 200);
  t.equal((await unmerge(1)).status, 200);
  t.equal((await listAll(get, `/v1/leads?campaignId=${booth}`)).length, 1);
  t.equal((await listAll(get, `/v1/campaigns?sourceId=${ids[0]}`)).length, 1);
});

t.test('a campaign that begins after the merge of its source joins the one of its name', async (t) => {
  const workspace = await makeWorkspace();
  const { submit, merge, unmerge, post, ids } = workspace;
  await merge(1, 0);
  await submit('Fiar', 'Booth');
  await submit('Fair', 'booth');
  await post('/v1/campaigns', { sourceId: ids[1], name: 'Stand' });
  const planned = await post<Campaign>('/v1/campaigns', { sourceId: ids[0], name: 'Stand' });
  t.equal(planned.body.survivorId, planned.body.id, 'the one of the surviving source');
  t.same(
    (await grouped(workspace, 'leads_created', 'campaignId')).rows.map(([, name, count]) => [name, count]),
    [['booth', 2]],
  );
  await unmerge(1);
  t.equal((await grouped(workspace, 'leads_created', 'campaignId')).rows.length, 2);
});

t.test('segments and rules that name the old source hold for the leads of both', async (t) => {
  const { ids, submit, merge, unmerge, post, get } = await makeWorkspace();
  const named = (field: string, value: string | undefined) => ({ type: 'field', field, operator: 'eq', value });
  const segment = await post<{ id: string }>('/v1/segments', {
    ...{ name: 'Old fair', kind: 'dynamic', condition: named('sourceId', ids[1]) },
  });
  t.equal(segment.status, 201, segment.text);
  const path = '/v1/classification-policies/1';
  const { document } = (await get<{ document: { temperature: { rules: object[] } } }>(path)).body;
  const rule = { id: 'old_fair', label: 'Old fair', when: named('source.name', 'Fiar'), temperature: 'hot' };
  const temperature = { ...document.temperature, rules: [rule, ...document.temperature.rules] };
  await publishPolicy({ post }, '/v1/classification-policies', { ...document, temperature });
  while ((await service.apps[0]?.services.jobs.runDue())?.ran);
  const hot = async () =>
    (await Promise.all(['Fair', 'Fiar', 'Web'].map((name) => submit(name)))).map((lead) => lead.temperature);
  t.same(await hot(), ['cold', 'hot', 'cold']);
  await merge(1, 0);
  t.same(await hot(), ['hot', 'hot', 'cold'], 'the survivor as well');
  const members = () => listAll(get, `/v1/segments/${segment.body.id}/leads`);
  await service.apps[0]?.services.segmentPasses.runDue();
  t.equal((await members()).length, 4);
  await unmerge(1);
  t.same(await hot(), ['cold', 'hot', 'cold']);
  await service.apps[0]?.services.segmentPasses.runDue();
  t.equal((await members()).length, 3);
});

t.test(
  'leads that arrive while sources are merged and split all count, under their own names in the end',
  async (t) => {
    const workspace = await makeWorkspace();
    const { submit, merge, unmerge } = workspace;
    const arriving = together(40, 8, (index) => submit(index % 2 === 0 ? 'Fair' : 'Fiar', `Booth ${index % 5}`));
    for (let round = 0; round < 5; round++) {
      t.equal((await merge(1, 0)).status, 200);
      t.equal((await unmerge(1)).status, 200);
    }
    await arriving;
    t.match(
      (await grouped(workspace, 'leads_created', 'sourceId')).rows.map(([, name, count]) => `${name} ${count}`).sort(),
      ['Fair 20', 'Fiar 20'],
    );
    await merge(1, 0);
    t.match(await grouped(workspace, 'leads_created', 'sourceId'), { rows: [[/./, 'Fair', 40]], total: 40 });
    t.equal((await grouped(workspace, 'leads_created', 'campaignId')).rows.length, 5);
  },
);

t.test('over random histories an undone merge leaves no trace, and a merged one has the sum', async (t) => {
  const workspace = await makeWorkspace();
  const { ids, submit, merge, unmerge } = workspace;
  let state = 7;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const NAMES = ['Fair', 'Fiar', 'Web'];
  for (let round = 0; round < 6; round++) {
    for (let lead = 0; lead < 3; lead++)
      await submit(NAMES[random(3)] ?? 'Web', ['Booth', 'Stand', undefined][random(3)]);
    const before = await readings(workspace);
    const from = random(3);
    const into = (from + 1 + random(2)) % 3;
    t.equal((await merge(from, into)).status, 200);
    const countsOf = async (found: Record<string, unknown>) =>
      (found['leads_created by sourceId'] as Awaited<ReturnType<typeof grouped>>).rows;
    const rows = await countsOf(before);
    const sum = rows
      .filter(([id]) => id === ids[from] || id === ids[into])
      .reduce((total, [, , count]) => total + (count ?? 0), 0);
    const merged = (await countsOf(await readings(workspace))).find(([id]) => id === ids[into]);
    t.equal(merged?.[2] ?? 0, sum, 'the sum of both');
    t.equal((await unmerge(from)).status, 200);
    t.same(await readings(workspace), before);
  }
});
