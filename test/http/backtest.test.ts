import t from 'tap';
import type { Static } from 'typebox';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import type { BacktestDetails } from '../../src/http/schemas/backtests.js';
import type { OperationSchema } from '../../src/http/schemas/operations.js';
import { type LeadOut, listAll, openService, together } from './ingest-fixture.js';

type OperationOut = Static<typeof OperationSchema>;

const DEAL = { deal: { amount: '10', currency: 'EUR' } };
const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 15, 9, 30);
let now = START;
const service = await openService(t, { instances: 2, clock: () => now });
const { apps, sql } = service;

const emailOf = (index: number) => `p${index}@past.example`;

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  now = START;
  const { post, get, patch } = await service.makeWorkspace();
  async function backtest(version: number, body: object = {}): Promise<Static<typeof BacktestDetails>> {
    const started = await post<OperationOut>(`/v1/score-models/${version}/backtests`, body);
    t.equal(started.status, 202);
    t.equal(started.headers.location, `/v1/operations/${started.body.id}`);
    while ((await apps[0]?.services.jobs.runDue())?.ran);
    const { body: ended } = await get<OperationOut>(`/v1/operations/${started.body.id}`);
    t.match(ended, { kind: 'backtest', state: 'succeeded' });
    if (!ended.backtest) throw new Error('no result');
    return ended.backtest;
  }
  /** A model that gives points to leads of an industry only. */
  async function draft(industry: string, points: number): Promise<number> {
    const rule = {
      id: 'industry',
      label: 'Industry',
      when: { type: 'field', field: 'industry', operator: 'eq', value: industry },
      points,
    };
    const document = { ...DEFAULT_SCORE_MODEL, fit: { ...DEFAULT_SCORE_MODEL.fit, rules: [rule] } };
    return (await post<{ version: number }>('/v1/score-models', { name: industry, document })).body.version;
  }
  /** 60 leads that were won and 60 that were lost: eight in ten of shipping were won, and two in ten of mining. */
  async function makeOutcomes(): Promise<void> {
    const leads = await together(120, 8, async (index) => {
      const industry = index % 2 === 0 ? 'Shipping' : 'Mining';
      return (await post('/v1/leads', { email: emailOf(index), industry })).body.lead.id;
    });
    now += DAY;
    await together(120, 8, async (index) => {
      const won = (index % 2 === 0) === index % 10 < 8;
      if (won) await post(`/v1/leads/${leads[index]}/conversion`, DEAL);
      else await post(`/v1/leads/${leads[index]}/lose`, { reason: 'price' });
    });
    now += DAY;
  }
  return { post, backtest, draft, get, patch, makeOutcomes };
}

t.test('a backtest over few outcomes reports that they are too few', async (t) => {
  const { post, backtest } = await makeWorkspace();
  const { body } = await post('/v1/leads', { email: 'only@past.example' });
  await post(`/v1/leads/${body.lead.id}/conversion`, DEAL);
  // Created and won in the same instant: nothing is known from before.
  const report = await backtest(1);
  t.match(report, { verdict: 'insufficient_outcomes', won: 0, lost: 0, leftOut: 1, threshold: 50 });
  t.equal(report.candidate, undefined);
});

t.test('a draft beside the published model, on what was known before the end', async (t) => {
  const { makeOutcomes, draft, get, backtest, patch } = await makeWorkspace();
  await makeOutcomes();
  const version = await draft('Shipping', 60);
  const before = await listAll<LeadOut>(get, '/v1/leads');
  const report = await backtest(version);
  t.match(report, { verdict: 'ok', won: 60, lost: 60, leftOut: 0, comparedWithVersion: 1, comparison: 'better' });
  t.match(report.candidate, { selected: 60 });
  t.ok((report.candidate?.auc ?? 0) > 0.7, `${report.candidate?.auc}`);
  t.equal(report.present?.selected, 0);
  t.equal(report.candidate?.precision, report.candidate?.recall);
  t.equal(report.classesChanged, 60, 'those of the industry would have been MQL');
  t.match(report.changes?.[0], { to: { category: 'mql' } });
  t.same(await listAll(get, '/v1/leads'), before, 'leads are as they were');

  t.test('what became known at the end or after it is not used', async (t) => {
    now += DAY;
    // Afterwards every customer turns out to be in farming: a perfect predictor, and no honest one.
    const customers = before.filter(({ category }) => category === 'customer');
    t.equal(customers.length, 60);
    for (const { id } of customers) await patch(`/v1/leads/${id}`, { industry: 'Farming' });
    const leaky = await backtest(await draft('Farming', 60));
    t.match(leaky, { verdict: 'no_signal', candidate: { selected: 0, auc: 0.5 } });
  });
});

t.test('another process begins a trial anew, and ends the same', async (t) => {
  const { makeOutcomes, draft, post, get } = await makeWorkspace();
  await makeOutcomes();
  const version = await draft('Mining', 60);
  const { body } = await post<OperationOut>(`/v1/score-models/${version}/backtests`, { threshold: 10 });
  await sql(`update operations set cursor = '{"position": 77}', done = 77, state = 'running' where id = $1`, [body.id]);
  await apps[1]?.services.jobs.runDue();
  const { body: ended } = await get<OperationOut>(`/v1/operations/${body.id}`);
  t.match(ended, { state: 'succeeded', backtest: { threshold: 10, won: 60, lost: 60 } });
  t.equal(ended.progress.done, 120);
});

t.test('what sales accepts is foreseen like what is won; reasons of the rep teach nothing', async (t) => {
  const { post, backtest, draft } = await makeWorkspace();
  const { body: rep } = await post<{ id: string }>('/v1/reps', { name: 'Rep' });
  const members = [{ repId: rep.id, weight: 1 }];
  const { body: team } = await post<{ id: string }>('/v1/teams', { name: 'Team', members });
  const rules = [{ id: 'all', label: 'All', teamId: team.id }];
  const { body: routing } = await post<{ version: number }>('/v1/routing-policies', {
    name: 'All',
    document: { rules },
  });
  await post(`/v1/routing-policies/${routing.version}/publish`, undefined);
  const wanted = (index: number) => (index % 2 === 0) === index % 10 < 8;
  const leads = await together(120, 8, async (index) => {
    const industry = index % 2 === 0 ? 'Aviation' : 'Textiles';
    const sent = { email: `offer${index}@past.example`, industry, purchaseTimeframeDays: 0 };
    return (await post('/v1/leads', sent)).body.lead.id;
  });
  now += DAY;
  await together(120, 8, (index) => post(`/v1/leads/${leads[index]}/handoff`, { repId: rep.id }));
  now += DAY;
  const statuses = await together(120, 8, async (index) => {
    if (wanted(index)) return (await post(`/v1/leads/${leads[index]}/handoff/accept`, {})).status;
    const reason = index === 1 ? 'no_capacity' : 'wrong_fit';
    return (await post(`/v1/leads/${leads[index]}/handoff/reject`, { reason, evidence: 'Looked at it' })).status;
  });
  t.same(new Set(statuses), new Set([200]));
  const rejected = leads.filter((_, index) => !wanted(index)).length;
  const report = await backtest(await draft('Aviation', 60), { outcome: 'accepted' });
  const ownReasons = wanted(1) ? 0 : 1;
  t.match(report, { outcome: 'accepted', verdict: 'ok', comparison: 'better', won: 120 - rejected });
  t.equal(report.lost, rejected - ownReasons);
  t.ok((report.candidate?.auc ?? 0) > 0.7, `${report.candidate?.auc}`);
});
