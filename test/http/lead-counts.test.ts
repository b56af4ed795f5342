import t from 'tap';
import type { Condition } from '../../src/core/condition.js';
import { field } from '../../src/core/conditions/build.js';
import { slowParts } from '../../src/core/conditions/slow-parts.js';
import { type LeadOut, openService, type Page, type ProblemOut, type TestWorkspace } from './ingest-fixture.js';

const service = await openService(t);

interface Aggregate {
  count: number;
  groups: {
    keys: { field: string; value: string | null; name?: string; type?: string }[];
    count: number;
    measures: { value: string | null }[];
  }[];
}

/** Finds leads by external id, in order. */
const finder =
  ({ post }: TestWorkspace) =>
  async (where: object): Promise<unknown> => {
    const { status, body } = await post<Page<LeadOut> & ProblemOut>('/v1/leads/search', { where });
    return status === 200 ? body.data.map(({ externalId }) => externalId).sort() : body.errors;
  };

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

t.test('events are found by their properties and sources', async (t) => {
  const workspace = await service.makeWorkspace();
  const find = finder(workspace);
  for (const [name, properties] of Object.entries({
    seven: { post: 7 },
    text: { post: '7' },
    eight: { post: 8, tags: ['Ü'] },
    bare: undefined,
  })) {
    const { lead } = (await workspace.post('/v1/leads', { externalId: name })).body;
    const event = { leadId: lead.id, type: 'content_liked', properties };
    const source = name === 'eight' ? { source: { channel: 'linkedin', name: 'Company page' } } : {};
    t.equal((await workspace.post('/v1/engagement-events', { ...event, ...source })).status, 201);
  }
  const liked = (...properties: object[]) => ({ type: 'engagement', engagementTypes: ['content_liked'], properties });
  t.strictSame(await find(liked({ name: 'post', operator: 'eq', value: 7 })), ['seven']);
  t.strictSame(await find(liked({ name: 'post', operator: 'in', value: ['7', 8] })), ['eight', 'text']);
  t.strictSame(await find(liked({ name: 'post', operator: 'lte', value: 8 })), ['eight', 'seven']);
  t.strictSame(await find(liked({ name: 'post', operator: 'not_exists' })), ['bare']);
  const both = [
    { name: 'tags', operator: 'contains', value: 'ü' },
    { name: 'post', operator: 'gt', value: 7 },
  ];
  t.strictSame(await find(liked(...both)), ['eight']);
  const { body: sources } = await workspace.get<Page<{ id: string; name: string }>>('/v1/sources');
  const sourceIds = sources.data.filter(({ name }) => name === 'Company page').map(({ id }) => id);
  t.strictSame(await find({ type: 'engagement', sourceIds }), ['eight']);
  t.match(await find(liked({ name: 'post', operator: 'older_than', value: 3 })), [
    { pointer: '/where/properties/0/operator', code: 'operator_invalid' },
  ]);
});

t.test('leads are found by touches, tasks, activities, referrals and deals', async (t) => {
  const workspace = await service.makeWorkspace();
  const { post } = workspace;
  const find = finder(workspace);
  const ids: Record<string, string> = {};
  for (const name of ['a', 'b', 'c']) {
    const source = { channel: name === 'b' ? 'event' : 'web_form', name: 'First', campaign: `Campaign ${name}` };
    ids[name] = (await post('/v1/leads', { externalId: name, occurredAt: day(-60), source })).body.lead.id;
  }
  await post('/v1/leads', { externalId: 'a', source: { channel: 'event', name: 'Fair' }, occurredAt: day(-3) });
  const { a: leadId } = ids;
  await post('/v1/tasks', { leadId, kind: 'call', title: 'Call', dueAt: day(2) });
  await post('/v1/tasks', { leadId: ids.b, kind: 'email', title: 'Write', dueAt: day(20) });
  await post(`/v1/leads/${leadId}/activities`, { kind: 'note', body: 'Met', occurredAt: day(-10) });
  await post('/v1/referrals', { referrer: { leadId }, referredLeadId: ids.c });
  await post('/v1/deals', { leadId, currency: 'EUR', amount: '1000.50' });
  await post('/v1/deals', { leadId, currency: 'EUR', amount: '0.25' });
  await post('/v1/deals', { leadId: ids.b, currency: 'USD', amount: '5000.00' });
  const related = (relation: string, rest: object = {}) => ({ type: 'related', relation, ...rest });
  const not = (condition: object) => ({ type: 'not', condition });
  const count = (operator: string, value: number) => ({ operator, value });
  const table: [condition: object, found: string[]][] = [
    [related('touches', { sourceChannels: ['event'] }), ['a', 'b']],
    [related('touches', count('gte', 2)), ['a']],
    [related('touches', { sourceChannels: ['event'], from: '-30d', before: 'now' }), ['a']],
    [related('touches', { from: '-30d', ...count('eq', 0) }), ['b', 'c']],
    [related('touches', { withinDays: 30 }), ['a']],
    [related('activities', { kinds: ['note'], withinDays: 11 }), ['a']],
    [related('tasks', { statuses: ['open'], kinds: ['call'] }), ['a']],
    [related('tasks', { from: 'now', before: '+7d' }), ['a']],
    [not(related('tasks')), ['c']],
    [related('activities', { kinds: ['note'], measure: 'days_since_last', ...count('gt', 9) }), ['a', 'b', 'c']],
    [related('activities', { measure: 'days_since_last', ...count('lt', 11) }), ['a']],
    [related('referrals_given'), ['a']],
    [related('referrals_received', { kinds: ['lead'] }), ['c']],
    [related('referrals_received', { kinds: ['partner'] }), []],
    [related('deals', { statuses: ['open'], currency: 'EUR', measure: 'amount', ...count('eq', 1000.75) }), ['a']],
    [related('deals', { currency: 'USD', measure: 'amount', ...count('gte', 5000) }), ['b']],
    [related('deals', count('lte', 1)), ['b', 'c']],
    [related('touches', count('gt', 1)), ['a']],
    [related('deals', count('eq', 2)), ['a']],
    [{ type: 'all', conditions: [related('tasks'), related('deals', count('gte', 1))] }, ['a', 'b']],
  ];
  for (const [condition, found] of table) t.strictSame(await find(condition), found, JSON.stringify(condition));
  const refused: [condition: object, place: string][] = [
    [related('touches', { kinds: ['call'] }), '/kinds'],
    [related('tasks', { kinds: ['dance'] }), '/kinds'],
    [related('tasks', { sourceChannels: ['event'] }), '/sourceChannels'],
    [related('deals', { measure: 'amount', ...count('gt', 1) }), '/currency'],
    [related('activities', { from: 'soon' }), '/from'],
    [related('tasks', count('gt', 1.5)), '/value'],
    [related('tasks', { operator: 'gt' }), '/value'],
    [related('tasks', { withinDays: 3 }), '/withinDays'],
  ];
  for (const [condition, place] of refused)
    t.match(await find(condition), [{ pointer: `/where${place}`, code: 'value_invalid' }], place);
  const park = { reason: 'no_budget', wakeWhen: { condition: related('tasks') } };
  const parking = await post<ProblemOut>(`/v1/leads/${leadId}/park`, park);
  t.match([parking.status, parking.body.errors], [422, [{ code: 'field_unavailable' }]]);
});

t.test('leads are counted and aggregated as they are searched', async (t) => {
  const { post } = await service.makeWorkspace();
  const rep = (await post<{ id: string }>('/v1/reps', { name: 'Ann' })).body;
  const employees = [1, 2, 3, 4, undefined, 0.5];
  for (const [index, share] of employees.entries()) {
    const { lead } = (
      await post('/v1/leads', {
        externalId: `${index}`,
        industry: index < 4 ? 'Retail' : undefined,
        attributes: share === undefined ? { share: 'much' } : { share },
      })
    ).body;
    if (index === 1) await post(`/v1/leads/${lead.id}/owner`, { repId: rep.id, reason: 'Knows it' });
    if (index > 3) await post(`/v1/leads/${lead.id}/lose`, { reason: 'competitor', competitor: 'Rival' });
  }
  const lost: Condition = field('loss.competitor', 'eq', 'rival');
  t.strictSame((await post('/v1/leads/count', { where: lost })).body, { count: 2 });
  t.strictSame((await post('/v1/leads/count', {})).body, { count: 6 });
  t.strictSame((await post('/v1/leads/count', { stage: 'lost' })).body, { count: 2 });
  const measures = ['sum', 'average', 'median', 'minimum', 'maximum'].map((measure) => ({
    measure,
    field: 'attributes.share',
  }));
  const whole = (await post<Aggregate>('/v1/leads/aggregate', { measures })).body;
  t.equal(whole.count, 6);
  t.strictSame(
    whole.groups[0]?.measures.map(({ value }) => value),
    ['10.5', '2.1', '2', '0.5', '4'],
  );
  const funnel = (await post<Aggregate>('/v1/leads/aggregate', { groupBy: ['category', 'industry'], measures })).body;
  const lostGroup = funnel.groups.find(({ keys }) => keys[0]?.value === 'lost');
  t.match(lostGroup, { keys: [{ field: 'category' }, { field: 'industry', value: null }], count: 2 });
  t.strictSame(
    lostGroup?.measures.map(({ value }) => value),
    ['0.5', '0.5', '0.5', '0.5', '0.5'],
  );
  t.equal(
    funnel.groups.reduce((sum, { count }) => sum + count, 0),
    6,
  );
  const retail = { where: field('industry', 'eq', 'retail'), groupBy: ['industry'], measures: [measures[2]] };
  const [middle] = (await post<Aggregate>('/v1/leads/aggregate', retail)).body.groups;
  t.match(middle, { count: 4, measures: [{ value: '2.5' }] });
  const owned = (
    await post<Aggregate>('/v1/leads/aggregate', { where: field('ownerId', 'exists'), groupBy: ['ownerId'] })
  ).body;
  t.match(owned.groups.find(({ keys }) => keys[0]?.value === rep.id)?.keys, [{ field: 'ownerId', name: 'Ann' }]);
  const refused = [
    [{ groupBy: ['createdAt'] }, '/groupBy/0'],
    [{ groupBy: ['stage', 'stage'] }, '/groupBy/1'],
    [{ measures: [{ measure: 'sum', field: 'budgetAmount' }] }, '/measures/0/field'],
    [{ groupBy: ['stage', 'x'] }, '/groupBy/1'],
    [{ measures: [{ measure: 'sum', field: 'country' }] }, '/measures/0/field'],
  ] as const;
  for (const [body, pointer] of refused)
    t.match((await post<ProblemOut>('/v1/leads/aggregate', body)).body.errors, [{ pointer }], pointer);
  const wrong = await post<ProblemOut>('/v1/leads/count', { where: field('nothing', 'exists') });
  t.match([wrong.status, wrong.body.errors], [422, [{ pointer: '/where/field', code: 'unknown_field' }]]);
});

t.test(
  'spellings are one group, values of different types are several, and a lead is in the group of each of its values',
  async (t) => {
    const { post } = await service.makeWorkspace();
    const leads = [
      {
        industry: 'Straße',
        tags: ['VIP', 'fair'],
        attributes: { plan: 7, areas: ['North', 'NORTH'] },
        budgetAmount: '1234567890123.25',
      },
      {
        industry: 'STRASSE',
        tags: ['vip'],
        attributes: { plan: '7', areas: ['north', 'South'] },
        budgetAmount: '1.25',
      },
      { industry: 'Straße', attributes: { plan: 7.0, areas: [] } },
      { attributes: { plan: true } },
    ];
    for (const [index, facts] of leads.entries()) {
      const budget = 'budgetAmount' in facts ? { budgetCurrency: index === 0 ? 'EUR' : 'USD' } : {};
      await post('/v1/leads', { externalId: `${index}`, ...facts, ...budget });
    }
    const groups = async (...groupBy: string[]) => {
      const { count, groups } = (await post<Aggregate>('/v1/leads/aggregate', { groupBy })).body;
      t.equal(count, 4);
      return groups.map(({ keys, count }) => [keys[0]?.value, ...(keys[0]?.type ? [keys[0].type] : []), count]);
    };
    t.strictSame(await groups('industry'), [
      ['Straße', 3],
      [null, 1],
    ]);
    t.strictSame(await groups('tags'), [
      ['VIP', 2],
      [null, 2],
      ['fair', 1],
    ]);
    t.strictSame((await groups('attributes.plan')).sort(), [
      ['7', 'number', 2],
      ['7', 'text', 1],
      ['true', 'boolean', 1],
    ]);
    t.strictSame(await groups('attributes.areas'), [
      ['NORTH', 'text', 2],
      [null, 2],
      ['South', 'text', 1],
    ]);
    const measures = [{ measure: 'sum', field: 'budgetAmount' }];
    const byCurrency = { groupBy: ['budgetCurrency'], measures, where: field('budgetAmount', 'exists') };
    t.strictSame(
      (await post<Aggregate>('/v1/leads/aggregate', byCurrency)).body.groups.map(({ keys, measures }) => [
        keys[0]?.value,
        measures[0]?.value,
      ]),
      [
        ['EUR', '1234567890123.25'],
        ['USD', '1.25'],
      ],
    );
    const ofOne = { measures, where: field('budgetCurrency', 'eq', 'usd') };
    t.match((await post<Aggregate>('/v1/leads/aggregate', ofOne)).body.groups, [
      { count: 1, measures: [{ value: '1.25' }] },
    ]);
    const twice = { type: 'related', relation: 'tasks', kinds: ['call', 'call'] };
    t.match((await post<ProblemOut>('/v1/leads/count', { where: twice })).body.errors, [{ pointer: '/where/kinds' }]);
  },
);

t.test('more groups than fit one answer are refused', async (t) => {
  const { post, workspaceId } = await service.makeWorkspace();
  const { lead } = (await post('/v1/leads', { externalId: 'one' })).body;
  const columns = (
    await service.sql<{ name: string }>(
      `select column_name as name from information_schema.columns where table_name = 'leads'`,
    )
  ).map(({ name }) => `"${name}"`);
  const copied = columns.map((name) => (name === '"id"' ? 'gen_random_uuid()' : name === '"city"' ? 'n::text' : name));
  await service.sql(
    `insert into leads (${columns.join(', ')}) select ${copied.join(', ')} from leads, generate_series(1, 1000) n
      where workspace_id = $1 and id = $2`,
    [workspaceId, lead.id],
  );
  const { status, body } = await post<ProblemOut>('/v1/leads/aggregate', { groupBy: ['city'] });
  t.match([status, body.errors], [422, [{ pointer: '/groupBy', code: 'too_many_groups' }]]);
  t.strictSame((await post('/v1/leads/count', {})).body, { count: 1_001 });
});

t.test('a condition reads no more than its key', async (t) => {
  const { post } = await service.makeWorkspace();
  const made = await post<{ token: string }>('/v1/api-keys', {
    name: 'Reader',
    kind: 'service',
    scopes: ['leads:read'],
  });
  const headers = { authorization: `Bearer ${made.body.token}` };
  const deals = { type: 'not', condition: { type: 'related', relation: 'deals' } };
  const properties = [{ name: 'post', operator: 'eq', value: 7 }];
  const liked = { type: 'all', conditions: [{ type: 'engagement', properties }] };
  for (const verb of ['search', 'count', 'aggregate'])
    for (const [where, scope] of [
      [deals, 'deals:read'],
      [liked, 'engagement:read'],
    ] as const) {
      const { status, body } = await post<ProblemOut>(`/v1/leads/${verb}`, { where }, { headers });
      t.match([status, body], [403, { code: 'scope_missing', detail: new RegExp(scope) }]);
    }
  const writer = await post<{ token: string }>('/v1/api-keys', {
    name: 'Writer',
    kind: 'service',
    scopes: ['leads:write', 'assignment:write', 'operations:read'],
  });
  const asWriter = { headers: { authorization: `Bearer ${writer.body.token}` } };
  const named = { where: field('firstName', 'eq', 'Ada'), dryRun: true };
  for (const [verb, change] of [
    ['bulk', { change: { tags: { add: ['x'] } } }],
    ['reassign', {}],
  ] as const) {
    const { status, body } = await post<ProblemOut>(`/v1/leads/${verb}`, { ...named, ...change }, asWriter);
    t.match([verb, status, body], [verb, 403, { code: 'scope_missing', detail: /leads:read/ }]);
  }
  const tasks = { where: { type: 'related', relation: 'tasks' } };
  t.equal((await post('/v1/leads/count', tasks, { headers })).status, 200);
});

t.test('the parts without an index are named', (t) => {
  const slow = field('city', 'contains', 'a');
  const [owner, parked] = [field('ownerId', 'eq', 'x'), field('parked.wakeAt', 'during', 'this_month')];
  const of = (type: 'all' | 'any', ...conditions: Condition[]): Condition => ({ type, conditions });
  t.strictSame(slowParts(slow), ['']);
  t.strictSame(slowParts(of('all', slow, owner)), [''], 'the index narrows the leads');
  t.strictSame(slowParts(of('any', slow, owner)), ['/conditions/0']);
  t.strictSame(slowParts(of('all', slow, of('any', parked, field('city', 'exists')))), [
    '/conditions/0',
    '/conditions/1/conditions/1',
  ]);
  t.strictSame(slowParts({ type: 'not', condition: owner }), ['/condition']);
  const fuzzy = ['name', 'city'].map((name) => field(name, 'fuzzy', 'hopper'));
  t.strictSame(slowParts(of('any', ...fuzzy)), ['/conditions/1']);
  t.end();
});

t.test('leads are found by words, and by similar ones where there is none', async (t) => {
  const workspace = await service.makeWorkspace();
  const leads = {
    ada: { firstName: 'Ada', lastName: 'Lovelace', organizationName: 'Analytical Engines Ltd' },
    josé: { name: 'José Núñez', email: 'jn@weiß-bräu.de', description: 'Wants 40 registers in Łódź' },
    grace: { firstName: 'Grace', lastName: 'Hopper', organizationName: 'Harbour & Sons', tags: ['analytical'] },
    other: { firstName: 'Ada', lastName: 'Byron', email: 'ada_b@example.org' },
  };
  for (const [externalId, facts] of Object.entries(leads)) await workspace.post('/v1/leads', { externalId, ...facts });
  const list = async (q: string, more = '') => {
    const { status, body } = await workspace.get<Page<LeadOut> & ProblemOut>(
      `/v1/leads?q=${encodeURIComponent(q)}${more}`,
    );
    return status === 200 ? body.data.map(({ externalId }) => externalId).sort() : body.errors;
  };
  const search = async (body: object) =>
    (await workspace.post<Page<LeadOut>>('/v1/leads/search', body)).body.data
      .map(({ externalId }) => externalId)
      .sort();
  for (const [q, found] of Object.entries({
    ada: ['ada', 'other'],
    'ADA lovel': ['ada'],
    'nunez jose': ['josé'],
    'lodz register': ['josé'],
    'weiss brau': ['josé'],
    analyt: ['ada'],
    'harbour, sons': ['grace'],
    'example.org ada': ['other'],
    'lovelace engine grace': [],
    lovelcae: ['ada'],
    'hoper grase': ['grace'],
    'anlytical enginees': ['ada'],
    xyzzy: [],
  })) {
    t.strictSame(await list(q), found, q);
    t.strictSame(await search({ q }), found, q);
  }
  t.strictSame(await list('ada', '&sortBy=score&domain=example.org'), ['other'], 'with filters');
  t.strictSame(await search({ q: 'ada', where: field('lastName', 'eq', 'BYRON') }), ['other'], 'with a condition');
  const first = (await workspace.post<Page<LeadOut>>('/v1/leads/search', { q: 'adda', limit: 1 })).body;
  t.equal(first.data.length, 1);
  const second = await workspace.post<Page<LeadOut>>('/v1/leads/search', {
    q: 'adda',
    limit: 1,
    cursor: first.nextCursor,
  });
  t.strictSame([...first.data, ...second.body.data].map(({ externalId }) => externalId).sort(), ['ada', 'other']);
  t.match(await list('?!'), [{ parameter: 'q', code: 'wrong_format' }]);
  const refused = await workspace.post<ProblemOut>('/v1/leads/search', { q: 'a b c d e f g h i j k' });
  t.match(refused.body.errors, [{ pointer: '/q', code: 'wrong_format' }]);
});

t.test('fuzzy finds texts with similar words, and takes up to ten words', async (t) => {
  const { post } = await service.makeWorkspace();
  const organizations = ['SIEMENS Healthcare GmbH', 'Siemens Energy', 'Weiß-Bräu', 'Healthcare_Simens'];
  for (const [index, organizationName] of organizations.entries()) {
    const lead = { email: `p${index}@example.com`, organizationName, attributes: { motto: organizationName } };
    t.equal((await post('/v1/leads', lead)).status, 201);
  }
  const find = (fieldName: string, value: unknown) =>
    post<Page<LeadOut> & ProblemOut>('/v1/leads/search', { where: field(fieldName, 'fuzzy', value as string) });
  for (const name of ['organizationName', 'attributes.motto']) {
    const found = async (value: string) =>
      (await find(name, value)).body.data.map((lead) => lead.organizationName ?? '').sort();
    t.strictSame(await found('helthcare, siemens'), ['Healthcare_Simens', 'SIEMENS Healthcare GmbH']);
    t.strictSame(await found('Simens'), ['Healthcare_Simens', 'SIEMENS Healthcare GmbH', 'Siemens Energy']);
    t.strictSame(await found('WEISS bräuu'), ['Weiß-Bräu']);
    t.strictSame(await found('sieme'), [], 'two letters are missing');
    t.strictSame(await found('gmhb gmbh'), ['SIEMENS Healthcare GmbH']);
  }
  for (const value of ['---', 'a '.repeat(51), 'a b c d e f g h i j k', 7, ['siemens'], undefined]) {
    const { status, body } = await find('organizationName', value);
    t.match([status, body], [422, { errors: [{ pointer: '/where/value', code: 'value_invalid' }] }], String(value));
  }
  const { status, body } = await find('tags', 'siemens');
  t.match([status, body], [422, { errors: [{ pointer: '/where/operator' }] }]);
});

t.test('groups of two texts show the most frequent spelling of each, with exact sums and medians', async (t) => {
  const { post } = await service.makeWorkspace();
  const rows: [country: string, city: string, industry: string, employees: number | undefined][] = [
    ...[
      ['DE', 'Köln', 'Retail', 1] as const,
      ['DE', 'köln', 'RETAIL', 2] as const,
      ['DE', 'KÖLN', 'retail', 4] as const,
    ],
    ...[['DE', 'köln', 'Retail', 9] as const, ['DE', 'Bonn', 'Retail', undefined] as const],
  ].map((row) => [...row]);
  const items = rows.map(([country, city, industry, employeeCount], index) => ({
    ...{ email: `${index}@spellings.example`, country, city, industry, employeeCount },
  }));
  t.equal((await post('/v1/leads/batch', { items })).status, 207);
  const measures = (...names: string[]) => names.map((measure) => ({ measure, field: 'employeeCount' }));
  const ask = async (body: object) => (await post<Aggregate>('/v1/leads/aggregate', body)).body;
  const shown = ({ groups }: Aggregate) =>
    groups.map(({ keys, count, measures: found }) => [
      keys.map(({ value }) => value).join('/'),
      count,
      ...found.map(({ value }) => value),
    ]);
  const partial = measures('sum', 'average', 'minimum', 'maximum');
  const [all, none] = [
    ['köln/Retail', 4, '16', '4', '1', '9'],
    ['Bonn/Retail', 1, null, null, null, null],
  ];
  t.strictSame(shown(await ask({ groupBy: ['city', 'industry'], measures: partial })), [all, none]);
  const withMedian = measures('median', 'sum', 'average', 'maximum');
  t.strictSame(shown(await ask({ groupBy: ['city', 'industry'], measures: withMedian })), [
    ['köln/Retail', 4, '3', '16', '4', '9'],
    ['Bonn/Retail', 1, null, null, null, null],
  ]);
  t.strictSame(shown(await ask({ groupBy: [], measures: partial })), [['', 5, '16', '4', '1', '9']]);
  t.strictSame(shown(await ask({ groupBy: ['industry', 'country'], measures: measures('median') })), [
    ['Retail/DE', 5, '3'],
  ]);
});
