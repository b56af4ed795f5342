import t from 'tap';
import { type LeadOut, openService, type ProblemOut } from './ingest-fixture.js';

const service = await openService(t);
const ASPECTS = ['', '/score', '/classification', '/assignment'] as const;

/** So that the next change has an instant of its own. */
const tick = () => new Promise((resolve) => setTimeout(resolve, 3));

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { post, patch, get, call } = await service.makeWorkspace();
  const answers = async (leadId: string, asOf?: string) => {
    const query = asOf === undefined ? '' : `?asOf=${encodeURIComponent(asOf)}`;
    const found = await Promise.all(ASPECTS.map((aspect) => get(`/v1/leads/${leadId}${aspect}${query}`)));
    // Each answer names the instant that it is exact at. Names beside ids are those of now.
    return found.map(({ status, body }) => ({
      status,
      body: { ...body, scoredAt: undefined, classifiedAt: undefined, sourceName: undefined, campaignName: undefined },
    }));
  };
  return { get, post, patch, answers, call };
}

t.test('lead, score, class and owner as of each past instant are what was answered then', async (t) => {
  const { get, post, patch, answers } = await makeWorkspace();
  const model = (await get<{ data: { document: { fit: { rules: { points: number }[] } } }[] }>('/v1/score-models'))
    .body;
  const created = await post('/v1/leads', {
    email: 'past@example.com',
    name: 'Ada Lovelace',
    source: { channel: 'event', name: 'Fair' },
  });
  const { id } = created.body.lead;
  const path = `/v1/leads/${id}`;
  const publish = async () => {
    const [{ document } = { document: { fit: { rules: [] } } }] = model.data;
    const rules = document.fit.rules.map((rule) => ({ ...rule, points: rule.points + 1 }));
    const draft = await post<{ version: number }>('/v1/score-models', {
      name: 'Another',
      document: { ...document, fit: { ...document.fit, rules } },
    });
    return post(`/v1/score-models/${draft.body.version}/publish`, {});
  };
  const route = async () => {
    const rep = (await post<{ id: string }>('/v1/reps', { name: 'Rae', email: 'rae@example.com' })).body;
    const team = (await post<{ id: string }>('/v1/teams', { name: 'World', members: [{ repId: rep.id }] })).body;
    const document = { rules: [], fallbackTeamId: team.id };
    const draft = await post<{ version: number }>('/v1/routing-policies', { name: 'All to World', document });
    return post(`/v1/routing-policies/${draft.body.version}/publish`, {});
  };
  const rename = async () => {
    const { sourceId } = (await get<LeadOut>(path)).body;
    return patch(`/v1/sources/${sourceId}`, { name: 'Fair of old' });
  };
  const steps: (() => Promise<{ status: number }>)[] = [
    () => post('/v1/leads', { email: 'PAST@example.com', phone: '+49 30 901900', authority: 'decision_maker' }),
    () => patch(path, { purchaseTimeframeDays: 45, jobTitle: 'CTO', attributes: { plan: 'pro' } }),
    () =>
      post('/v1/engagement-events', {
        leadId: id,
        type: 'demo_requested',
        source: { channel: 'web_form', name: 'Site' },
      }),
    publish,
    () => post('/v1/engagement-events', { leadId: id, type: 'page_viewed', occurredAt: '2026-01-01T00:00:00Z' }),
    () => post(`${path}/lose`, { reason: 'other', detail: 'Chose another', competitor: 'Acme' }),
    route,
    () => post(`${path}/category/release`, {}),
    rename,
    () => patch(path, { jobTitle: null, attributes: { plan: null } }),
    () => post('/v1/leads', { email: 'past@example.com', tags: ['back'], occurredAt: '2025-06-01T00:00:00Z' }),
  ];
  const states: { at: string; recorded: Awaited<ReturnType<typeof answers>> }[] = [];
  for (const [index, step] of [undefined, ...steps].entries()) {
    if (step) {
      const { status } = await step();
      t.ok(status < 300, `step ${index} is done: ${status}`);
    }
    await tick();
    states.push({ at: new Date().toISOString(), recorded: await answers(id) });
    await tick();
  }
  for (const [index, { at, recorded }] of states.entries())
    t.strictSame(await answers(id, at), recorded, `after step ${index}`);
  t.equal(
    new Set(states.map(({ recorded }) => JSON.stringify(recorded))).size,
    9,
    'and they differ, but for a publication, a route and a name',
  );
});

t.test('before a lead was known there is no state of it, and a future instant has the state of now', async (t) => {
  const { post, answers, get, call } = await makeWorkspace();
  const { lead } = (await post('/v1/leads', { email: 'asof@example.com', name: 'Ada' })).body;
  const before = new Date(Date.parse(lead.createdAt) - 1).toISOString();
  for (const { status } of await answers(lead.id, before)) t.equal(status, 404);
  t.strictSame(await answers(lead.id, new Date(Date.now() + 60_000).toISOString()), await answers(lead.id), 'as now');
  t.match((await get<ProblemOut>(`/v1/leads/${lead.id}?asOf=yesterday`)).body, { errors: [{ parameter: 'asOf' }] });
  t.equal((await call('DELETE', `/v1/leads/${lead.id}`)).status, 204);
  for (const { status } of await answers(lead.id, lead.createdAt)) t.equal(status, 404, 'a removed lead is not found');
});
