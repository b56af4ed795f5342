import t from 'tap';
import type { Static } from 'typebox';
import type { ActivityResult, ActivitySchema } from '../../src/http/schemas/activities.js';
import type { EventSchema } from '../../src/http/schemas/events.js';
import type { TaskSchema } from '../../src/http/schemas/tasks.js';
import type { NextActionSchema, Timeline } from '../../src/http/schemas/timeline.js';
import { caller, eventFaults, listAll, openService, type Page, type ProblemOut, together } from './ingest-fixture.js';

type Recorded = Static<typeof ActivityResult>;
type Activity = Static<typeof ActivitySchema>;
type Task = Static<typeof TaskSchema>;
type Next = Static<typeof NextActionSchema>;
type Event = Static<typeof EventSchema>;
type TimelinePage = Static<typeof Timeline>;

const HOUR = 3_600_000;
/** A Thursday, 09:30 UTC. */
const START = Date.UTC(2026, 0, 15, 9, 30);
let now = START;
const statements: string[] = [];
const service = await openService(t, {
  instances: 2,
  clock: () => now,
  onStatement: (name) => void statements.push(name),
});
const { apps, urls, sql } = service;
const at = (ms: number) => new Date(ms).toISOString();
/** Without the sequence that a suspect is in. */
const lifecycleOf = async (leadId: string) => {
  const [row] = await sql<{ lifecycle: object }>(
    "select coalesce(lifecycle, '{}'::jsonb) - 'sequences' as lifecycle from leads where id = $1",
    [leadId],
  );
  return row?.lifecycle;
};
const fireAll = async () => {
  const rounds = await Promise.all(apps.map(({ services }) => services.timers.fireDue()));
  return rounds.reduce((sum, { effective, failed }) => sum + effective + failed * 1e6, 0);
};

const AUTOMATIC_TASKS = [
  {
    ...{ key: 'welcome', title: 'Welcome', kind: 'email', automatic: true },
    due: { after: 2, unit: 'calendar_hours' },
  },
  {
    ...{ key: 'ring', title: 'Ring', kind: 'call', automatic: true, due: { after: 1, unit: 'business_hours' } },
    when: { type: 'field', field: 'phoneNormalized', operator: 'exists' },
  },
];
const ENTRIES = ['sql', 'mql'].map((category) => ({
  id: category,
  label: category,
  category,
  guidance: 'Go',
  tasks: AUTOMATIC_TASKS,
}));

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  now = START;
  // Timers that other subtests left would be due as well.
  await sql('delete from timers');
  const { post, get, patch, call } = await service.makeWorkspace();
  async function lead(name: string, facts: object = {}): Promise<string> {
    return (await post('/v1/leads', { email: `${name}@work.example`, ...facts })).body.lead.id;
  }
  const record = (leadId: string, activity: object, instance = 0) =>
    post<Recorded>(`/v1/leads/${leadId}/activities`, activity, { instance });
  const makeTask = async (leadId: string, more: object = {}) =>
    (await post<Task>('/v1/tasks', { leadId, kind: 'call', title: 'Call', dueAt: at(now + HOUR), ...more })).body;
  const nextOf = async (leadId: string) => (await get<Next>(`/v1/leads/${leadId}/next-action`)).body;
  const eventsOf = (subjectId: string) => listAll<Event>(get, `/v1/events?subjectId=${subjectId}`);
  /** Publishes a playbook with automatic tasks; returns its version. */
  async function publishPlaybook(): Promise<number> {
    const draft = await post<{ version: number }>('/v1/playbooks', { name: 'Ours', document: { entries: ENTRIES } });
    t.equal((await post(`/v1/playbooks/${draft.body.version}/publish`, undefined)).status, 200);
    return draft.body.version;
  }
  return { lead, record, get, eventsOf, call, post, makeTask, patch, nextOf, publishPlaybook };
}

t.test('an activity is stored, and the lead has the time of the latest', async (t) => {
  const { lead, record, get, eventsOf } = await makeWorkspace();
  const id = await lead('remembered');
  now += 4 * HOUR;
  t.strictSame(await lifecycleOf(id), {});
  const note = await record(id, { kind: 'note', body: 'Met at the fair' });
  t.equal(note.status, 201);
  t.match(note.body, { duplicate: false, lead: { id, version: 2 } });
  t.strictSame(await lifecycleOf(id), { lastActivityAt: now }, 'a note is no contact');
  await record(id, { kind: 'call', direction: 'incoming', occurredAt: at(now - 3 * HOUR) });
  t.strictSame(await lifecycleOf(id), { lastActivityAt: now }, 'nor is a call of theirs');
  await record(id, { kind: 'email', subject: 'Hello', outcome: 'bounced' });
  t.strictSame(await lifecycleOf(id), { lastActivityAt: now }, 'nor what never arrived');
  const spoke = { kind: 'call', outcome: 'connected', durationSeconds: 300, occurredAt: at(now - HOUR) };
  const { body } = await record(id, { ...spoke, metadata: { recording: 'r-1' } });
  t.strictSame(await lifecycleOf(id), { lastActivityAt: now, firstContactAt: now - HOUR });
  await record(id, { kind: 'meeting', outcome: 'held', occurredAt: at(now - 2 * HOUR) });
  t.strictSame(
    await lifecycleOf(id),
    { lastActivityAt: now, firstContactAt: now - 2 * HOUR },
    'recorded late, it happened earlier',
  );

  const { headers, body: kept } = await get<Activity>(`/v1/leads/${id}/activities/${body.id}`);
  t.match(kept, { ...spoke, direction: 'outgoing', leadId: id, recordedAt: at(now), metadata: { recording: 'r-1' } });
  t.equal(headers['content-type'], 'application/json; charset=utf-8');
  const all = await listAll<Activity>(get, `/v1/leads/${id}/activities`);
  t.strictSame(
    all.map(({ kind }) => kind),
    ['meeting', 'call', 'email', 'call', 'note'],
  );
  t.equal((await listAll<Activity>(get, `/v1/leads/${id}/activities?kind=call`)).length, 2);
  const emitted = (await eventsOf(id)).filter(({ type }) => type === 'lead.activity_recorded');
  t.equal(emitted.length, 5);
  t.notMatch(JSON.stringify(emitted), /Met at the fair|Hello/, 'the log does not contain the texts');
  t.match(emitted[3]?.after, {
    activityId: body.id,
    lifecycle: { firstContactAt: new Date(now - HOUR).toISOString() },
  });
});

t.test('an activity is part of the lead as of a past instant', async (t) => {
  const { lead, record, get } = await makeWorkspace();
  const id = await lead('past');
  const before = at(now);
  now += HOUR;
  await record(id, { kind: 'call' });
  t.equal((await get<{ version: number }>(`/v1/leads/${id}?asOf=${before}`)).body.version, 1);
  const { body: current } = await get<{ version: number }>(`/v1/leads/${id}`);
  t.match((await get<object>(`/v1/leads/${id}?asOf=${at(now)}`)).body, { version: current.version });
});

t.test('the same external id counts once, however many send it at once', async (t) => {
  const { lead, record, get, call } = await makeWorkspace();
  const [one, two] = [await lead('once-1'), await lead('once-2')];
  const externalId = 'crm-4711';
  const answers = await together(24, 24, (index) =>
    record(index % 3 === 0 ? two : one, { kind: 'call', externalId }, index % 2),
  );
  t.equal(answers.filter(({ status }) => status === 201).length, 1);
  t.equal(answers.filter(({ status, body }) => status === 200 && body.duplicate).length, 23);
  const [first] = answers.filter(({ status }) => status === 201);
  t.ok(answers.every(({ body }) => body.id === first?.body.id && body.lead.id === first?.body.lead.id));
  t.equal((await sql('select from activities where external_id = $1', [externalId])).length, 1);
  const versions = await Promise.all([one, two].map((id) => get<{ version: number }>(`/v1/leads/${id}`)));
  t.strictSame(versions.map(({ body }) => body.version).sort(), [1, 2], 'one lead has changed, once');
  t.equal((await call('DELETE', `/v1/leads/${first?.body.lead.id}`)).status, 204);
  t.equal((await sql('select from activities where external_id = $1', [externalId])).length, 0);
  const left = first?.body.lead.id === one ? two : one;
  t.equal((await record(left, { kind: 'call', externalId })).status, 201, 'what is gone may be sent again');
});

t.test('bad activities are refused where they are wrong, and leave nothing', async (t) => {
  const { lead, post, record, get } = await makeWorkspace();
  const id = await lead('bad');
  const unknownId = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';
  const table: [activity: object, status: number, pointer: string][] = [
    [{ kind: 'letter' }, 400, '/kind'],
    [{ kind: 'note' }, 422, '/body'],
    [{ kind: 'note', body: '   ' }, 422, '/body'],
    [{ kind: 'note', body: 'a', direction: 'outgoing' }, 422, '/direction'],
    [{ kind: 'note', body: 'a', outcome: 'held' }, 422, '/outcome'],
    [{ kind: 'call', outcome: 'held' }, 422, '/outcome'],
    [{ kind: 'email', durationSeconds: 5 }, 422, '/durationSeconds'],
    [{ kind: 'call', durationSeconds: -1 }, 400, '/durationSeconds'],
    [{ kind: 'meeting', occurredAt: at(now + HOUR) }, 400, '/occurredAt'],
    [{ kind: 'call', repId: unknownId }, 422, '/repId'],
  ];
  for (const [activity, status, pointer] of table) {
    const answer = await post<ProblemOut>(`/v1/leads/${id}/activities`, activity);
    t.equal(answer.status, status, JSON.stringify(activity));
    t.equal(answer.body.errors?.[0]?.pointer, pointer);
  }
  t.equal((await record(unknownId, { kind: 'call' })).status, 404);
  t.equal((await get(`/v1/leads/${unknownId}/activities`)).status, 404);
  t.strictSame(await lifecycleOf(id), {});
});

t.test('a task is made, changed, postponed, done; each step emits an event', async (t) => {
  const { lead, post, makeTask, get, patch, call, eventsOf } = await makeWorkspace();
  const id = await lead('task');
  const rep = (await post<{ id: string }>('/v1/reps', { name: 'Grace' })).body.id;
  const task = await makeTask(id, { repId: rep, description: 'About the demo' });
  t.match(task, { version: 1, status: 'open', leadId: id, repId: rep, dueAt: at(now + HOUR), closedAt: null });
  const path = `/v1/tasks/${task.id}`;
  t.match((await get(path)).headers.etag, /^"1([.][0-9a-f]+)?"$/);
  const same = await patch<Task>(path, { title: ' Call ', repId: rep });
  t.equal(same.body.version, 1, 'nothing changed');
  const moved = await patch<Task>(path, { dueAt: at(now + 2 * HOUR), repId: null, description: null });
  t.match(moved.body, { version: 2, dueAt: at(now + 2 * HOUR), repId: null, description: null });
  const stale = await call<ProblemOut>('PATCH', path, { title: 'Else' }, { headers: { 'if-match': '"1"' } });
  t.equal(stale.status, 412);
  const activity = { kind: 'call', outcome: 'connected', body: 'Wants a demo', repId: rep };
  const wrong = await post<ProblemOut>(`${path}/complete`, { activity: { ...activity, outcome: 'held' } });
  t.strictSame([wrong.status, wrong.body.errors?.[0]?.pointer], [422, '/activity/outcome']);
  t.equal((await get<Task>(path)).body.status, 'open', 'a refused activity leaves the task as it was');
  const { body: finished } = await post<Task>(`${path}/complete`, { outcome: 'successful', note: 'Good', activity });
  t.match(finished, { version: 3, status: 'done', outcome: 'successful', note: 'Good', closedAt: at(now) });
  t.match((await get<Activity>(`/v1/leads/${id}/activities/${finished.activityId}`)).body, {
    taskId: task.id,
    ...activity,
  });
  for (const [verb, body] of [
    ['complete', {}],
    ['skip', { reason: 'late' }],
  ] as const) {
    t.equal((await post(`${path}/${verb}`, body)).status, 409, `${verb} again`);
  }
  t.equal((await patch(path, { title: 'Else' })).status, 409);
  t.strictSame(
    (await eventsOf(task.id)).map(({ type }) => type),
    ['task.created', 'task.updated', 'task.completed'],
  );
  t.same(await sql('select from timers where subject_id = $1', [task.id]), [], 'nothing is awaited any more');
});

t.test('complete and skip race: one of them wins, and one event records which', async (t) => {
  const { lead, makeTask, post, eventsOf } = await makeWorkspace();
  const id = await lead('race');
  for (let round = 0; round < 8; round++) {
    const { id: taskId } = await makeTask(id);
    const answers = await together(8, 8, (index) =>
      index % 2 === 0
        ? post<Task>(
            `/v1/tasks/${taskId}/complete`,
            { activity: { kind: 'call' } },
            { instance: index % 4 === 0 ? 0 : 1 },
          )
        : post<Task>(`/v1/tasks/${taskId}/skip`, { reason: 'No time' }, { instance: index % 4 === 1 ? 0 : 1 }),
    );
    const [won, ...more] = answers.filter(({ status }) => status === 200);
    t.equal(more.length, 0, 'one wins');
    t.ok(answers.every(({ status }) => status === 200 || status === 409));
    const closings = (await eventsOf(taskId)).filter(({ type }) => type !== 'task.created');
    t.strictSame(
      closings.map(({ type }) => type),
      [won?.body.status === 'done' ? 'task.completed' : 'task.skipped'],
    );
    const activities = await sql('select from activities where task_id = $1', [taskId]);
    t.equal(activities.length, won?.body.status === 'done' ? 1 : 0, 'the activity goes with the task');
  }
  t.same(await eventFaults(sql), []);
});

t.test('a repeated completion with an Idempotency-Key is answered alike', async (t) => {
  const { makeTask, lead, call } = await makeWorkspace();
  const { id: taskId } = await makeTask(await lead('again'));
  const headers = { 'idempotency-key': 'complete-once' };
  const send = () => call<Task>('POST', `/v1/tasks/${taskId}/complete`, { activity: { kind: 'call' } }, { headers });
  const answers = await Promise.all([send(), send(), send()]);
  t.equal(new Set(answers.map(({ text }) => text)).size, 1);
  t.equal((await sql('select from activities where task_id = $1', [taskId])).length, 1);
  const gone = () =>
    call<ProblemOut>(
      'POST',
      '/v1/tasks/01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f/complete',
      {},
      {
        headers: { 'idempotency-key': 'complete-nothing' },
      },
    );
  t.strictSame([(await gone()).status, (await gone()).headers['idempotent-replayed']], [404, 'true']);
});

t.test('a task emits overdue once, in whichever process, and again only when postponed', async (t) => {
  const { lead, makeTask, get, patch, post, call } = await makeWorkspace();
  const id = await lead('overdue');
  const tasks = await together(120, 16, () => makeTask(id));
  const [early] = tasks;
  t.equal(await fireAll(), 0, 'an hour too early');
  now += HOUR;
  t.equal(await fireAll(), 120, 'each once, by one of two processes');
  t.equal(await fireAll(), 0);
  const emitted = (await listAll<Event>(get, '/v1/events?type=task.overdue')).map(({ subjectId }) => subjectId);
  t.equal(emitted.length, 120);
  t.equal(new Set(emitted).size, 120);
  const path = `/v1/tasks/${early?.id}`;
  t.match((await get<Task>(path)).body, { status: 'open', overdueAt: at(now), version: 2 });
  const late = await listAll<Task>(get, `/v1/tasks?leadId=${id}&status=open&dueBefore=${at(now + 1)}`);
  t.equal(late.length, 120);
  t.match((await patch<Task>(path, { dueAt: at(now + HOUR) })).body, { overdueAt: null });
  now += HOUR;
  t.equal(await fireAll(), 1);
  const { id: closed } = await makeTask(id);
  await post(`/v1/tasks/${closed}/skip`, { reason: 'Not needed' });
  now += 2 * HOUR;
  t.equal(await fireAll(), 0, 'what is closed is never overdue');
  const { id: orphan } = await makeTask(id);
  t.equal((await call('DELETE', `/v1/leads/${id}`)).status, 204);
  t.same(await sql('select from timers where subject_id = $1', [orphan]), [], 'a lead takes its tasks along');
  t.equal((await get(`/v1/tasks/${orphan}`)).status, 404);
});

t.test('in a sandbox tasks are due by its own clock, as of the instant at which they are', async (t) => {
  now = START;
  type Made = { workspace: { id: string }; apiKey: { token: string } };
  const { body: made } = await service.post<Made>('/v1/workspaces', { name: 'Sandbox', sandbox: true });
  const ask = caller(urls, made.apiKey.token);
  const { body } = await ask<{ lead: { id: string } }>('POST', '/v1/leads', { email: 'a@sandbox.example' });
  const due = { kind: 'call', title: 'Call', dueAt: at(now + 30 * HOUR) };
  const { body: task } = await ask<Task>('POST', '/v1/tasks', { leadId: body.lead.id, ...due });
  await ask('POST', `/v1/workspaces/${made.workspace.id}/clock/advance`, { seconds: 48 * 3600 });
  t.match((await ask<Task>('GET', `/v1/tasks/${task.id}`)).body, { overdueAt: due.dueAt, version: 2 });
  t.match((await ask<Next>('GET', `/v1/leads/${body.lead.id}/next-action`)).body, { kind: 'overdue_task' });
  await ask('POST', `/v1/tasks/${task.id}/complete`, { activity: { kind: 'call' } });
  const { body: activities } = await ask<Page<Activity>>('GET', `/v1/leads/${body.lead.id}/activities`);
  t.match(activities.data, [{ occurredAt: at(now + 48 * HOUR), recordedAt: at(now + 48 * HOUR) }]);
});

t.test('lists of tasks: by rep, lead and status, by due date, page by page', async (t) => {
  const { lead, post, makeTask, get } = await makeWorkspace();
  const id = await lead('list');
  const rep = (await post<{ id: string }>('/v1/reps', { name: 'Alan' })).body.id;
  for (let i = 0; i < 7; i++)
    await makeTask(id, { repId: i % 2 === 0 ? rep : null, dueAt: at(now + ((i * 3) % 7) * HOUR) });
  const due = (tasks: Task[]) => tasks.map(({ dueAt }) => (Date.parse(dueAt) - now) / HOUR);
  const pages: Task[] = [];
  let cursor = '';
  do {
    const { body } = await get<Page<Task>>(`/v1/tasks?leadId=${id}&limit=2${cursor}`);
    pages.push(...body.data);
    cursor = body.hasMore ? `&cursor=${body.nextCursor}` : '';
  } while (cursor !== '');
  t.strictSame(due(pages), [0, 1, 2, 3, 4, 5, 6]);
  t.strictSame(due(await listAll<Task>(get, `/v1/tasks?repId=${rep}&status=open`)), [0, 4, 5, 6]);
  t.equal((await listAll<Task>(get, `/v1/tasks?leadId=${id}&dueBefore=${at(now + 3 * HOUR)}`)).length, 3);
  t.equal((await listAll<Task>(get, `/v1/tasks?leadId=${id}&status=done`)).length, 0);
});

t.test('bad tasks are refused where they are wrong', async (t) => {
  const { lead, post, makeTask, patch } = await makeWorkspace();
  const leadId = await lead('bad-task');
  const unknownId = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';
  const whole = { leadId, kind: 'call', title: 'Call', dueAt: at(now) };
  const table: [task: object, status: number, pointers: string[]][] = [
    [{ leadId }, 422, ['/kind', '/title', '/dueAt']],
    [{ ...whole, title: '  ' }, 400, ['/title']],
    [{ ...whole, leadId: unknownId }, 422, ['/leadId']],
    [{ ...whole, repId: unknownId }, 422, ['/repId']],
    [{ leadId, templateKey: 'no_such_template' }, 422, ['/templateKey']],
    [{ ...whole, status: 'done' }, 400, ['/status']],
  ];
  for (const [task, status, pointers] of table) {
    const answer = await post<ProblemOut>('/v1/tasks', task);
    t.equal(answer.status, status, JSON.stringify(task));
    t.strictSame(
      answer.body.errors?.map(({ pointer }) => pointer),
      pointers,
    );
  }
  const { id } = await makeTask(leadId);
  t.equal((await patch<ProblemOut>(`/v1/tasks/${id}`, { repId: unknownId })).status, 422);
});

t.test('the next best action follows what is done', async (t) => {
  const { lead, nextOf, post, makeTask } = await makeWorkspace();
  const id = await lead('next', { phone: '+4930901820', purchaseTimeframeDays: 0, country: 'DE' });
  const first = await nextOf(id);
  t.match(first, {
    kind: 'playbook_task',
    templateKey: 'call_now',
    entryId: 'sql',
    playbookVersion: 1,
    taskKind: 'call',
  });
  t.match(first.guidance, /Whoever speaks with it first/);
  const { body: task } = await post<Task>('/v1/tasks', { leadId: id, templateKey: 'call_now' });
  t.match(task, { title: 'Call now', kind: 'call', templateKey: 'call_now', playbookVersion: 1 });
  t.match(await nextOf(id), { kind: 'playbook_task', taskId: task.id });
  await post(`/v1/tasks/${task.id}/complete`, { outcome: 'successful' });
  t.match(await nextOf(id), { kind: 'playbook_task', templateKey: 'write_now' });
  const late = await makeTask(id, { title: 'Send the contract', dueAt: at(now - HOUR) });
  t.match(await nextOf(id), { kind: 'overdue_task', taskId: late.id, title: 'Send the contract' });
  await post(`/v1/tasks/${late.id}/skip`, { reason: 'Not needed' });
  await post(`/v1/leads/${id}/lose`, { reason: 'price', competitor: 'Other' });
  t.match(await nextOf(id), { templateKey: 'ask_for_recommendations', taskKind: 'recommendations', entryId: 'lost' });
});

t.test('a parked lead has a task to keep in touch, and its timeline has the reason', async (t) => {
  const { lead, post, nextOf, get } = await makeWorkspace();
  const id = await lead('parked', { purchaseTimeframeDays: 0 });
  const wakeAt = at(now + 90 * 24 * HOUR);
  const parked = await post(`/v1/leads/${id}/park`, { reason: 'bad_timing', wakeWhen: { at: wakeAt } });
  t.equal(parked.status, 200, parked.text);
  const next = await nextOf(id);
  t.match(next, { kind: 'playbook_task', templateKey: 'keep_in_touch', entryId: 'parked' });
  const { body: task } = await post<Task>('/v1/tasks', { leadId: id, templateKey: 'keep_in_touch' });
  await post(`/v1/tasks/${task.id}/skip`, { reason: 'They asked for silence' });
  t.match(await nextOf(id), { kind: 'await_wake', dueAt: wakeAt });
  const { body: emitted } = await get<TimelinePage>(`/v1/leads/${id}/timeline?kinds=stage`);
  t.match(emitted.data, [
    { eventType: 'lead.parked', summary: 'Parked: bad timing', details: { reason: 'bad_timing' } },
  ]);
});

t.test('a published playbook makes tasks when leads come into a stage, each once', async (t) => {
  const { lead, post, get, eventsOf, patch, publishPlaybook } = await makeWorkspace();
  statements.length = 0;
  await lead('plain');
  t.notOk(
    statements.some((name) => /task/.test(name)),
    'without automatic tasks nothing is asked',
  );
  const playbookVersion = await publishPlaybook();
  const wrong = { entries: [{ id: 'a', label: 'a', guidance: 'a', tasks: [] }] };
  const refused = await post<ProblemOut>('/v1/playbooks', { name: 'Bad', document: wrong });
  t.strictSame([refused.status, refused.body.errors?.[0]?.pointer], [422, '/document/entries/0']);

  const id = await lead('automatic', { purchaseTimeframeDays: 0 });
  const made = () => listAll<Task>(get, `/v1/tasks?leadId=${id}`);
  t.match(await made(), [{ templateKey: 'welcome', dueAt: at(now + 2 * HOUR), playbookVersion }]);
  t.equal((await made()).length, 1);
  const [event] = await eventsOf((await made())[0]?.id ?? '');
  t.match(event, { type: 'task.created', cause: 'playbook', after: { leadId: id, playbookVersion } });
  await patch(`/v1/leads/${id}`, { purchaseTimeframeDays: 40, phone: '+4930901821' });
  t.strictSame(
    (await made()).map(({ templateKey }) => templateKey).sort(),
    ['ring', 'welcome'],
    'open ones are not doubled',
  );
  now += 3 * HOUR;
  await fireAll();
  t.ok(
    (await made()).every(({ overdueAt }) => overdueAt === at(now)),
    'they become overdue like any other',
  );
  const crowd = await together(40, 16, (i) => lead(`crowd-${i}`, { purchaseTimeframeDays: 0 }));
  const [count] = await sql<{ count: string }>('select count(*) from tasks where lead_id = any($1::uuid[])', [crowd]);
  t.equal(Number(count?.count), 40);
});

t.test('one timeline has everything, newest first, in a fixed number of statements', async (t) => {
  const { lead, post, record, makeTask, get, publishPlaybook } = await makeWorkspace();
  await publishPlaybook();
  const id = await lead('timeline', { purchaseTimeframeDays: 0 });
  await post('/v1/leads', { email: 'timeline@work.example' });
  await post('/v1/engagement-events', { leadId: id, type: 'price_requested', occurredAt: at(now - HOUR) });
  for (let i = 0; i < 30; i++) await record(id, { kind: 'note', body: `Note ${i}` });
  const { id: taskId } = await makeTask(id);
  await post(`/v1/tasks/${taskId}/complete`, { activity: { kind: 'call', outcome: 'connected', subject: 'Price' } });
  await post(`/v1/leads/${id}/lose`, { reason: 'other', detail: 'Price' });
  const path = `/v1/leads/${id}/timeline`;
  const all = await listAll<TimelinePage['data'][number]>(get, path);
  const kinds = new Set(all.map(({ kind }) => kind));
  for (const kind of ['touch', 'engagement', 'activity', 'task', 'class', 'owner'] as const)
    t.ok(kinds.has(kind), kind);
  t.match(all[0], { kind: 'task', summary: 'Skipped: Welcome', details: { reason: 'lead_closed' } });
  t.match(all[1], {
    kind: 'class',
    summary: /lost/,
    details: { category: 'lost', previousCategory: 'sql', reason: 'Price' },
  });
  t.match(all[2], { kind: 'stage', summary: 'Lost: other' });
  t.match(all[3], { kind: 'task', summary: 'Done: Call', details: { taskId } });
  t.match(all[4], { kind: 'activity', summary: 'Outgoing call: connected', details: { subject: 'Price', taskId } });
  t.match(
    all.find(({ kind }) => kind === 'engagement'),
    { occurredAt: at(now - HOUR), recordedAt: at(now) },
  );
  t.match(all.at(-1)?.eventType, /lead\.(created|queued)/);
  t.ok(all.every(({ actor }) => actor.kind === 'api_key'));
  t.strictSame(all.filter(({ kind }) => kind === 'activity').length, 31);

  const one = await listAll<TimelinePage['data'][number]>(get, `${path}?kinds=task,touch`);
  t.strictSame(new Set(one.map(({ kind }) => kind)), new Set(['task', 'touch']));
  const pages: string[] = [];
  let cursor = '';
  do {
    const { body } = await get<TimelinePage>(`${path}?limit=4${cursor}`);
    pages.push(...body.data.map((entry) => entry.id));
    cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
  } while (cursor !== '');
  t.strictSame(
    pages,
    all.map((entry) => entry.id),
    'pages follow each other',
  );
  const counted = async (limit: number) => {
    statements.length = 0;
    await get(`${path}?limit=${limit}`);
    return statements.length;
  };
  await counted(5);
  t.equal(await counted(40), await counted(5), 'a longer page asks no more');
  t.equal((await get<ProblemOut>(`${path}?kinds=weather`)).status, 400);
  t.equal((await get('/v1/leads/01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f/timeline')).status, 404);
});
