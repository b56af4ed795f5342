import t from 'tap';
import type { Static } from 'typebox';
import type { ClockAdvancedSchema } from '../../src/http/schemas/clock.js';
import type { EventSchema } from '../../src/http/schemas/events.js';
import type { LeadSequences, SequenceReport, SequenceSimulation } from '../../src/http/schemas/lead-sequences.js';
import type { TaskSchema } from '../../src/http/schemas/tasks.js';
import type { NextActionSchema } from '../../src/http/schemas/timeline.js';
import {
  caller,
  eventFaults,
  type LeadOut,
  listAll,
  openService,
  type ProblemOut,
  type Result,
} from './ingest-fixture.js';

type EventOut = Static<typeof EventSchema>;
type Sequences = Static<typeof LeadSequences>;

const DAY = 86_400_000;
/** A Thursday. */
const START = Date.UTC(2026, 0, 15, 9, 30);
let real = START;
const service = await openService(t, { instances: 2, clock: () => real });
const { urls, sql } = service;
const at = (ms: number) => new Date(ms).toISOString();
const BLOG = { channel: 'inbound_content', name: 'Blog' };

/** A sandbox of a subtest's own, and the calls that the subtests share. */
async function makeSandbox() {
  real = START;
  const made = await service.post<{ workspace: { id: string }; apiKey: { token: string } }>('/v1/workspaces', {
    ...{ name: 'Sandbox', sandbox: true },
  });
  const { workspace, apiKey } = made.body;
  const call = caller(urls, apiKey.token);
  const post = <Body = Result>(path: string, body: unknown = {}) => call<Body>('POST', path, body);
  const get = <Body = LeadOut>(path: string) => call<Body>('GET', path);
  const go = async (ms: number, instance = 0) => {
    const path = `/v1/workspaces/${workspace.id}/clock/advance`;
    const moved = await call<Static<typeof ClockAdvancedSchema>>('POST', path, { to: at(ms) }, { instance });
    t.equal(moved.body.complete, true);
  };
  let count = 0;
  const suspect = async (facts: object = {}) => {
    count += 1;
    return (await post('/v1/leads', { email: `s${count}@seq.example`, source: BLOG, ...facts })).body.lead;
  };
  const sequences = async (id: string) => (await get<Sequences>(`/v1/leads/${id}/sequences`)).body.sequences;
  const eventsOf = async (id: string) =>
    (await listAll<EventOut>(get, `/v1/events?subjectId=${id}`)).filter(({ type }) => type.startsWith('sequence.'));
  const tasksOf = (id: string) => listAll<Static<typeof TaskSchema>>(get, `/v1/tasks?leadId=${id}`);
  const publish = async (document: object) => {
    const drafted = await post<{ version: number }>('/v1/sequences', { name: 'Ours', document });
    t.equal(drafted.status, 201, drafted.text);
    const { version } = drafted.body;
    t.equal((await post<object>(`/v1/sequences/${version}/publish`)).status, 200);
    return version;
  };
  return { workspaceId: workspace.id, call, post, get, go, suspect, sequences, eventsOf, tasksOf, publish };
}

const mail = (key: string) => ({ type: 'send', key, channel: 'email', template: key });
const wait = (key: string, after: number) => ({ type: 'wait', key, after, unit: 'days' });
const category = (value: string) => ({ type: 'field', field: 'category', operator: 'eq', value });

t.test('a suspect is educated for 90 days by default, each step at its date', async (t) => {
  const { suspect, sequences, eventsOf, tasksOf, get, post, go } = await makeSandbox();
  const { id, category: place } = await suspect();
  t.equal(place, 'suspect');
  const [entered] = await sequences(id);
  t.match(entered, {
    ...{ key: 'education', name: 'Education of suspects', purpose: 'education', enteredBy: 'rule', version: 1 },
    ...{
      enteredAt: at(START),
      nextStep: 'introduction',
      nextAt: at(START + 5 * DAY),
      pastSteps: [],
      leftAt: undefined,
    },
  });
  const planned = [
    ['introduction', 5],
    ['overview', 19],
    ['example', 40],
    ['reads', 61],
    ['last_word', 61],
  ] as const;
  t.same(
    entered?.comingSteps.map((step) => [step.step, step.at]),
    planned.map(([step, day]) => [step, at(START + day * DAY)]),
  );
  const next = (await get<Static<typeof NextActionSchema>>(`/v1/leads/${id}/next-action`)).body;
  t.match(next, { kind: 'await_sequence', dueAt: at(START + 5 * DAY), entryId: 'suspect', templateKey: undefined });
  await go(START + 20 * DAY);
  await post('/v1/engagement-events', { leadId: id, type: 'email_opened' });
  await go(START + 90 * DAY, 1);
  // It opened an e-mail within 60 days before the condition, so the guide comes as well.
  const came = [...planned.slice(0, 4), ['guide', 61], ['last_word', 82]] as const;
  const dated = came.map(([step, day]) => [step, at(START + day * DAY)]);
  const [done] = await sequences(id);
  t.same(
    done?.pastSteps.map((step) => [step.step, step.at]),
    dated,
  );
  t.match(done, { leaveReason: 'completed', leftAt: at(START + 82 * DAY), comingSteps: [], nextStep: undefined });
  const events = await eventsOf(id);
  const due = events.filter(({ type }) => type === 'sequence.step_due');
  t.same(
    due.map(({ after, occurredAt }) => [(after as { template: string }).template, occurredAt]),
    dated.flatMap(([step, when]) => (step === 'reads' ? [] : [[`send_${step}`, when]])),
  );
  t.match(due[0], {
    subjectKind: 'lead',
    cause: 'sequence',
    after: { channel: 'email', key: 'education', position: 1 },
  });
  t.match(events.at(-1), { type: 'sequence.left', after: { reason: 'completed', lastStep: 'last_word' } });
  t.same(await tasksOf(id), [], 'no task beside the sends');
  t.same(await sql(`select 1 from timers where kind = 'sequence_step' and subject_id = $1`, [id]), []);
  t.same(await eventFaults(sql), []);
});

t.test('a reply, another class, an objection or a purchase ends it in the same transaction', async (t) => {
  const { suspect, sequences, post, call, go } = await makeSandbox();
  const ways: [reason: string, how: (id: string) => Promise<{ status: number; text: string }>][] = [
    ['reply', (leadId) => post('/v1/engagement-events', { leadId, type: 'email_replied' })],
    ['class_change', (id) => call('PATCH', `/v1/leads/${id}`, { need: 'Looms' })],
    ['objection', (leadId) => post('/v1/engagement-events', { leadId, type: 'email_unsubscribed' })],
    ['conversion', (id) => post(`/v1/leads/${id}/conversion`, { deal: { amount: '10', currency: 'EUR' } })],
    ['request', (id) => post(`/v1/leads/${id}/sequences/leave`, { key: 'education', note: 'Called us' })],
  ];
  const leads: string[] = [];
  for (const _ of ways) leads.push((await suspect()).id);
  await go(START + 6 * DAY);
  for (const [index, [reason, how]] of ways.entries()) {
    const id = leads[index] ?? '';
    t.match(await sequences(id), [{ pastSteps: [{ step: 'introduction' }], leftAt: undefined }]);
    const answer = await how(id);
    t.ok(answer.status < 300, `${reason}: ${answer.text}`);
    const [left] = await sequences(id);
    t.match(left, { leaveReason: reason, leftAt: at(START + 6 * DAY), comingSteps: [], nextAt: undefined }, reason);
    t.same(await sql(`select 1 from timers where kind = 'sequence_step' and subject_id = $1`, [id]), [], reason);
  }
});

t.test('a lead is in one sequence of a purpose, enters and leaves by call, and is refused with reasons', async (t) => {
  const { suspect, sequences, post, publish, call } = await makeSandbox();
  await publish({ key: 'other', purpose: 'education', steps: [mail('a')] });
  await publish({ key: 'warm_up', purpose: 'reactivation', steps: [wait('w', 2), mail('b')] });
  const { id } = await suspect();
  const enter = (key: string) => post<ProblemOut>(`/v1/leads/${id}/sequences`, { key });
  t.match(await enter('other'), {
    status: 409,
    body: { code: 'conflict', detail: /"education" of the purpose education/ },
  });
  t.match(await enter('none'), { status: 422, body: { errors: [{ pointer: '/key' }] } });
  t.match(await enter('warm_up'), { status: 200, body: { id } });
  t.match(await sequences(id), [{ key: 'education' }, { key: 'warm_up', enteredBy: 'request', nextStep: 'b' }]);
  const leave = () => post<ProblemOut>(`/v1/leads/${id}/sequences/leave`, { key: 'warm_up' });
  t.match(await leave(), { status: 200 });
  t.match(await leave(), { status: 409 });
  t.match(await enter('warm_up'), { status: 200 }, 'a call puts it there again');
  const gone = await call<ProblemOut>('DELETE', `/v1/leads/${id}`);
  t.equal(gone.status, 204);
  t.same(await sql('select 1 from sequence_runs where lead_id = $1', [id]), []);
  t.same(await sql('select 1 from timers where subject_id = $1', [id]), []);
});

t.test('caps count the sends of all sequences of the lead, and quiet hours delay', async (t) => {
  const { suspect, sequences, publish, post, go, eventsOf } = await makeSandbox();
  const caps = [{ channel: 'email', sends: 1, days: 3 }];
  await publish({ key: 'first', purpose: 'onboarding', caps, steps: [mail('a')] });
  await publish({ key: 'second', purpose: 'retention', caps, steps: [mail('b')] });
  const quietHours = { start: '09:00', end: '18:00' };
  await publish({ key: 'third', purpose: 'other', quietHours, steps: [mail('c')] });
  const { id } = await suspect({ need: 'Looms' });
  for (const key of ['first', 'second', 'third']) await post(`/v1/leads/${id}/sequences`, { key });
  await go(START + 5 * DAY);
  const came = (await sequences(id)).map((one) => [one.key, one.pastSteps.map((step) => step.at)]);
  const evening = Date.UTC(2026, 0, 15, 18, 0);
  t.same(Object.fromEntries(came), {
    first: [at(START)],
    // The send of the third came after the first, so three days run from there.
    second: [at(evening + 3 * DAY)],
    third: [at(evening)],
  });
  const delays = (await eventsOf(id)).filter(({ type }) => type === 'sequence.step_delayed');
  t.match(delays, [{ after: { key: 'second', reason: 'frequency_cap' } }, { after: { key: 'second' } }]);
});

t.test(
  'a sequence creates a task once, branches, goes on by the new version and ends when it is retired',
  async (t) => {
    const { suspect, sequences, publish, post, go, tasksOf } = await makeSandbox();
    const due = { after: 8, unit: 'calendar_hours' };
    const task = { type: 'task', key: 'look', kind: 'research', title: 'Look it up', guidance: 'In the register', due };
    const again = { type: 'repeat', key: 'again', from: 'look', times: 1 };
    const steps = [task, wait('w', 2), again, mail('a'), wait('v', 2), mail('b')];
    const version = await publish({ key: 'work', purpose: 'other', enterWhen: category('lead'), steps });
    const { id } = await suspect({ need: 'Looms' });
    await go(START + 3 * DAY);
    const [open, ...more] = await tasksOf(id);
    t.match(open, {
      title: 'Look it up',
      description: 'In the register',
      templateKey: 'look',
      dueAt: at(START + DAY / 3),
    });
    t.same(more, []);
    t.match(await sequences(id), [
      {
        pastSteps: [
          { step: 'look', outcome: 'task', taskId: open?.id },
          { outcome: 'skipped', reason: 'task_open' },
        ],
      },
    ]);
    const second = await publish({ key: 'work', purpose: 'other', steps: [mail('a'), wait('v', 7), mail('c')] });
    await go(START + 5 * DAY);
    t.match(await sequences(id), [{ version, pastSteps: { length: 3 }, nextStep: 'c', nextAt: at(START + 11 * DAY) }]);
    t.equal((await post<object>(`/v1/sequences/${second}/retire`)).status, 200);
    await go(START + 12 * DAY);
    t.match(await sequences(id), [{ leaveReason: 'retired', leftAt: at(START + 11 * DAY) }]);
  },
);

t.test('a version is tried on the past of a lead, and the report shows where leads leave', async (t) => {
  const { suspect, post, get, go } = await makeSandbox();
  const ids: string[] = [];
  for (let n = 0; n < 4; n++) ids.push((await suspect()).id);
  const [won = '', replied = '', quiet = '', denied = ''] = ids;
  await go(START + 6 * DAY);
  await post(`/v1/leads/${won}/conversion`, { deal: { amount: '10', currency: 'EUR' } });
  await post('/v1/engagement-events', { leadId: replied, type: 'email_replied' });
  await go(START + 90 * DAY);
  const document = {
    ...{ key: 'quick', purpose: 'education', enterWhen: category('suspect') },
    steps: [mail('a'), wait('w', 4), mail('b'), wait('v', 4), mail('c')],
  };
  const drafted = await post<{ version: number }>('/v1/sequences', { name: 'Quicker', document });
  const simulate = async (leadId: string, from?: string) =>
    (
      await post<Static<typeof SequenceSimulation>>(`/v1/sequences/${drafted.body.version}/simulate`, {
        ...{ leadId, from },
      })
    ).body;
  t.match(await simulate(quiet), {
    ...{ key: 'quick', from: at(START), enteredAt: at(START), leaveReason: 'completed', leftAt: at(START + 8 * DAY) },
    before: at(START + 90 * DAY),
    pastSteps: [
      { step: 'a', at: at(START) },
      { step: 'b', at: at(START + 4 * DAY) },
      { step: 'c', at: at(START + 8 * DAY) },
    ],
  });
  t.match(await simulate(replied), { leaveReason: 'reply', leftAt: at(START + 6 * DAY), pastSteps: { length: 2 } });
  t.match(await simulate(won, at(START + 7 * DAY)), { enteredAt: undefined, pastSteps: [] });
  t.match(await simulate(denied, at(START + 89 * DAY)), { nextStep: 'b', pastSteps: { length: 1 } });

  const versions = await get<{ data: { version: number }[] }>('/v1/sequences?key=quick&status=draft');
  t.match(versions.body.data, [{ version: drafted.body.version }]);
  t.match((await get('/v1/sequences?key=quick&status=published')).body, { data: { length: 0 } });

  const report = async (query: string) =>
    (await get<Static<typeof SequenceReport>>(`/v1/reports/sequences?${query}`)).body;
  const byStep = await report('sequence=education');
  t.match(
    byStep.groups.find(({ key }) => key === 'education/introduction'),
    { entered: 4, due: 4, left: 2, converted: 1, dropOffRate: 0.5, conversionRate: 0.25 },
  );
  t.match(
    byStep.groups.find(({ key }) => key === 'education/last_word'),
    { entered: 2, completed: 2, left: 0 },
  );
  t.match(await report('groupBy=sequence'), {
    groups: [{ key: 'education', entered: 4, due: 10, tasks: 0, left: 2, completed: 2, converted: 1 }],
  });
  t.match(await report(`groupBy=sequence&from=${at(START + DAY)}`), { groups: [] });
});

t.test('a lead that comes with its past enters when something happens to it here', async (t) => {
  const { post, sequences } = await makeSandbox();
  const past = { email: 'past@seq.example', source: BLOG, createdAt: at(START - 90 * DAY) };
  const recorded = await post<{ results: { leadId?: string; id?: string }[] }>('/v1/leads/history', { items: [past] });
  const [one] = recorded.body.results;
  const id = one?.leadId ?? one?.id ?? '';
  t.same(await sequences(id), [], recorded.text);
  real += 1_000;
  await post('/v1/engagement-events', { leadId: id, type: 'content_viewed' });
  t.match(await sequences(id), [{ key: 'education', enteredAt: at(START + 1_000) }]);
});

t.test('the conditions of a sequence read the state of the lead', async (t) => {
  const { suspect, sequences, post, publish, go } = await makeSandbox();
  const parked = { type: 'field', field: 'parked.reason', operator: 'eq', value: 'bad_timing' };
  const again = { type: 'field', field: 'touchCount', operator: 'gte', value: 2 };
  const first = {
    type: 'condition',
    key: 'soon',
    when: { ...parked, field: 'parked.wakeAt', operator: 'within_next', value: 9 },
  };
  const steps = [{ ...first, whenTrue: 'near', whenFalse: 'next' }, mail('far'), wait('w', 20), mail('near')];
  await publish({
    key: 'stay_in_touch',
    purpose: 'reactivation',
    enterWhen: parked,
    exitWhen: again,
    exitOn: [],
    steps,
  });
  const park = async (days: number) => {
    const { id, email } = await suspect();
    t.same(
      (await sequences(id)).map(({ key }) => key),
      ['education'],
    );
    const wakeWhen = { at: at(START + days * DAY) };
    t.equal((await post(`/v1/leads/${id}/park`, { reason: 'bad_timing', wakeWhen })).status, 200);
    return { id, email };
  };
  const [soon, later] = [await park(5), await park(80)];
  await go(START + DAY);
  const came = async (id: string) =>
    (await sequences(id)).find(({ key }) => key === 'stay_in_touch')?.pastSteps.map(({ step }) => step);
  t.same(
    [await came(soon.id), await came(later.id)],
    [
      ['soon', 'near'],
      ['soon', 'far'],
    ],
  );
  await post('/v1/leads', { email: later.email, source: { channel: 'event', name: 'Fair' } });
  const left = (await sequences(later.id)).find(({ key }) => key === 'stay_in_touch');
  t.match(left, { leaveReason: 'exit_condition', leftAt: at(START + DAY) });
});

t.test('a lead enters when time alone makes the entry condition true, and again when its days are over', async (t) => {
  const { suspect, sequences, publish, go, post, call } = await makeSandbox();
  const since = { type: 'engagement', measure: 'days_since_last', operator: 'gte', value: 10 };
  const quiet = { type: 'all', conditions: [{ type: 'engagement' }, since] };
  const ends = { type: 'field', field: 'competitorContractEndsOn', operator: 'within_next', value: 30 };
  await publish({
    key: 'quiet',
    purpose: 'reactivation',
    enterWhen: quiet,
    reenterAfterDays: 20,
    exitOn: [],
    steps: [mail('a')],
  });
  await publish({ key: 'renewal', purpose: 'win_back', enterWhen: ends, exitOn: [], steps: [mail('b')] });
  const staysIn = async (id: string, key: string) =>
    (await sequences(id)).filter((one) => one.key === key).map(({ enteredAt }) => enteredAt);
  const [still, busy, bound] = [
    await suspect(),
    await suspect(),
    await suspect({ competitorContractEndsOn: '2026-04-15' }),
  ];
  for (const { id } of [still, busy]) await post('/v1/engagement-events', { leadId: id, type: 'content_viewed' });
  const due = (id: string) =>
    sql<{ at: Date }>(`select due_at as at from timers where kind = 'sequence_entry' and subject_id = $1`, [id]);
  t.equal((await due(still.id)).length, 1);
  await go(START + 6 * DAY);
  await post('/v1/engagement-events', { leadId: busy.id, type: 'content_viewed' });
  await go(START + 11 * DAY, 1);
  t.same(await staysIn(still.id, 'quiet'), [at(START + 10 * DAY)]);
  t.same(await staysIn(busy.id, 'quiet'), [], 'what it did put the entry off');
  await go(START + 62 * DAY);
  t.same(await staysIn(busy.id, 'quiet').then((all) => all.at(-1)), at(START + 16 * DAY));
  t.same(await staysIn(bound.id, 'renewal'), [at(Date.UTC(2026, 2, 16))], '30 days before the date');
  const again = (await staysIn(still.id, 'quiet')).toSorted();
  t.same(
    again,
    [10, 30, 50].map((day) => at(START + day * DAY)),
  );
  t.equal((await call('DELETE', `/v1/leads/${still.id}`)).status, 204);
  t.same(await due(still.id), []);
  t.same(await eventFaults(sql), []);
});

t.test('a publication lets in the leads that fit already, if it says so', async (t) => {
  const { suspect, sequences, get, post, call, go, eventsOf } = await makeSandbox();
  const runJobs = async () => {
    while ((await Promise.all(service.apps.map(({ services }) => services.jobs.runDue()))).some(({ ran }) => ran > 0));
  };
  const [here, away, bound] = [
    await suspect({ country: 'AT' }),
    await suspect({ country: 'DE' }),
    await suspect({ competitorContractEndsOn: '2026-03-15' }),
  ];
  const draft = async (key: string, enterWhen: object) => {
    const document = { key, purpose: 'other', enterWhen, exitOn: [], steps: [mail(key)] };
    return (await post<{ version: number }>('/v1/sequences', { name: key, document })).body.version;
  };
  const publication = (version: number, query = '') =>
    call<{ status: string; rescoreId?: string }>('POST', `/v1/sequences/${version}/publish${query}`);
  const isIn = async (id: string, key: string) => (await sequences(id)).some((one) => one.key === key);

  const austria = await draft('austria', { type: 'field', field: 'country', operator: 'eq', value: 'AT' });
  const without = await publication(austria);
  t.match(without, { status: 200, body: { status: 'published', rescoreId: undefined } });
  await runJobs();
  t.notOk(await isIn(here.id, 'austria'), 'without a change it stays out');
  const again = await publication(austria, '?enrolExisting=true');
  t.equal(again.status, 200, again.text);
  await runJobs();
  t.match((await get<object>(`/v1/operations/${again.body.rescoreId}`)).body, { kind: 'rescore', state: 'succeeded' });
  t.ok(await isIn(here.id, 'austria'));
  t.notOk(await isIn(away.id, 'austria'));

  const ends = { type: 'field', field: 'competitorContractEndsOn', operator: 'within_next', value: 30 };
  t.equal((await publication(await draft('renewal', ends), '?enrolExisting=true')).status, 200);
  await runJobs();
  t.notOk(await isIn(bound.id, 'renewal'), 'its time has not come');
  await go(START + 40 * DAY);
  t.ok(await isIn(bound.id, 'renewal'), 'time lets it in without a change');
  const entered = (await eventsOf(here.id)).filter(({ type, after }) => {
    return type === 'sequence.entered' && (after as { key?: string }).key === 'austria';
  });
  t.equal(entered.length, 1, 'once');
  t.same(await eventFaults(sql), []);
});

t.test('documents that cannot work are refused with their places', async (t) => {
  const { post } = await makeSandbox();
  const document = { key: 'bad', purpose: 'other', timeZone: 'Mars/Base', steps: [wait('w', 1)] };
  const { status, body } = await post<ProblemOut>('/v1/sequences', { name: 'Bad', document });
  t.equal(status, 422);
  t.match(
    body.errors?.map(({ pointer, code }) => `${pointer} ${code}`),
    ['/document/steps no_action', '/document/timeZone unknown_time_zone'],
  );
});
