import { setTimeout as sleep } from 'node:timers/promises';
import { METRICS, type MetricName } from '../src/core/metrics/catalogue.js';
import { type Figure, median, number } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import type { SeededWorkspace } from './seed-leads.js';
import { seedReportsWorkspace } from './seed-reports.js';
import type { Session } from './session.js';

const LEADS = 1_000_000;
const ROUNDS = 3;
const WANTED_MS = { metric: 1_000, startPage: 3_000, page: 100 } as const;
/** Most metrics are measured; the slowest are shown. */
const SHOWN = 5;
const PAGE = 50;
const CONNECTIONS = 64;
const CREATES = 6_000;
/** Between two reports while leads are created. */
const PAUSE_MS = 2_000;

const PERIOD = { from: '2020-01-01T00:00:00Z', before: '2030-01-01T00:00:00Z' };
const START_PAGE = [
  ...['leads_created', 'mqls', 'sqls', 'customers', 'mql_rate', 'conversion_rate', 'days_to_customer'],
  ...['losses', 'win_rate_of_deals', 'deals_won'],
];

type Measuring = Pick<Harness, 'call' | 'cpu' | 'serverPid' | 'load' | 'port'>;

/** How long reports take, and what creates lose meanwhile. `--size`: leads of the workspace. */
export async function benchReports(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  const workspace = await seedReportsWorkspace(harness, session.size ?? LEADS);
  return measureReports(harness, workspace, session.pace.iterations);
}

export async function measureReports(harness: Measuring, workspace: SeededWorkspace, turns: number): Promise<Figure[]> {
  const ask = (question: object) => timed(harness, workspace, '/v1/reports/query', question);
  const metrics: Figure[] = [];
  for (const [metric, { unit }] of Object.entries(METRICS)) {
    const groupBy = ['sourceId', 'month', ...(unit === 'amount' ? ['currency'] : [])];
    const question = { metrics: [metric], groupBy, ...PERIOD };
    metrics.push(figureOf(metric, await ask(question).catch(refused), WANTED_MS.metric));
  }
  metrics.sort((a, b) => b.ours - a.ours);
  const startPage = await ask({ metrics: START_PAGE, groupBy: ['sourceId'], window: 'period', ...PERIOD });
  const question = { metrics: ['mqls'], groupBy: ['sourceId'], ...PERIOD };
  const report = await harness.call<{ rows: { group: string }[] }>(
    'POST',
    '/v1/reports/query',
    question,
    workspace.key,
  );
  const followed = { question, metric: 'mqls' satisfies MetricName, group: report.rows[0]?.group, limit: PAGE };
  const page = await timed(harness, workspace, '/v1/reports/leads', followed);
  return [
    ...metrics.slice(0, SHOWN),
    {
      what: `median of ${metrics.length} metrics, by source and month`,
      unit: 'ms',
      ours: median(metrics.map(({ ours }) => ours)),
      notes: [],
    },
    figureOf(`${START_PAGE.length} metrics by source in one question`, startPage, WANTED_MS.startPage),
    figureOf(`page of ${PAGE} leads behind a number`, page, WANTED_MS.page),
    await createsMeanwhile(harness, workspace, turns),
  ];
}

/** A report that takes more than 10 s is refused. */
const refused = (): Timed => ({ ms: Number.POSITIVE_INFINITY, databaseMs: Number.NaN });

interface Timed {
  ms: number;
  databaseMs: number;
}

const figureOf = (what: string, { ms, databaseMs }: Timed, wanted: number): Figure => ({
  ...{ what, unit: 'ms', ours: ms },
  against: { what: 'wanted', value: wanted, ratio: ms / wanted, atMost: 1 },
  notes: [`${databaseMs.toFixed(0)} ms of the database's processor`],
});

async function timed(harness: Measuring, { key }: SeededWorkspace, path: string, body: object): Promise<Timed> {
  const { call, cpu, serverPid } = harness;
  const times: number[] = [];
  const before = cpu(serverPid).database;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await call('POST', path, body, key);
    times.push(performance.now() - start);
  }
  return { ms: median(times), databaseMs: ((cpu(serverPid).database - before) / ROUNDS) * 1_000 };
}

/** By turns without reports, and with a start page every two seconds. */
async function createsMeanwhile(
  { load, call, port }: Measuring,
  { key }: SeededWorkspace,
  turns: number,
): Promise<Figure> {
  let from = 0;
  const create = async (): Promise<number> => {
    const requests = { kind: 'leads', path: '/v1/leads', key, from, calls: CREATES, perCall: 1 } as const;
    from += CREATES;
    const { calls, seconds } = await load({ port, connections: CONNECTIONS, requests });
    return calls / seconds;
  };
  await create();
  const [quiet, busy]: [number[], number[]] = [[], []];
  let reports = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    quiet.push(await create());
    let isDone = false;
    const reading = (async () => {
      while (!isDone) {
        await call('POST', '/v1/reports/query', { metrics: START_PAGE, groupBy: ['sourceId'], ...PERIOD }, key);
        reports += 1;
        await sleep(PAUSE_MS);
      }
    })();
    busy.push(await create());
    isDone = true;
    await reading;
  }
  const [without, during] = [median(quiet), median(busy)];
  return {
    ...{ what: 'creates while start pages are read', unit: 'leads/s', ours: during },
    against: { what: 'none read', value: without, ratio: during / without, atLeast: 0.95 },
    notes: [
      `${reports} start pages meanwhile`,
      `by turns ${busy.map(number).join(', ')} against ${quiet.map(number).join(', ')}`,
    ],
  };
}
