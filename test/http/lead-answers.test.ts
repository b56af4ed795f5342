import t from 'tap';
import { openAssignment, START } from './assignment-fixture.js';
import { caller, type LeadOut } from './ingest-fixture.js';

const statements: string[] = [];
const { makeWorkspace, time, urls } = await openAssignment(t, { onStatement: (name) => statements.push(name) });

interface Named {
  ownerName?: string;
  teamName?: string;
  sourceName?: string;
  campaignName?: string;
}

const namesOf = ({ ownerName, teamName, sourceName, campaignName }: Named) => [
  ownerName,
  teamName,
  sourceName,
  campaignName,
];

async function withOneLead() {
  const { makeRep, makeTeam, publish, ...workspace } = await makeWorkspace();
  const rep = await makeRep('Grace Hopper');
  const teamId = await makeTeam('Europe', [rep]);
  await publish({ rules: [{ id: 'all', label: 'All', teamId, strategy: 'weighted' }] });
  const source = { channel: 'event', name: 'Spring fair', campaign: 'Booth 12' };
  const body = { email: 'ada@analytical.example', source };
  const headers = { 'idempotency-key': 'names-1' };
  const created = await workspace.post('/v1/leads', body, { headers });
  const replayed = await workspace.post('/v1/leads', body, { headers });
  return { ...workspace, rep, teamId, created, replayed };
}
const ALL = ['Grace Hopper', 'Europe', 'Spring fair', 'Booth 12'];

t.test('answers show names beside the ids of owner, team, source and campaign', async (t) => {
  const { get, post, created, replayed, rep } = await withOneLead();
  const { lead } = created.body;
  t.same(namesOf(lead), ALL, created.text);
  t.equal(replayed.text, created.text, 'the stored answer has them, too');
  t.same(namesOf((await get<Named>(`/v1/leads/${lead.id}`)).body), ALL);
  t.same((await get<{ data: Named[] }>('/v1/leads')).body.data.map(namesOf), [ALL]);
  t.match((await get(`/v1/leads/${lead.id}/assignment`)).body, {
    ownerName: 'Grace Hopper',
    teamName: 'Europe',
    decision: { repName: 'Grace Hopper', rules: [{ teamName: 'Europe' }], candidates: [{ repName: 'Grace Hopper' }] },
  });
  t.match((await get(`/v1/leads/${lead.id}/touches`)).body, {
    data: [{ sourceName: 'Spring fair', campaignName: 'Booth 12' }],
  });
  const task = { leadId: lead.id, kind: 'call', title: 'Call', dueAt: new Date(START).toISOString(), repId: rep.id };
  t.match(await post('/v1/tasks', task), { status: 201, body: { repName: 'Grace Hopper' } });
  const batch = await post<{ results: { result: { lead: Named } }[] }>('/v1/leads/batch', {
    items: [{ email: 'bo@analytical.example' }],
  });
  t.same(
    batch.body.results.map(({ result }) => [result.lead.ownerName, result.lead.teamName]),
    [['Grace Hopper', 'Europe']],
  );
});

t.test('configuration shows names as well, in the stored answer of a retry too', async (t) => {
  const { post, rep, get, created } = await withOneLead();
  const { sourceId } = created.body.lead;
  const headers = { 'idempotency-key': 'names-2' };
  time.now += 60_000;
  const campaign = await post('/v1/campaigns', { sourceId, name: 'Booth 14' }, { headers });
  t.match(campaign, { status: 201, body: { sourceName: 'Spring fair' } });
  const team = await post<{ id: string }>('/v1/teams', { name: 'Asia', members: [{ repId: rep.id, weight: 1 }] });
  t.match(team, { status: 201, body: { members: [{ repName: 'Grace Hopper' }] } });
  t.match((await get(`/v1/teams/${team.body.id}/rotation`)).body, {
    teamName: 'Asia',
    entries: [{ repName: 'Grace Hopper' }],
  });
});

t.test('a new name is shown at once where it was given, and within five seconds elsewhere', async (t) => {
  const { patch, get, rep, created } = await withOneLead();
  const path = `/v1/leads/${created.body.lead.id}`;
  const ownerName = async (instance: number) => (await get<Named>(path, { instance })).body.ownerName;
  t.same([await ownerName(0), await ownerName(1)], ['Grace Hopper', 'Grace Hopper']);
  const before = { headers: { 'if-none-match': (await get(path)).headers.etag ?? '' } };
  t.equal((await get(path, before)).status, 304);
  t.equal((await patch(`/v1/reps/${rep.id}`, { name: 'Rear Admiral Hopper' }, { instance: 0 })).status, 200);
  t.equal((await get(path, before)).status, 200, 'an answer with another name');
  t.equal(await ownerName(0), 'Rear Admiral Hopper');
  time.now += 5_001;
  t.equal(await ownerName(1), 'Rear Admiral Hopper');
});

t.test('the names of a page are one statement, and none while they are known', async (t) => {
  const { get, post } = await withOneLead();
  const items = Array.from({ length: 50 }, (_, index) => ({
    email: `n${index}@names.example`,
    source: { channel: 'event', name: `Fair ${index}` },
  }));
  await post('/v1/leads/batch', { items });
  time.now += 60_000;
  statements.length = 0;
  await get('/v1/leads');
  await get('/v1/leads');
  t.equal(statements.filter((name) => name === 'find_names').length, 1);
  t.same(
    (await get<{ data: Named[] }>('/v1/leads')).body.data.filter(({ sourceName }) => sourceName === undefined),
    [],
  );
});

t.test('a read includes what the caller wants, as the operations of its own answer it', async (t) => {
  const { get, post, call, created } = await withOneLead();
  const { lead } = created.body;
  const path = `/v1/leads/${lead.id}`;
  await post('/v1/leads', { email: lead.email, source: { channel: 'event', name: 'Autumn fair' } });
  await post('/v1/engagement-events', { leadId: lead.id, type: 'demo_requested' });
  const include = 'score,classification,assignment,lastTouch,source,owner';
  type Including = LeadOut & { included: Record<string, object> };
  const [alone, { body: listed }] = [
    await get<Including>(`${path}?include=${include}`),
    await get<{ data: Including[] }>(`/v1/leads?include=${include}`),
  ];
  const own = async (own: string) => (await get<object>(own)).body;
  const touches = await get<{ data: object[] }>(`${path}/touches`);
  const expected = {
    score: await own(`${path}/score`),
    classification: await own(`${path}/classification`),
    assignment: await own(`${path}/assignment`),
    lastTouch: touches.body.data[0],
    source: await own(`/v1/sources/${lead.sourceId}`),
    owner: await own(`/v1/reps/${lead.ownerId}`),
  };
  t.same(alone.body.included, expected);
  t.same(listed.data[0]?.included, expected);
  const found = await post<{ data: Including[] }>('/v1/leads/search', { include: include.split(',') });
  t.same(found.body.data[0]?.included, expected);
  t.same((await get<Including>(path)).body.included, undefined);
  const known = { headers: { 'if-none-match': alone.headers.etag ?? '' } };
  t.equal((await get(`${path}?include=${include}`, known)).status, 304);
  t.equal((await get(path, known)).status, 200, 'another answer has another tag');
  const match = { headers: { 'if-match': alone.headers.etag ?? '' } };
  t.equal((await call('PATCH', path, { jobTitle: 'CTO' }, match)).status, 200);
  const asOf = new Date(START).toISOString();
  t.match((await get<Including>(`${path}?include=score,assignment&asOf=${asOf}`)).body.included, {
    score: { leadId: lead.id },
    assignment: { ownerName: 'Grace Hopper' },
  });
  t.match(await get(`${path}?include=owner&asOf=${asOf}`), {
    status: 400,
    body: { errors: [{ parameter: 'include' }] },
  });
  t.match(await get('/v1/leads?include=score&limit=51'), { status: 400, body: { errors: [{ parameter: 'limit' }] } });
  t.match(await post('/v1/leads/search', { include: ['score'], limit: 51 }), {
    status: 400,
    body: { errors: [{ pointer: '/limit' }] },
  });
  t.match(await get(`${path}?include=secrets`), {
    status: 400,
    body: {
      errors: [
        {
          parameter: 'include',
          detail: `must be some of these, separated by commas: score, classification, assignment, lastTouch, source, owner`,
        },
      ],
    },
  });
});

t.test('an included part needs the scope of its own operation', async (t) => {
  const { post, created } = await withOneLead();
  const key = await post<{ token: string }>('/v1/api-keys', {
    kind: 'service',
    name: 'Reader',
    scopes: ['leads:read'],
  });
  t.equal(key.status, 201, key.text);
  const read = caller(urls, key.body.token);
  const path = `/v1/leads/${created.body.lead.id}`;
  t.equal((await read('GET', `${path}?include=score,lastTouch`)).status, 200);
  for (const name of ['owner', 'source'])
    t.match(await read('GET', `${path}?include=${name}`), { status: 403, body: { code: 'scope_missing' } });
});

t.test('a read shows only the facts that the caller wants, and always what every lead has', async (t) => {
  const { get, post, created } = await withOneLead();
  const path = `/v1/leads/${created.body.lead.id}`;
  const whole = (await get<LeadOut>(path)).body;
  const few = (await get<LeadOut>(`${path}?fields=email`)).body;
  t.match(few, { email: whole.email, emailNormalized: undefined, emailType: undefined });
  const always = ['id', 'version', 'kind', 'score', 'category', 'ownerName', 'links'];
  t.same(
    always.filter((name) => !(name in few)),
    [],
  );
  t.same((await get<{ data: LeadOut[] }>('/v1/leads?fields=email')).body.data, [few]);
  t.same((await post<{ data: LeadOut[] }>('/v1/leads/search', { fields: ['email'] })).body.data, [few]);
  const named = 'id,email,score,category,ownerId';
  t.same((await get<LeadOut>(`${path}?fields=${named}`)).body, few, 'what is always there may be named');
  t.same((await post<{ data: LeadOut[] }>('/v1/leads/search', { fields: named.split(',') })).body.data, [few]);
  const known = { headers: { 'if-none-match': (await get(`${path}?fields=email`)).headers.etag ?? '' } };
  time.now += 1_000;
  t.equal((await get(`${path}?fields=email`, known)).status, 304, 'later, and the same');
  t.match(await get(`${path}?fields=salary`), { status: 400, body: { errors: [{ parameter: 'fields' }] } });
});

t.test('what a page includes takes as many statements for fifty leads as for one', async (t) => {
  const { get, post } = await withOneLead();
  const count = async () => {
    statements.length = 0;
    const answer = await get<{ data: object[] }>(
      '/v1/leads?include=score,classification,assignment,lastTouch,source,owner',
    );
    t.equal(answer.status, 200, answer.text);
    return [answer.body.data.length, statements.length];
  };
  await count();
  const [one, few] = await count();
  const items = Array.from({ length: 49 }, (_, index) => ({
    email: `i${index}@included.example`,
    source: { channel: 'event', name: `Fair ${index}`, campaign: 'Booth 1' },
  }));
  await post('/v1/leads/batch', { items });
  await get('/v1/leads');
  const [fifty, most] = await count();
  t.same([one, fifty], [1, 50]);
  // Decisions that follow each other are stored as differences, which one more statement reads.
  t.ok((most ?? 0) <= (few ?? 0) + 1, `${most} statements for fifty leads, ${few} for one`);
});
