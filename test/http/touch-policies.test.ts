/** Conditions on touches in every kind of policy, and whatever adds or restores touches. */
import t from 'tap';
import type { Static } from 'typebox';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import type { SequenceSimulation } from '../../src/http/schemas/lead-sequences.js';
import { at, HOUR, type Operation, openAssignment, START } from './assignment-fixture.js';
import { type LeadOut, listAll } from './ingest-fixture.js';

type Batch = { results: { id: string }[] };

const DAY = 24 * HOUR;
const service = await openAssignment(t);
const { sql, runOperations, fireAll, time } = service;

const FAIR = { channel: 'event', name: 'Fair' };
const FORM = { channel: 'web_form', name: 'Contact' };
const touches = (more: object = {}) => ({ type: 'related', relation: 'touches', ...more });
const atLeast = (value: number, more: object = {}) => touches({ operator: 'gte', value, ...more });

async function makeWorkspace() {
  const workspace = await service.makeWorkspace();
  const { post, get, workspaceId } = workspace;
  const draft = async (path: string, document: object) => {
    const drafted = await post<{ version: number }>(`/v1/${path}`, { name: 'Ours', document });
    t.equal(drafted.status, 201, drafted.text);
    return drafted.body.version;
  };
  const publish = async (path: string, document: object) => {
    const version = await draft(path, document);
    t.equal((await post<object>(`/v1/${path}/${version}/publish`, undefined)).status, 200);
    await runOperations();
    return version;
  };
  /** A model of one rule, which gives 40 points. */
  const modelOf = (when: object) => ({
    ...DEFAULT_SCORE_MODEL,
    fit: { ...DEFAULT_SCORE_MODEL.fit, rules: [{ id: 'seen', label: 'Seen', when, points: 40 }] },
  });
  const submit = async (name: string, source: object = FAIR, more: object = {}) =>
    (await post('/v1/leads', { email: `${name}@policies.example`, source, ...more })).body.lead;
  const fit = async (id: string, query = '') => (await get<LeadOut>(`/v1/leads/${id}${query}`)).body.score.fit;
  /** The stored lead is what its events make of it, also by conditions on touches. */
  const isReplayed = async (id: string) => t.equal(await fit(id, `?asOf=${at(time.now)}`), await fit(id));
  const tasksOf = async (id: string) =>
    (await listAll<{ templateKey?: string }>(get, `/v1/tasks?leadId=${id}`)).map(({ templateKey }) => templateKey);
  const comparesTouches = async () =>
    (
      await sql<{ yes: boolean | null }>('select compares_touches as yes from workspaces where id = $1', [workspaceId])
    )[0]?.yes === true;
  return { ...workspace, draft, publish, modelOf, submit, fit, isReplayed, tasksOf, comparesTouches };
}

t.test('routing, playbook, service levels and sequences decide in the transaction of the touch', async (t) => {
  const { makeRep, makeTeam, publish, submit, read, tasksOf, get } = await makeWorkspace();
  const [ada, ben] = [await makeRep('Ada'), await makeRep('Ben')];
  const [fairs, others] = [await makeTeam('Fairs', [ada]), await makeTeam('Others', [ben])];
  const twice = atLeast(2, { sourceChannels: ['event'], withinDays: 30 });
  const never = touches({ sourceChannels: ['event'], operator: 'eq', value: 0 });
  await publish('routing-policies', {
    rules: [
      { id: 'fairs', label: 'Fairs', when: twice, teamId: fairs },
      { id: 'others', label: 'Others', when: never, teamId: others },
    ],
  });
  const seen = { key: 'thank', title: 'Thank', kind: 'email', automatic: true, when: twice };
  const entry = {
    id: 'lead',
    label: 'Leads',
    category: 'lead',
    guidance: 'Be kind',
    tasks: [{ ...seen, due: { after: 1, unit: 'calendar_hours' } }],
  };
  await publish('playbooks', { entries: [entry] });
  const promise = { id: 'soon', label: 'Soon', clock: 'first_touch', withinMinutes: 60, hours: 'always', when: twice };
  await publish('sla-policies', { rules: [promise] });
  await publish('sequences', {
    ...{ key: 'fairs', purpose: 'onboarding', enterWhen: twice },
    steps: [
      { type: 'wait', key: 'week', after: 7, unit: 'days' },
      { type: 'send', key: 'mail', channel: 'email', template: 'mail' },
    ],
  });
  const { id } = await submit('ada');
  const other = await submit('ben', FORM, { need: 'Looms' });
  t.match(await read(id), { ownerId: undefined, sla: undefined });
  t.same(await tasksOf(id), []);
  t.equal((await read(other.id)).ownerId, ben.id, 'a rule for leads without such a touch');
  time.now += DAY;
  t.match(await submit('ada', FAIR, { need: 'Looms' }), { ownerId: ada.id, category: 'lead' });
  t.match(await read(id), { sla: { firstTouch: { status: 'running' } } });
  t.same(await tasksOf(id), ['thank']);
  const { sequences } = (await get<{ sequences: { key: string }[] }>(`/v1/leads/${id}/sequences`)).body;
  t.ok(sequences.some(({ key }) => key === 'fairs'));
  t.same(await tasksOf(other.id), []);
});

t.test('a lead enters a sequence when its last touch is long ago, by time alone', async (t) => {
  const { publish, submit, get, post } = await makeWorkspace();
  const quiet = touches({ measure: 'days_since_last', operator: 'gt', value: 10 });
  const steps = [{ type: 'send', key: 'mail', channel: 'email', template: 'mail' }];
  const version = await publish('sequences', { key: 'quiet', purpose: 'reactivation', enterWhen: quiet, steps });
  const [silent, back] = [await submit('silent'), await submit('back')];
  time.now = START + 9 * DAY;
  await submit('back');
  time.now = START + 11 * DAY;
  await fireAll();
  const inQuiet = async (id: string) =>
    (await get<{ sequences: { key: string }[] }>(`/v1/leads/${id}/sequences`)).body.sequences.some(
      ({ key }) => key === 'quiet',
    );
  t.same([await inQuiet(silent.id), await inQuiet(back.id)], [true, false]);
  const simulate = async (leadId: string) =>
    (await post<Static<typeof SequenceSimulation>>(`/v1/sequences/${version}/simulate`, { leadId, from: at(START) }))
      .body;
  t.match(
    [await simulate(silent.id), await simulate(back.id)],
    [
      { leadId: silent.id, enteredAt: at(START + 11 * DAY) },
      { leadId: back.id, enteredAt: undefined },
    ],
  );
});

t.test('touches of one batch, of a recorded history and of a recycled lead count like any others', async (t) => {
  const { publish, modelOf, submit, fit, isReplayed, post } = await makeWorkspace();
  await publish('score-models', modelOf(atLeast(3)));
  const item = { email: 'batch@policies.example', source: FAIR };
  const batch = await post<Batch>('/v1/leads/batch', { items: [item, item, item] });
  t.equal(await fit(batch.body.results[0]?.id ?? ''), 40, batch.text);
  const two = await post<Batch>('/v1/leads/batch', {
    items: [1, 2].map(() => ({ ...item, email: 'two@policies.example' })),
  });
  t.equal(await fit(two.body.results[0]?.id ?? ''), 0);
  const past = {
    ...{ email: 'past@policies.example', source: FAIR, createdAt: at(START - 90 * DAY) },
    touches: [10, 20].map((days) => ({ source: FORM, occurredAt: at(START - days * DAY) })),
  };
  const recorded = await post<Batch>('/v1/leads/history', { items: [past] });
  const id = recorded.body.results[0]?.id ?? '';
  t.same([await fit(id), await fit(id, `?asOf=${at(START - 15 * DAY)}`)], [40, 0], recorded.text);
  await isReplayed(id);
  const completed = await submit('completed', FORM);
  await post('/v1/leads/history', { items: [{ ...past, email: 'completed@policies.example' }] });
  t.equal(await fit(completed.id), 40, 'a known lead gets the touches of its history');
  await isReplayed(completed.id);
  const recycled = await submit('recycled');
  await submit('recycled');
  t.equal((await post<object>(`/v1/leads/${recycled.id}/lose`, { reason: 'price' })).status, 200);
  time.now += 400 * DAY;
  const reason = { reason: 'Another product', product: 'Mills', campaign: 'Spring' };
  const again = await post<object>(`/v1/leads/${recycled.id}/recycle`, reason);
  t.equal(again.status, 200, again.text);
  t.equal(await fit(recycled.id), 40, 'by the touch of winning back');
  await isReplayed(recycled.id);
});

t.test('bulk changes, their undo and reviews keep the touches of a lead', async (t) => {
  const { publish, modelOf, submit, fit, isReplayed, post, get, read } = await makeWorkspace();
  await publish('score-models', modelOf(atLeast(2, { withinDays: 30 })));
  const { id } = await submit('bulk');
  await submit('bulk');
  const run = async (path: string, body?: object) => {
    const requested = await post<Operation>(path, body);
    t.equal(requested.status, 202, requested.text);
    await runOperations();
    return (await get<Operation>(`/v1/operations/${requested.body.id}`)).body;
  };
  const where = touches({ sourceChannels: ['event'], withinDays: 30 });
  const done = await run('/v1/leads/bulk', { where, change: { set: { industry: 'Textiles' } } });
  t.match(done, { bulkChange: { changed: 1 } });
  t.match(await read(id), { industry: 'Textiles', score: { fit: 40 } });
  await run(`/v1/bulk-changes/${done.id}/undo`);
  t.match(await read(id), { industry: undefined, score: { fit: 40 } });
  await isReplayed(id);
  time.now += 31 * DAY;
  await fireAll();
  t.equal(await fit(id), 0);
  await isReplayed(id);
});

t.test('a dynamic segment on touches works in rules, and its changes are followed', async (t) => {
  const { publish, modelOf, submit, fit, comparesTouches, post, call, get } = await makeWorkspace();
  const segment = await post<{ id: string }>('/v1/segments', { name: 'Seen', kind: 'dynamic', condition: atLeast(2) });
  t.equal(segment.status, 201, segment.text);
  const { id: segmentId } = segment.body;
  await publish('score-models', modelOf({ type: 'segment', segmentId }));
  t.equal(await comparesTouches(), true);
  const { id } = await submit('ada');
  t.equal((await submit('ada')).score.fit, 40);
  const { body: before, headers } = await get<{ version: number }>(`/v1/segments/${segmentId}`);
  t.ok(before.version);
  const change = (condition: object) =>
    call('PATCH', `/v1/segments/${segmentId}`, { condition }, { headers: { 'if-match': String(headers.etag) } });
  const changed = await change({ type: 'field', field: 'industry', operator: 'eq', value: 'Textiles' });
  t.equal(changed.status, 200, changed.text);
  await runOperations();
  t.same([await comparesTouches(), await fit(id)], [false, 0]);
});

t.test('a backtest scores by the touches that were known before the outcome', async (t) => {
  const { draft, modelOf, submit, post, get } = await makeWorkspace();
  const leads: LeadOut[] = [];
  for (let index = 0; index < 24; index++) {
    const lead = await submit(`p${index}`);
    if (index % 2) await submit(`p${index}`);
    leads.push(lead);
  }
  time.now += DAY;
  for (const [index, { id }] of leads.entries()) {
    if (index % 2) await post(`/v1/leads/${id}/conversion`, { deal: { amount: '10', currency: 'EUR' } });
    else await post(`/v1/leads/${id}/lose`, { reason: 'price' });
  }
  time.now += DAY;
  // Touches after the outcome, which a rule must not see.
  for (const [index] of leads.entries()) if (index % 2 === 0) await submit(`p${index}`);
  const version = await draft('score-models', modelOf(atLeast(2)));
  const started = await post<Operation>(`/v1/score-models/${version}/backtests`, {});
  await runOperations();
  const { body } = await get<Operation>(`/v1/operations/${started.body.id}`);
  const { won, lost, classesChanged, changes = [] } = body.backtest ?? {};
  t.match({ won, lost, classesChanged }, { won: 12, lost: 12, classesChanged: 12 }, JSON.stringify(body));
  t.ok(changes.every((change) => change.won));
});
