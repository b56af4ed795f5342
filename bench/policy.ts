import { type Figure, median, number } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import type { Job } from './load.js';
import { seedWeightedTeam, verifyLeads } from './seed-team.js';
import type { Session } from './session.js';

const CONNECTIONS = 64;
const REPS = 20;
const WARM_UP_SECONDS = 10;
/** More calls than are answered during the warm-up. */
const PLENTY = 60_000;
const LEAST_RATIO = 0.9;

/** New leads under a policy that shares them among twenty reps, against a policy that gives all of them to one rep. */
export async function benchPolicy(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  const sides = { shared: await createSide(harness, REPS), single: await createSide(harness, 1) };
  let nextLead = 0;
  let submissions = 0;
  const load = async (key: string, calls: number, seconds?: number) => {
    const job: Job = {
      port: harness.port,
      connections: CONNECTIONS,
      requests: { kind: 'leads', path: '/v1/leads', key, from: nextLead, calls, perCall: 1 },
      ...(seconds === undefined ? {} : { seconds }),
    };
    nextLead += calls;
    const result = await harness.load(job);
    submissions += result.calls;
    return result.calls / result.seconds;
  };
  const warmed = [await load(sides.shared, PLENTY, WARM_UP_SECONDS), await load(sides.single, PLENTY, WARM_UP_SECONDS)];
  const calls = Math.ceil(median(warmed) * session.pace.seconds);
  const perSecond = { shared: [] as number[], single: [] as number[] };
  for (let iteration = 0; iteration < session.pace.iterations; iteration += 1) {
    const order = iteration % 2 === 0 ? (['shared', 'single'] as const) : (['single', 'shared'] as const);
    for (const side of order) perSecond[side].push(await load(sides[side], calls));
  }
  const ratios = perSecond.shared.map((value, iteration) => value / (perSecond.single[iteration] ?? Number.NaN));
  return [
    {
      what: `POST /v1/leads shared among ${REPS} reps, ${CONNECTIONS} connections`,
      unit: 'leads/s',
      ours: median(perSecond.shared),
      against: { what: 'one owner', value: median(perSecond.single), ratio: median(ratios), atLeast: LEAST_RATIO },
      notes: [
        `ratio by iteration ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`,
        `leads/s by iteration ${perSecond.shared.map(number).join(', ')} and ${perSecond.single.map(number).join(', ')}`,
        await verifyLeads(harness, submissions),
      ],
    },
  ];
}

/** Creates a workspace for one side, so that the leads of the other side do not affect it, and returns its key. */
async function createSide(harness: Harness, reps: number): Promise<string> {
  const created = await harness.call<{ apiKey: { token: string } }>('POST', '/v1/workspaces', { name: `${reps} reps` });
  await seedWeightedTeam(harness, reps, created.apiKey.token);
  return created.apiKey.token;
}
