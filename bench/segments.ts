import { type Figure, median, number } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import type { Session } from './session.js';

const CONNECTIONS = 64;
const SEGMENTS = 200;
const WARM_UP_SECONDS = 6;
const WANTED = 0.9;

const COUNTRIES = ['DE', 'FR', 'GB', 'US'];
const TITLES = ['Head of IT', 'CEO', 'Marketing Manager', 'Procurement', 'Software Engineer', 'VP Sales', 'Student'];
const TRADES = 'Engines,Logistics,Software,Foods,Instruments,Media,Pharma,Robotics,Textiles,Energy,Systems'.split(',');
const EVENTS = [
  'page_viewed',
  'demo_requested',
  'email_opened',
  'price_requested',
  'content_downloaded',
  'email_clicked',
];

const field = (name: string, operator: string, value: unknown) => ({ type: 'field', field: name, operator, value });
const all = (...conditions: object[]) => ({ type: 'all', conditions });

/** Two hundred conditions as marketing has them: by country and job, size, origin, trade, attributes and engagement. */
function conditions(): object[] {
  const found: object[] = [];
  for (const country of COUNTRIES) {
    const inCountry = field('country', 'eq', country);
    for (const title of TITLES) {
      const job = field('jobTitle', 'eq', title);
      for (const [low, high] of [
        [1, 99],
        [100, 999],
        [1_000, 1_000_000],
      ])
        found.push(all(inCountry, job, field('employeeCount', 'between', [low, high])));
      found.push(all(inCountry, job, field('source.channel', 'eq', 'event')));
    }
    for (const trade of TRADES)
      found.push(
        all(inCountry, field('organizationName', 'contains', trade), field('category', 'in', ['sql', 'customer'])),
      );
  }
  for (let seats = 0; seats < 50; seats += 2) found.push(field('attributes.seats', 'between', [seats, seats + 1]));
  for (let count = 1; found.length < SEGMENTS; count += 1)
    for (const type of EVENTS) found.push({ type: 'engagement', engagementTypes: [type], minimumCount: count });
  return found.slice(0, SEGMENTS);
}

interface Measured {
  perSecond: number;
  /** Microseconds of processor of the server and its database for one lead. */
  processor: number;
}

/** POST /v1/leads of the same leads, in a workspace without segments and in one with two hundred. */
export async function benchSegments(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  const other = await harness.call<{ apiKey: { token: string } }>('POST', '/v1/workspaces', { name: 'With segments' });
  const keys = { without: harness.key, with: other.apiKey.token };
  for (const [index, condition] of conditions().entries()) {
    const body = { name: `Segment ${index}`, kind: 'dynamic', condition };
    await harness.call('POST', '/v1/segments', body, keys.with);
  }
  let from = 0;
  const warm = await measure(harness, keys.without, { from, calls: 1_000_000, seconds: WARM_UP_SECONDS });
  await measure(harness, keys.with, { from, calls: 1_000_000, seconds: WARM_UP_SECONDS });
  from += Math.ceil(2 * warm.perSecond * WARM_UP_SECONDS);
  const calls = Math.ceil(warm.perSecond * session.pace.seconds);
  const sides: { without: Measured[]; with: Measured[] } = { without: [], with: [] };
  for (let iteration = 0; iteration < session.pace.iterations; iteration += 1) {
    for (const side of iteration % 2 === 0 ? (['without', 'with'] as const) : (['with', 'without'] as const))
      sides[side].push(await measure(harness, keys[side], { from, calls }));
    from += calls;
  }
  return figuresOf(sides, await enteredPerLead(harness));
}

async function measure(
  harness: Harness,
  key: string,
  { from, calls, seconds }: { from: number; calls: number; seconds?: number },
): Promise<Measured> {
  const before = harness.cpu(harness.serverPid);
  const requests = { kind: 'leads', path: '/v1/leads', key, from, calls, perCall: 1 } as const;
  const result = await harness.load({
    ...{ port: harness.port, connections: CONNECTIONS, requests },
    ...(seconds === undefined ? {} : { seconds }),
  });
  const after = harness.cpu(harness.serverPid);
  const used = after.server - before.server + after.database - before.database;
  return { perSecond: result.calls / result.seconds, processor: (used * 1e6) / result.calls };
}

async function enteredPerLead({ sql }: Harness): Promise<number> {
  const { rows } = await sql.query<{ entered: number }>(
    `select (select count(*) from segment_members)::float8 / nullif((select count(*) from leads where workspace_id in
       (select workspace_id from segments)), 0) as entered`,
  );
  return rows[0]?.entered ?? 0;
}

function figuresOf(sides: { without: Measured[]; with: Measured[] }, entered: number): Figure[] {
  const ratios = (of: (one: Measured) => number) =>
    sides.with.map((one, index) => of(one) / of(sides.without[index] as Measured));
  const [speed, processor] = [ratios((one) => one.perSecond), ratios((one) => one.processor)];
  const list = (numbers: readonly number[]) => numbers.map((one) => one.toFixed(2)).join(', ');
  return [
    {
      what: `POST /v1/leads with ${SEGMENTS} segments`,
      unit: 'leads/s',
      ours: median(sides.with.map(({ perSecond }) => perSecond)),
      against: {
        what: 'without segments',
        value: median(sides.without.map(({ perSecond }) => perSecond)),
        ratio: median(speed),
        atLeast: WANTED,
      },
      notes: [`ratio by iteration ${list(speed)}`, `a lead enters ${entered.toFixed(2)} segments`],
    },
    {
      what: 'processor of server and PostgreSQL for one lead',
      unit: 'us',
      ours: median(sides.with.map((one) => one.processor)),
      against: {
        what: 'without segments',
        value: median(sides.without.map((one) => one.processor)),
        ratio: median(processor),
        atMost: 1 / WANTED,
      },
      notes: [
        `ratio by iteration ${list(processor)}`,
        `us ${sides.with.map((one) => number(one.processor)).join(', ')}`,
      ],
    },
  ];
}
