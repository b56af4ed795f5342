import t from 'tap';
import type { Static } from 'typebox';
import type { StageHistory } from '../../src/http/schemas/lead-lifecycle.js';
import type { StageChangeList } from '../../src/http/schemas/stage-changes.js';
import { at, HOUR, type Operation, openAssignment, START } from './assignment-fixture.js';
import { listAll } from './ingest-fixture.js';

const DAY = 24 * HOUR;

type Change = Static<typeof StageChangeList>['data'][number];
type Stay = Static<typeof StageHistory>['stays'][number];

const statements: string[] = [];
const service = await openAssignment(t, { onStatement: (name) => void statements.push(name) });
const { sql, runOperations, time, apps } = service;

const named = (category: string) => ({ key: category, name: category, category });
const STAGES = [
  ...['suspect', 'mql', 'sql', 'customer', 'parked', 'disqualified', 'lost', 'lead'].map(named),
  ...['discovery', 'offer'].map((key) => ({ key, name: key, category: 'prospect' })),
];

async function makeWorkspace() {
  const workspace = await service.makeWorkspace();
  const { post, get, workspaceId } = workspace;
  const done = async (path: string, body: object) => {
    const answer = await post(path, body);
    t.equal(answer.status < 300, true, `${path}: ${answer.text}`);
    return answer;
  };
  const act = (leadId: string, what: string, body: object = {}) => done(`/v1/leads/${leadId}/${what}`, body);
  const operation = async (path: string, body?: object) => {
    const requested = await post<Operation>(path, body);
    await runOperations();
    const { body: ended } = await get<Operation>(`/v1/operations/${requested.body.id}`);
    t.equal(ended.state, 'succeeded', requested.text);
    return ended;
  };
  const publish = async (stages: object[]) => {
    const document = { stages, recycling: { maxCycles: 5, cooldownDays: 0 } };
    const { body } = await post<{ version: number }>('/v1/funnels', { name: 'Ours', document });
    await done(`/v1/funnels/${body.version}/publish`, {});
    await runOperations();
  };
  const changes = () => listAll<Change>(get, '/v1/stage-changes');
  /** The changes between the stays of each lead, by their histories. */
  const byHistories = async () => {
    const leads = await listAll<{ id: string }>(get, '/v1/leads');
    const all = await Promise.all(
      leads.map(async ({ id }) => {
        const { stays } = (await get<Static<typeof StageHistory>>(`/v1/leads/${id}/stage-history`)).body;
        return stays.slice(1).map((stay, index) => changeOf(id, stays[index] as Stay, stay));
      }),
    );
    return all.flat();
  };
  return { ...workspace, workspaceId, act, operation, publish, changes, byHistories };
}

const changeOf = (leadId: string, before: Stay, { stage, category, enteredAt, cause, actorId, reason }: Stay) => ({
  ...{ leadId, occurredAt: enteredAt, fromStage: before.stage, fromCategory: before.category },
  ...{ fromSeconds: before.seconds, toStage: stage, toCategory: category, cause, actorId, reason },
});
const dayPasses = () => {
  time.now += DAY;
};
const comparable = (changes: readonly object[]) =>
  changes.map((change) => JSON.stringify({ ...change, id: undefined, leadName: undefined }, ORDER)).sort();
const ORDER = [
  ...['leadId', 'occurredAt', 'fromStage', 'fromCategory', 'fromSeconds', 'toStage', 'toCategory', 'cause'],
  ...['actorId', 'reason'],
];

/** Leads that go through all that changes a stage; `pass` lets time pass between two steps. */
async function seed({ post, get, act, operation, publish }: Workspace, pass: () => void) {
  await post('/v1/reps', { name: 'Ada', email: 'ada@stages.example' });
  const step = async (run: () => Promise<unknown>) => {
    pass();
    await run();
  };
  const create = async (email: string, facts: object = {}) =>
    (await post('/v1/leads', { email, firstName: 'Grace', ...facts })).body.lead.id;
  const [one, two, three, four, five] = [
    await create('one@stages.example', { need: 'Looms' }),
    await create('two@stages.example', { purchaseTimeframeDays: 0, need: 'Looms' }),
    await create('three@stages.example'),
    await create('four@stages.example', { need: 'Looms' }),
    await create('five@stages.example'),
  ];
  await step(() => act(one, 'category', { category: 'prospect', reason: 'Met at the fair' }));
  await step(() => publish(STAGES));
  await step(() => act(one, 'stage', { stage: 'offer', reason: 'Asked for one' }));
  await step(() => act(one, 'stage', { stage: 'discovery', reason: 'Not yet' }));
  await step(() => act(one, 'lose', { reason: 'price' }));
  await step(() => act(one, 'recycle', { reason: 'Came back' }));
  await step(() => act(two, 'stage', { stage: 'offer', reason: 'Hot' }));
  await step(() =>
    act(two, 'conversion', {
      deal: { currency: 'EUR', products: [{ name: 'Looms', quantity: 1, unitPrice: '9.00' }] },
    }),
  );
  await step(() => act(two, 'conversion/undo'));
  await step(() => act(two, 'category/release'));
  await step(() => post('/v1/engagement-events', { leadId: three, type: 'demo_requested' }));
  await step(() => act(three, 'park', { reason: 'no_budget', wakeWhen: { engagementTypes: ['pricing_viewed'] } }));
  await step(() => post('/v1/engagement-events', { leadId: three, type: 'pricing_viewed' }));
  await step(() => act(four, 'disqualify', { reason: 'spam' }));
  await step(() => post('/v1/leads/batch', { items: [{ email: 'six@stages.example', purchaseTimeframeDays: 0 }] }));
  for (const change of [{ stage: { stage: 'offer', reason: 'Fair' } }, { disqualify: { reason: 'spam' } }]) {
    let id = '';
    await step(async () => {
      id = (await operation('/v1/leads/bulk', { leadIds: [two, five], change })).id;
    });
    await step(() => operation(`/v1/bulk-changes/${id}/undo`));
  }
  await step(() =>
    post('/v1/leads/history', {
      items: [
        {
          ...{
            email: 'past@stages.example',
            source: { channel: 'event', name: 'Fair' },
            createdAt: at(START - 90 * DAY),
          },
          stages: [
            { stage: 'sql', at: at(START - 60 * DAY) },
            { stage: 'offer', at: at(START - 50 * DAY) },
          ],
          outcome: { result: 'lost', reason: 'price', at: at(START - 30 * DAY) },
        },
      ],
    }),
  );
  await step(() =>
    publish([...STAGES.filter(({ key }) => key !== 'discovery'), ...[{ ...named('prospect'), key: 'first' }]]),
  );
  const { data } = (await get<{ data: unknown[] }>('/v1/leads')).body;
  t.equal(data.length, 7);
  return { one, two };
}
type Workspace = Awaited<ReturnType<typeof makeWorkspace>>;

for (const [how, pass] of [
  ['time passes between changes', dayPasses],
  ['all happens at one instant', () => {}],
] as const) {
  t.test(`the changes of all leads are those of the stage histories: ${how}`, async (t) => {
    const workspace = await makeWorkspace();
    await seed(workspace, pass);
    const [listed, expected] = [await workspace.changes(), await workspace.byHistories()];
    t.ok(expected.length > 20, `${expected.length} changes`);
    t.strictSame(comparable(listed), comparable(expected));
  });
}

t.test(
  'rows of earlier changes are made by a pass, which goes on where it stopped, also in two processes at once',
  async (t) => {
    const workspace = await makeWorkspace();
    const { workspaceId, changes } = workspace;
    const { one } = await seed(workspace, dayPasses);
    const before = await changes();
    await sql('delete from stage_changes where workspace_id = $1 and lead_id <> $2', [workspaceId, one]);
    await sql('insert into stage_change_passes values ($1, $2)', [workspaceId, one]);
    const runAll = () => Promise.all(apps.map(({ services }) => services.stageChangePasses.runDue()));
    t.strictSame(new Set(await runAll()), new Set([false]));
    t.strictSame(comparable(await changes()), comparable(before));
    t.strictSame(await sql('select * from stage_change_passes where workspace_id = $1', [workspaceId]), []);
  },
);

t.test('an undo at the instant of the change corrects the row, as it corrects the stay', async (t) => {
  const { post, act, operation, publish, changes, byHistories } = await makeWorkspace();
  await publish(STAGES);
  const { id } = (await post('/v1/leads', { email: 'one@stages.example' })).body.lead;
  await act(id, 'stage', { stage: 'discovery', reason: 'Met at the fair' });
  dayPasses();
  const change = { stage: { stage: 'offer', reason: 'Fair' } };
  const { id: changeId } = await operation('/v1/leads/bulk', { leadIds: [id], change });
  t.match(await changes(), [{ fromStage: 'discovery', toStage: 'offer' }, { toStage: 'discovery' }]);
  await operation(`/v1/bulk-changes/${changeId}/undo`);
  t.match(await changes(), [{ fromStage: 'discovery', toStage: 'discovery' }, { toStage: 'discovery' }]);
  t.strictSame(comparable(await changes()), comparable(await byHistories()));
});

t.test('filters and conditions select changes, with the name of the lead', async (t) => {
  const workspace = await makeWorkspace();
  const { get, post, act } = workspace;
  const { body } = await post('/v1/leads', { email: 'ada@stages.example', firstName: 'Ada', lastName: 'Byron' });
  time.now += DAY;
  await act(body.lead.id, 'stage', { stage: 'prospect', reason: 'Große Straße' });
  const expected = [{ leadName: 'Ada Byron', toCategory: 'prospect', cause: 'manual', fromSeconds: 86_400 }];
  const count = async (query: string) => (await get<{ data: Change[] }>(`/v1/stage-changes?${query}`)).body.data;
  t.match(await count(`leadId=${body.lead.id}&toCategory=prospect&occurredFrom=${at(time.now)}`), expected);
  t.strictSame(await count(`toCategory=prospect&occurredBefore=${at(time.now)}`), []);
  t.strictSame(await count('fromStage=prospect'), []);
  const where = { type: 'field', field: 'reason', operator: 'contains', value: 'GROSSE' };
  const lead = { type: 'field', field: 'lastName', operator: 'eq', value: 'byron' };
  const search = (conditions: object) => post<{ data: Change[] }>('/v1/stage-changes/search', conditions);
  t.match((await search({ where, lead })).body.data, expected);
  t.strictSame((await search({ where, lead: { type: 'not', condition: lead } })).body.data, []);
});

t.test('a new lead writes no row, and a deleted one leaves none', async (t) => {
  const { post, call, act, changes, workspaceId } = await makeWorkspace();
  statements.length = 0;
  const { body } = await post('/v1/leads', { email: 'new@stages.example', purchaseTimeframeDays: 0 });
  t.ok(statements.includes('insert_leads'));
  t.notOk(statements.some((name) => name.includes('stage_change')));
  t.strictSame(await changes(), []);
  await act(body.lead.id, 'stage', { stage: 'prospect', reason: 'Secret reason' });
  t.equal((await changes()).length, 1);
  t.equal((await call('DELETE', `/v1/leads/${body.lead.id}`)).status, 204);
  t.strictSame(await sql('select 1 from stage_changes where workspace_id = $1', [workspaceId]), []);
});
