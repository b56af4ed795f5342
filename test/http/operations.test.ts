import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import type { Static } from 'typebox';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import type { EventSchema } from '../../src/http/schemas/events.js';
import type { OperationSchema } from '../../src/http/schemas/operations.js';
import { runChild } from '../support/child.js';
import { eventFaults, type LeadOut, listAll, openService, together } from './ingest-fixture.js';

type EventOut = Static<typeof EventSchema>;
type OperationOut = Static<typeof OperationSchema>;

const PEOPLE = 1_000;
/** Several slices of 500: an operation can be met in the middle. */
const MANY = 2_500;
const LEASE_MS = 20_000;

let ahead = 0;
const service = await openService(t, {
  instances: 2,
  clock: () => Date.now() + ahead,
});
const { apps, sql, databaseUrl } = service;

const runAll = () => Promise.all(apps.map(({ services }) => services.jobs.runDue()));
const until = async (holds: () => Promise<boolean>) => {
  for (let waited = 0; !(await holds()); waited += 5) {
    if (waited > 20_000) throw new Error('it never came to that');
    await sleep(5);
  }
};

/** A workspace of a subtest's own with so many leads, and the calls that the subtests share. */
async function makeWorkspace(people: number) {
  ahead = 0;
  const { workspaceId, post, get, call } = await service.makeWorkspace();
  for (let from = 0; from < people; from += 800) {
    const length = Math.min(800, people - from);
    const items = Array.from({ length }, (_, i) => ({ email: `p${from + i}@work.example` }));
    const { status, text } = await post('/v1/leads/batch', { items, mode: 'partial' });
    if (status !== 207) throw new Error(text);
  }
  const leads = await sql<{ id: string }>('select id from leads where workspace_id = $1 order by id', [workspaceId]);
  const ids = leads.map(({ id }) => id);
  const versionsOfLeads = () =>
    sql<{ version: number; count: number }>(
      `select score_model_version as version, count(*)::int as count from leads
        where workspace_id = $1 group by 1 order by 1`,
      [workspaceId],
    );
  /** Number of leads that a version of the score model decided, and the most decisions by it of one lead, by the log. */
  async function decisionsBy(version: number): Promise<{ leads: number; most: number }> {
    const [row] = await sql<{ leads: string; most: string }>(
      `select count(*) as leads, coalesce(max(times), 0) as most from (
         select count(*) as times from events where workspace_id = $1 and type = 'lead.scored' and cause = 'publish'
            and (data->'after'->>'scoreModelVersion')::int = $2 group by subject_id) decided`,
      [workspaceId, version],
    );
    return { leads: Number(row?.leads), most: Number(row?.most) };
  }
  const follow = async (id: string) => (await get<OperationOut>(`/v1/operations/${id}`)).body;
  /** Drafts a score model that gives every lead with an e-mail so many points more. */
  async function draftModel(points: number): Promise<number> {
    const extra = {
      id: 'extra',
      label: 'Extra',
      when: { type: 'field', field: 'email', operator: 'exists' },
      points,
    };
    const document = { ...DEFAULT_SCORE_MODEL, fit: { ...DEFAULT_SCORE_MODEL.fit, rules: [extra] } };
    const draft = await post<{ version: number }>('/v1/score-models', { name: `Plus ${points}`, document });
    if (draft.status !== 201) throw new Error(draft.text);
    return draft.body.version;
  }
  async function publishDraft(version: number) {
    const { status, text, body } = await post<{ rescoreId: string }>(`/v1/score-models/${version}/publish`, undefined);
    if (status !== 200) throw new Error(text);
    return { version, rescoreId: body.rescoreId };
  }
  const publishModel = async (points: number) => publishDraft(await draftModel(points));
  return {
    workspaceId,
    ids,
    post,
    get,
    call,
    versionsOfLeads,
    decisionsBy,
    draftModel,
    publishDraft,
    publishModel,
    follow,
  };
}

t.test('what is published decides every lead, once, in whichever process', async (t) => {
  const { ids, post, get, publishModel, follow, versionsOfLeads, decisionsBy } = await makeWorkspace(PEOPLE);
  const moved = ids[7] ?? '';
  await post(`/v1/leads/${moved}/conversion`, { deal: { amount: '10', currency: 'EUR' } });
  const before = await get(`/v1/leads/${ids[0]}`);
  const { version, rescoreId } = await publishModel(11);
  t.match(await follow(rescoreId), { kind: 'rescore', state: 'queued', rescore: { scoreModelVersions: [version] } });
  await runAll();
  const done = await follow(rescoreId);
  t.match(done, { state: 'succeeded', progress: { done: PEOPLE, total: PEOPLE }, rescore: { scoresChanged: PEOPLE } });
  t.same(await versionsOfLeads(), [{ version, count: PEOPLE }]);
  t.same(await decisionsBy(version), { leads: PEOPLE, most: 1 });
  const { body: after } = await get<LeadOut>(`/v1/leads/${ids[0]}`);
  t.match(after, { version: before.body.version + 1, scoreModelVersion: version, classificationPolicyVersion: 1 });
  const [scored] = (await listAll<EventOut>(get, `/v1/events?subjectId=${ids[0]}`)).filter(
    ({ cause }) => cause === 'publish',
  );
  t.match(scored, {
    actorKind: 'system',
    before: before.body.score,
    after: { ...after.score, scoreModelVersion: version, classificationPolicyVersion: 1 },
  });
  t.match((await get<LeadOut>(`/v1/leads/${moved}`)).body, { category: 'customer', scoreModelVersion: version });
  const explained = await get<{ scoreModelVersion: number }>(`/v1/leads/${ids[0]}/score`);
  t.equal(explained.body.scoreModelVersion, version);
});

t.test('rolled back, with the same numbers or not, every lead names the version that holds', async (t) => {
  const { ids, post, get, follow } = await makeWorkspace(PEOPLE);
  const { body } = await post<{ rescoreId: string }>('/v1/classification-policies', {
    name: 'The same',
    document: (await get<{ document: object }>('/v1/classification-policies/1')).body.document,
  });
  t.equal(body.rescoreId, undefined, 'a draft decides nothing');
  const { body: published } = await post<{ rescoreId: string }>('/v1/classification-policies/2/publish', undefined);
  await runAll();
  t.match(await follow(published.rescoreId), {
    state: 'succeeded',
    progress: { done: PEOPLE },
    rescore: { leadsDecided: PEOPLE, scoresChanged: 0, classesChanged: 0 },
  });
  const emitted = (await listAll<EventOut>(get, `/v1/events?subjectId=${ids[1]}`)).at(-1);
  t.match(emitted, { type: 'lead.scored', after: { classificationPolicyVersion: 2 } });
  const again = await post<{ rescoreId?: string }>('/v1/classification-policies/2/publish', undefined);
  t.equal(again.body.rescoreId, undefined, 'published already: nothing to do');
});

t.test('killed amid its steps, an operation is ended by another process', async (t) => {
  const { publishModel, follow, versionsOfLeads, decisionsBy } = await makeWorkspace(MANY);
  const { version, rescoreId } = await publishModel(13);
  const child = runChild('operations-child.ts', databaseUrl);
  t.equal(await child.firstLine, 'ready');
  await until(async () => (await follow(rescoreId)).progress.done > 0);
  child.process.kill('SIGKILL');
  await child.ended;
  const left = await follow(rescoreId);
  t.comment(`killed at ${left.progress.done} of ${left.progress.total}`);
  await runAll();
  t.equal((await follow(rescoreId)).version, left.version, 'the holder of the lease may be alive');
  ahead += LEASE_MS + 1;
  await runAll();
  t.match(await follow(rescoreId), { state: 'succeeded', progress: { done: MANY, total: MANY } });
  t.same(await versionsOfLeads(), [{ version, count: MANY }]);
  t.same(await decisionsBy(version), { leads: MANY, most: 1 }, 'each once');
  t.same(await eventFaults(sql), []);
});

t.test('writes go on meanwhile, and a second publication takes over', async (t) => {
  // The rescoring must still run when the second version is published.
  const people = 8_000;
  const { workspaceId, draftModel, publishDraft, publishModel, follow, post, versionsOfLeads, decisionsBy } =
    await makeWorkspace(people);
  const draft = await draftModel(19);
  const first = await publishModel(17);
  const running = apps[0]?.services.jobs.runDue();
  await until(async () => (await follow(first.rescoreId)).progress.done > 0);
  const publishing = publishDraft(draft);
  const writes = together(200, 8, async (index) => {
    const lead = await post('/v1/leads', { email: `p${index}@work.example`, country: 'FR' }, { instance: index % 2 });
    const fresh = await post('/v1/leads', { email: `new-${index}@work.example` }, { instance: 1 });
    return [lead.status, fresh.status];
  });
  const [second] = await Promise.all([publishing, running, writes]);
  t.same(new Set((await writes).flat()), new Set([200, 201]));
  while ((await runAll()).some(({ ran }) => ran > 0));
  t.match(await follow(first.rescoreId), { state: 'cancelled', rescore: { supersededBy: second.rescoreId } });
  t.equal((await follow(second.rescoreId)).state, 'succeeded');
  t.same(await versionsOfLeads(), [{ version: second.version, count: people + 200 }]);
  t.ok((await decisionsBy(second.version)).most <= 1, 'none twice by the same version');
  const mixed = await sql('select id from leads where workspace_id = $1 and fit_score not in (0, 19)', [workspaceId]);
  t.same(mixed, [], 'no lead has the points of one version and the name of another');
  t.same(await eventFaults(sql), []);
});

t.test('a cancelled operation takes no further step', async (t) => {
  const { publishModel, follow, post, get, call } = await makeWorkspace(MANY);
  const { rescoreId } = await publishModel(23);
  const running = apps[0]?.services.jobs.runDue();
  await until(async () => (await follow(rescoreId)).progress.done > 0);
  const { body } = await post<OperationOut>(`/v1/operations/${rescoreId}/cancel`, undefined);
  t.equal(body.state, 'cancelled');
  await running;
  const after = await follow(rescoreId);
  t.match(after, { state: 'cancelled', version: body.version, progress: body.progress });
  const changed = await get<OperationOut>(`/v1/operations/${rescoreId}`, {
    headers: { 'if-none-match': `"${body.version}"` },
  });
  t.equal(changed.status, 304);
  t.equal((await call('POST', `/v1/operations/${rescoreId}/cancel`)).status, 200, 'cancelled again: the same');
});

t.test('what fails is tried again, later and later, then given up; others are not held up', async (t) => {
  const { publishModel, follow } = await makeWorkspace(10);
  const broken = await publishModel(29);
  await runAll();
  const again = await publishModel(31);
  await sql(`update operations set cursor = '{"afterId": "nowhere"}' where id = $1`, [again.rescoreId]);
  for (let attempt = 1; attempt < 5; attempt++) {
    const rounds = await runAll();
    t.equal(rounds.flatMap(({ failures }) => failures).length, 1);
    t.equal((await follow(again.rescoreId)).state, 'running', `after ${attempt} failures`);
    t.equal((await runAll()).flatMap(({ failures }) => failures).length, 0, 'not at once');
    ahead += 60_000;
  }
  await runAll();
  t.match(await follow(again.rescoreId), { state: 'failed', error: { code: 'internal_error' } });
  t.equal((await follow(broken.rescoreId)).state, 'succeeded');
});

t.test('an orderly end gives the operation back at once', async (t) => {
  const { publishModel, follow, decisionsBy } = await makeWorkspace(MANY);
  const { rescoreId, version } = await publishModel(37);
  const stopping = new AbortController();
  const running = apps[0]?.services.jobs.runDue(stopping.signal);
  await until(async () => (await follow(rescoreId)).progress.done > 0);
  stopping.abort();
  await running;
  t.equal((await follow(rescoreId)).state, 'running');
  await apps[1]?.services.jobs.runDue();
  t.match(await follow(rescoreId), { state: 'succeeded' });
  t.equal((await decisionsBy(version)).most, 1);
});
