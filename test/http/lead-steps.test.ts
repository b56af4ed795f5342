/** The steps of leads in the funnel, against a count from the raw log. */
import t from 'tap';
import type { Static } from 'typebox';
import type { ReportAnswer } from '../../src/http/schemas/metrics.js';
import { openService } from './ingest-fixture.js';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 5, 9);
const FIRST = '00000000-0000-0000-0000-000000000000';
const STEPS = ['lead', 'mql', 'sql', 'prospect'] as const;
const METRICS = ['leads_qualified', 'mqls', 'sqls', 'prospects', 'customers', 'conversion_rate', 'days_to_sql'];
const time = { now: START };
const service = await openService(t, { clock: () => time.now });
const { apps, sql } = service;

/** The same numbers in each run. */
function randoms(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

async function makeWorkspace() {
  time.now = START;
  const { post, get, call, workspaceId } = await service.makeWorkspace();
  /** Leads that go forth and back, end, come back, and buy by mistake. A change that the state of a lead refuses is left out. */
  async function seed(count: number, changes: number, random: (below: number) => number) {
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const hot = random(3) === 0 ? { purchaseTimeframeDays: 0 } : {};
      ids.push((await post('/v1/leads', { email: `p${index}@steps.example`, ...hot })).body.lead.id);
    }
    let made = 0;
    for (let turn = 0; turn < changes; turn += 1) {
      time.now += DAY;
      const id = ids[random(count)];
      const kind = random(8);
      const move = { category: STEPS[random(4)] ?? 'lead', reason: 'Tried' };
      const deal = { currency: 'EUR', amount: '10' };
      const calls: [string, object][] = [
        ...Array.from({ length: 4 }, (): [string, object] => ['category', move]),
        ['lose', { reason: 'price' }],
        ['recycle', { reason: 'Back' }],
        ['conversion', { deal }],
        ['conversion/undo', {}],
      ];
      const [verb, body] = calls[kind] ?? ['recycle', {}];
      if ((await post(`/v1/leads/${id}/${verb}`, body)).status < 300) made += 1;
    }
    t.ok(made > changes / 4, `${made} changes`);
    return ids;
  }
  const totals = async () => {
    const period = { from: '2025-01-01T00:00:00Z', before: '2030-01-01T00:00:00Z' };
    const answer = await post<Static<typeof ReportAnswer>>('/v1/reports/query', { metrics: METRICS, ...period });
    t.equal(answer.status, 200, answer.text);
    return answer.body.totals.map(({ value }) => value);
  };
  return { post, get, call, workspaceId, seed, totals };
}

interface Logged {
  leadId: string;
  type: string;
  at: Date;
  category: string | null;
}

/** When each lead made each step, by the raw log: the five steps. */
async function stepsOfLog(workspaceId: string): Promise<Map<string, (number | undefined)[]>> {
  const logged = await sql<Logged>(
    `select subject_id as "leadId", type, occurred_at as at, data -> 'after' ->> 'category' as category from events
      where workspace_id = $1 and type in ('lead.created', 'lead.classified', 'lead.conversion_undone') order by sequence`,
    [workspaceId],
  );
  const steps = new Map<string, (number | undefined)[]>();
  for (const { leadId, type, at, category } of logged) {
    const own = steps.get(leadId) ?? [undefined, undefined, undefined, undefined, undefined];
    const place = (STEPS as readonly (string | null)[]).indexOf(category);
    for (let step = 0; step <= place; step += 1) own[step] ??= at.getTime();
    if (category === 'customer') own[4] ??= at.getTime();
    if (type === 'lead.conversion_undone') own[4] = undefined;
    steps.set(leadId, own);
  }
  // A customer has made all steps.
  for (const own of steps.values()) for (let step = 0; step < 4; step += 1) own[step] = earliest(own[step], own[4]);
  return steps;
}

const earliest = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

t.test('leads that go forth and back, buy, and did not buy make each step once, as the log has it', async (t) => {
  const { seed, totals, call, workspaceId } = await makeWorkspace();
  const ids = await seed(40, 400, randoms(5));
  const steps = [...(await stepsOfLog(workspaceId)).values()];
  const reached = [0, 1, 2, 3, 4].map((step) => steps.filter((own) => own[step] !== undefined).length);
  t.ok((reached[4] ?? 0) > 2 && (reached[0] ?? 0) > (reached[4] ?? 0), `${reached}`);
  const days = steps.flatMap((own) => (own[2] === undefined ? [] : [(own[2] - START) / DAY]));
  const expected = [...reached, (reached[4] ?? 0) / 40, median(days)];
  t.strictSame(await totals(), expected);
  for (const id of ids.slice(0, 20)) t.equal((await call('DELETE', `/v1/leads/${id}`)).status, 204);
  t.strictSame(await totals(), expected, 'after the deletion of half of them');
});

t.test('reports count the steps of earlier leads before, while and after a pass fills them', async (t) => {
  const { seed, totals, post, workspaceId } = await makeWorkspace();
  const ids = await seed(20, 200, randoms(9));
  const expected = await totals();
  const columns = ['lead', 'mql', 'sql', 'prospect'].map((step) => `reached_${step}_at`);
  const stored = () => sql(`select id, ${columns} from leads where workspace_id = $1 order by id`, [workspaceId]);
  const before = await stored();
  await sql(`update leads set ${columns.map((one) => `${one} = null`)} where workspace_id = $1`, [workspaceId]);
  await sql('insert into lead_step_passes values ($1, $2)', [workspaceId, FIRST]);
  t.strictSame(await totals(), expected, 'before the pass');
  await post(`/v1/leads/${ids[0]}/category`, { category: 'suspect', reason: 'A change meanwhile adds no step' });
  await sql('update lead_step_passes set after_id = $2 where workspace_id = $1', [workspaceId, ids[4]]);
  t.strictSame(await totals(), expected, 'while it is under way');
  await sql('update lead_step_passes set after_id = $2 where workspace_id = $1', [workspaceId, FIRST]);
  await Promise.all(apps.map(({ services }) => services.stageChangePasses.runDue()));
  t.strictSame(await sql('select 1 from lead_step_passes where workspace_id = $1', [workspaceId]), []);
  t.strictSame(await stored(), before);
  t.strictSame(await totals(), expected, 'after it');
});
