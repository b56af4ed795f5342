/** Reports count the same before and after the deletion of a lead and the erasure of a person. */
import t, { type Test } from 'tap';
import { fireAllTimers, HOUR } from './assignment-fixture.js';
import { type LeadOut, listAll, openService } from './ingest-fixture.js';

const START = Date.UTC(2026, 0, 15, 10);
let now = START;
const service = await openService(t, { clock: () => now });
const { apps, sql } = service;

interface Answer {
  rows: object[];
  totals: object[];
}
interface Reported {
  groups?: object[];
}

/** Every report that counts offers, clocks and first contacts, in each grouping. */
const REPORTS = [
  ...['source', 'rep', 'score_band', 'score_model_version'].map((by) => `handoff-acceptance?groupBy=${by}`),
  ...['clock', 'rule', 'rep', 'source'].map((by) => `sla-attainment?groupBy=${by}`),
  ...['source', 'rep'].map((by) => `speed-to-lead?groupBy=${by}`),
];

const METRICS = ['handoffs', 'handoff_acceptance', 'sla_attainment', 'speed_to_lead'];

/** Questions about what a deleted lead did, went through and led to. */
const QUESTIONS = ['period', 'cohort'].flatMap((window) =>
  [[], ['sourceId', 'month'], ['ownerId'], ['category'], ['grade', 'stage']].flatMap((groupBy) =>
    [
      ['leads_created', 'lead_rate', 'mql_rate', 'sql_rate', 'prospect_rate', 'customer_rate', 'conversion_rate'],
      ['touches', 'engagement_events', 'activities', 'mqls', 'sqls', 'customers', 'days_to_sql', 'losses'],
      [...METRICS, 'win_rate_of_leads', 'disqualifications'],
    ].map((metrics) => ({ window, groupBy, metrics })),
  ),
);

async function makeWorkspace(t: Test) {
  now = START;
  await sql('delete from timers');
  const { post, get, call, workspaceId } = await service.makeWorkspace();
  const sent = async <Body = LeadOut>(path: string, body: object): Promise<Body> => {
    const reply = await post<Body>(path, body);
    t.ok(reply.status < 300, reply.text);
    return reply.body;
  };
  const { id: repId } = await sent<{ id: string }>('/v1/reps', { name: 'Ada' });
  const rules = [{ id: 'r', label: 'Promise', clock: 'first_touch', withinMinutes: 60, hours: 'always' }];
  const { version } = await sent<{ version: number }>('/v1/sla-policies', { name: 'Tried', document: { rules } });
  t.equal((await post(`/v1/sla-policies/${version}/publish`, undefined)).status, 200);
  /** An SQL, which is offered to the rep at once, and is called. */
  const makeLead = async (name: string, answer?: [verb: string, body: object]) => {
    const { lead } = await sent<{ lead: LeadOut }>('/v1/leads', {
      email: `${name}@counts.example`,
      purchaseTimeframeDays: 0,
    });
    now += 10 * 60_000;
    await sent(`/v1/leads/${lead.id}/activities`, { kind: 'call', outcome: 'connected', repId });
    if (answer) await sent(`/v1/leads/${lead.id}/handoff/${answer[0]}`, answer[1]);
    return lead.id;
  };
  const reports = () =>
    Promise.all(REPORTS.map(async (path) => [path, (await get<{ groups: object[] }>(`/v1/reports/${path}`)).body]));
  const metrics = () =>
    sent<object>('/v1/reports/query', {
      metrics: METRICS,
      ...{ from: '2026-01-01T00:00:00Z', before: '2027-01-01T00:00:00Z' },
    });
  const erase = async (body: object) => {
    await sent('/v1/erasures', body);
    await apps[0]?.services.jobs.runDue();
  };
  return { post, get, call, workspaceId, makeLead, reports, metrics, erase, sent };
}

t.test(
  'reports of offers, clocks and first contacts count a deleted lead and an erased person as before',
  async (t) => {
    const { call, makeLead, reports, metrics, erase, get, workspaceId } = await makeWorkspace(t);
    const rejection = { reason: 'no_budget', evidence: 'Erika said so' };
    const [accepted, rejected] = [
      await makeLead('accepted', ['accept', {}]),
      await makeLead('rejected', ['reject', rejection]),
    ];
    const kept = await makeLead('kept', ['accept', {}]);
    now += HOUR;
    await fireAllTimers(t, apps);
    const [before, measured] = [await reports(), await metrics()];
    for (const [path, { groups }] of before as [string, { groups: object[] }][]) t.ok(groups.length > 0, path);
    t.equal((await call('DELETE', `/v1/leads/${accepted}`)).status, 204);
    await erase({ leadId: rejected });
    t.strictSame(await reports(), before);
    t.strictSame(await metrics(), measured);
    const offers = await listAll<{ leadId: string }>(get, '/v1/handoffs');
    t.strictSame([...new Set(offers.map(({ leadId }) => leadId))], [kept], 'the list has offers of leads that exist');
    for (const table of ['handoffs', 'sla_clocks', 'first_contacts', 'later_contacts']) {
      const rows = await sql(
        `select 1 from ${table} as stored where workspace_id = $1 and (lead_id = any($2::uuid[]) or stored::text ilike '%erika%')`,
        [workspaceId, [accepted, rejected]],
      );
      t.strictSame(rows, [], table);
    }
  },
);

t.test('an open offer of a deleted lead is counted as withdrawn', async (t) => {
  const { call, makeLead, get } = await makeWorkspace(t);
  const leadId = await makeLead('open');
  const acceptance = async () =>
    (await get<{ groups: object[] }>('/v1/reports/handoff-acceptance?groupBy=source')).body.groups;
  t.match(await acceptance(), [{ offered: 1, open: 1, withdrawn: 0 }]);
  t.equal((await call('DELETE', `/v1/leads/${leadId}`)).status, 204);
  t.match(await acceptance(), [{ offered: 1, open: 0, withdrawn: 1 }]);
});

t.test('what leads did, went through and led to is counted after their deletion and erasure as before', async (t) => {
  const { call, sent, makeLead, erase, get, post, workspaceId } = await makeWorkspace(t);
  const names = ['customer', 'lost', 'recycled', 'referred', 'referrer', 'kept'];
  const ids = new Map<string, string>();
  for (const name of names) ids.set(name, await makeLead(name, ['accept', {}]));
  const idOf = (name: string) => ids.get(name) ?? '';
  now += HOUR;
  for (const id of ids.values()) await sent('/v1/engagement-events', { leadId: id, type: 'page_viewed' });
  await sent('/v1/leads', { email: 'lost@counts.example', source: { channel: 'event', name: 'Fair' } });
  await sent(`/v1/leads/${idOf('customer')}/conversion`, { deal: { currency: 'EUR', amount: '10' } });
  await sent(`/v1/leads/${idOf('lost')}/lose`, { reason: 'price', detail: 'Erika found it expensive' });
  await sent(`/v1/leads/${idOf('recycled')}/disqualify`, { reason: 'only_asked' });
  now += 31 * 24 * HOUR;
  await sent(`/v1/leads/${idOf('recycled')}/recycle`, { reason: 'Erika is back' });
  const referrer = { leadId: idOf('referrer') };
  await sent('/v1/referrals', { referredLeadId: idOf('referred'), referrer, note: 'Erika' });
  await sent('/v1/referrals', { referredLeadId: idOf('referrer'), referrer: { partner: 'Erika' } });
  const period = { from: '2026-01-01T00:00:00Z', before: '2027-01-01T00:00:00Z' };
  const numbers = async () => {
    const answers = await Promise.all(QUESTIONS.map((one) => sent<Answer>('/v1/reports/query', { ...one, ...period })));
    const paths = ['recycling', 'referrals?groupBy=depth', 'referrals?groupBy=referrer'];
    const reports = await Promise.all(paths.map(async (path) => (await get<Reported>(`/v1/reports/${path}`)).body));
    // A deleted referrer keeps its row, without its name.
    for (const { groups = [] } of reports)
      for (const group of groups)
        if ('referrer' in group) Object.assign(group, { key: undefined, referrer: undefined });
    return { answers: answers.map(({ rows, totals }) => [rows, totals]), reports };
  };
  const before = await numbers();
  t.match(before.answers[0], [{ length: 0 }, [{ value: 6 }]]);
  t.equal((await call('DELETE', `/v1/leads/${idOf('customer')}`)).status, 204);
  for (const name of ['lost', 'recycled', 'referrer']) await erase({ leadId: idOf(name) });
  t.strictSame(await numbers(), before);
  t.equal((await call('DELETE', `/v1/leads/${idOf('referred')}`)).status, 204);
  t.strictSame(await numbers(), before, 'also of the referred lead');
  const gone = [...ids].flatMap(([name, id]) => (name === 'kept' ? [] : [id]));
  for (const table of ['deleted_leads', 'deleted_lead_records', 'deleted_referrals']) {
    const rows = await sql<{ text: string }>(`select row::text as text from ${table} as row where workspace_id = $1`, [
      workspaceId,
    ]);
    t.ok(rows.length > 0, table);
    for (const { text } of rows)
      t.notOk(
        [...gone, 'rika', 'counts.example'].some((one) => text.includes(one)),
        text,
      );
  }
  const behind = { question: { metrics: ['leads_created'], ...period }, metric: 'leads_created' };
  const found = await post<{ data: LeadOut[] }>('/v1/reports/leads', behind);
  t.strictSame(
    found.body.data.map(({ id }) => id),
    [idOf('kept')],
    'only leads that exist are behind a number',
  );
});
