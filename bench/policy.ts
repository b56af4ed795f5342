import { type Figure, median, number } from './figures.js';
import { furnishReps, verifyLeads } from './furnish.js';
import type { Job } from './load.js';
import { type Rig, startRig } from './rig.js';
import type { Session } from './session.js';

const CONNECTIONS = 64;
const REPS = 20;
const WARM_UP_SECONDS = 10;
/** More than is answered while it warms up. */
const PLENTY = 60_000;
const LEAST_RATIO = 0.9;

/** New leads by a policy that shares them among twenty reps, and by one that gives all to the same rep. */
export async function benchPolicy(session: Session): Promise<Figure[]> {
  const rig = await startRig(session);
  const sides = { shared: await makeSide(rig, REPS), single: await makeSide(rig, 1) };
  let place = 0;
  let submissions = 0;
  const load = async (key: string, calls: number, seconds?: number) => {
    const job: Job = {
      port: rig.port,
      connections: CONNECTIONS,
      requests: { kind: 'leads', path: '/v1/leads', key, from: place, calls, perCall: 1 },
      ...(seconds === undefined ? {} : { seconds }),
    };
    place += calls;
    const result = await rig.load(job);
    submissions += result.calls;
    return result.calls / result.seconds;
  };
  const warmed = [await load(sides.shared, PLENTY, WARM_UP_SECONDS), await load(sides.single, PLENTY, WARM_UP_SECONDS)];
  const calls = Math.ceil(median(warmed) * session.pace.seconds);
  const seen = { shared: [] as number[], single: [] as number[] };
  for (let round = 0; round < session.pace.rounds; round += 1) {
    const order = round % 2 === 0 ? (['shared', 'single'] as const) : (['single', 'shared'] as const);
    for (const side of order) seen[side].push(await load(sides[side], calls));
  }
  const ratios = seen.shared.map((value, round) => value / (seen.single[round] ?? Number.NaN));
  return [
    {
      what: `POST /v1/leads shared among ${REPS} reps, ${CONNECTIONS} connections`,
      unit: 'leads/s',
      ours: median(seen.shared),
      against: { what: 'one owner', value: median(seen.single), ratio: median(ratios), atLeast: LEAST_RATIO },
      notes: [
        `ratio by round ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`,
        `leads/s by round ${seen.shared.map(number).join(', ')} and ${seen.single.map(number).join(', ')}`,
        await verifyLeads(rig, submissions),
      ],
    },
  ];
}

/** A workspace of its own, so that neither side has the other's leads in its way; its key. */
async function makeSide(rig: Rig, reps: number): Promise<string> {
  const made = await rig.call<{ apiKey: { token: string } }>('POST', '/v1/workspaces', { name: `${reps} reps` });
  await furnishReps(rig, reps, made.apiKey.token);
  return made.apiKey.token;
}
