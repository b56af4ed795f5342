import t from 'tap';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import { HISTORY_LIMIT } from '../../src/core/engagement-history.js';
import { HISTORY_OF } from '../../src/db/repositories/engagement.js';
import { type LeadOut, listAll, openService, type Result } from './ingest-fixture.js';

const service = await openService(t);
const { sql, apps } = service;
interface Explanation {
  score: { engagement: number };
  contributions: { ruleId: string; eventCount: number }[];
}
interface Plan {
  'Node Type': string;
  'Index Name'?: string;
  'Actual Rows': number;
  Plans?: Plan[];
}

const countOf = ({ contributions }: Explanation, ruleId: string) =>
  contributions.find((contribution) => contribution.ruleId === ruleId)?.eventCount ?? 0;
const leavesOf = (plan: Plan): Plan[] => (plan.Plans ? plan.Plans.flatMap(leavesOf) : [plan]);

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { post, get } = await service.makeWorkspace();
  /** Sends events of one type, the later ones further in the past: order of arrival and order of dates are opposite. */
  async function send(leadId: string, type: string, count: number, from: number) {
    for (let sent = 0; sent < count; sent += 1_000) {
      const items = Array.from({ length: Math.min(1_000, count - sent) }, (_, place) => ({
        leadId,
        type,
        occurredAt: new Date(from - (sent + place) * 1_000).toISOString(),
      }));
      const { status, text } = await post('/v1/engagement-events/batch', { items });
      if (status >= 300) throw new Error(`${status} ${text.slice(0, 500)}`);
    }
  }
  return { post, send, get };
}

t.test('a lead with more events than decisions count is the same to all readers, now and as of then', async (t) => {
  const { post, send, get } = await makeWorkspace();
  const { id } = (await post<Result>('/v1/leads', { email: 'bot@limit.example' })).body.lead;
  const path = `/v1/leads/${id}`;
  const rule = (ruleId: string, type: string, points: number) => ({
    ...{ id: ruleId, label: ruleId, engagementTypes: [type], points, frequency: { type: 'every' } },
    decay: { type: 'half_life', days: 365 },
  });
  const publish = async (points: number) => {
    const rules = [rule('demos', 'demo_requested', points), rule('pages', 'page_viewed', 0.01)];
    const draft = await post<{ version: number }>('/v1/score-models', {
      name: `Demos ${points}`,
      document: {
        ...DEFAULT_SCORE_MODEL,
        engagement: { rules, minimum: 0, maximum: 1_000 },
        total: { minimum: 0, maximum: 1_000 },
      },
    });
    t.equal((await post(`/v1/score-models/${draft.body.version}/publish`, undefined)).status, 200);
  };
  await publish(5);
  await send(id, 'demo_requested', 30, Date.now());
  const { body: early } = await get<LeadOut>(path);
  await send(id, 'page_viewed', HISTORY_LIMIT - 11, Date.now() - 60_000);
  await post('/v1/engagement-events', { leadId: id, type: 'page_viewed' });

  const { body: lead } = await get<LeadOut>(path);
  const { body: explained } = await get<Explanation>(`${path}/score`);
  t.equal(countOf(explained, 'demos'), 10, 'of the first thirty ten are among the latest');
  t.equal(countOf(explained, 'pages'), HISTORY_LIMIT - 10);
  t.equal(explained.score.engagement, lead.score.engagement);
  t.equal((await listAll<{ id: string }>(get, `${path}/engagement-events`)).length, HISTORY_LIMIT + 20, 'all are kept');

  for (const then of [early, lead]) {
    const asOf = encodeURIComponent(then.updatedAt);
    t.strictSame((await get<LeadOut>(`${path}?asOf=${asOf}`)).body.score, then.score);
    const { engagement } = (await get<Explanation>(`${path}/score?asOf=${asOf}`)).body.score;
    t.ok(Math.abs(engagement - then.score.engagement) <= 0.02, `${engagement} and ${then.score.engagement}`);
  }
  t.ok(early.score.engagement > 1.4 * lead.score.engagement, 'they differ');

  const found = async (value: number) => {
    const where = { type: 'engagement', engagementTypes: ['demo_requested'], measure: 'count', operator: 'eq', value };
    return (await post<{ data: LeadOut[] }>('/v1/leads/search', { where })).body.data.map((one) => one.id);
  };
  t.strictSame([await found(10), await found(30)], [[id], []], 'a search counts the same');

  const simulated = await post<{ score: { engagement: number } }>('/v1/score-models/1/simulate', {
    leadId: id,
    engagement: [{ type: 'page_viewed' }],
  });
  t.equal(simulated.status, 200);

  await publish(7);
  while ((await Promise.all(apps.map(({ services }) => services.jobs.runDue()))).some(({ ran }) => ran > 0));
  const { body: rescored } = await get<LeadOut>(path);
  t.ok(Math.abs(rescored.score.engagement - lead.score.engagement - 20) < 0.1, 'a publication counts the same ten');

  const [workspace] = await sql<{ workspace_id: string }>('select workspace_id from leads where id = $1', [id]);
  const [row] = await sql<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `explain (analyze, format json) select ${HISTORY_OF('$2::uuid')}`,
    [workspace?.workspace_id, id],
  );
  if (row === undefined) throw new Error('no plan');
  const reads = leavesOf(row['QUERY PLAN'][0].Plan).filter((leaf) =>
    leaf['Index Name']?.startsWith('engagement_events'),
  );
  t.equal(reads.length, 1);
  t.equal(reads[0]?.['Actual Rows'], HISTORY_LIMIT, 'no more rows are read than count');
});

t.test('a batch that names many keys of one lead reads its events once, and reviews it once', async (t) => {
  const { post, send, get } = await makeWorkspace();
  const emails = Array.from({ length: 8 }, (_, place) => `key${place}@keys.example`);
  const [email, ...otherEmails] = emails;
  const { id } = (await post<Result>('/v1/leads', { email, otherEmails })).body.lead;
  await send(id, 'demo_requested', 200, Date.now());
  const [app] = apps;
  const [workspace] = await sql<{ workspace_id: string }>('select workspace_id from leads where id = $1', [id]);
  const read = app?.store.read(workspace?.workspace_id ?? '');
  const found = await read?.leads.findByKeys(emails.map((value) => ({ kind: 'email', value })));
  t.same(new Set(found?.map(({ lead }) => lead.id)), new Set([id]));
  t.equal(found?.length, emails.length);
  const lists = new Set(found?.map(({ engagement }) => engagement));
  t.equal(lists.size, 1, 'one list for all of its keys');
  for (const list of lists) t.equal(list.length, 200);

  const items = Array.from({ length: 300 }, (_, place) => ({ email: emails[place % 8], jobTitle: `Title ${place}` }));
  t.ok((await post('/v1/leads/batch', { items })).status < 300);
  const { body: lead } = await get<LeadOut>(`/v1/leads/${id}`);
  t.equal(lead.touchCount, 301);
  const [due] = await sql<{ same: boolean }>(
    `select l.review_at = t.due_at as same from leads l
       join timers t on t.workspace_id = l.workspace_id and t.subject_id = l.id and t.kind = 'lead_review'
      where l.id = $1`,
    [id],
  );
  t.equal(due?.same, true, 'its review is due when the row says');
});
