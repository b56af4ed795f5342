import { replayLedger } from '../scripts/chaos/ledger-replay.js';
import { startBackgroundLoad } from './background-load.js';
import { type Figure, number } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import type { Job, LoadResult } from './load.js';
import { startWorker } from './processes.js';
import { seedWeightedTeam } from './seed-team.js';
import type { Session } from './session.js';

const WRITERS = 64;
const PROCESSES = 3;
const REPS = 20;
const LEADS = 50_000;
/** One submission in twenty is a touch of a known lead that already has an owner. */
const REPEATS = 20 / 19;
/** While members change, no rotation can guarantee one lead (docs/adr/0004); measured deviations stayed below 1.5. */
const MOST_WHILE_CHANGING = 1.5;

/**
 * Fairness of assignments under many writers, from the recorded decisions alone: first with a fixed team, then while
 * members change.
 */
export async function benchFairness(session: Session): Promise<Figure[]> {
  const leads = session.size ?? LEADS;
  const harness = await startHarness(session);
  const others = await Promise.all(Array.from({ length: PROCESSES - 1 }, () => harness.startProcess()));
  const ports = [harness.port, ...others.map(({ port }) => port)];
  const clients = ports.map(() => startWorker('load', session.cleanup));
  const send = async (from: number, count: number): Promise<number> => {
    const calls = Math.ceil((count * REPEATS) / ports.length);
    const results = await Promise.all(
      clients.map((client, index) => client.request<LoadResult>(jobOf(harness, ports, { index, from, calls }))),
    );
    const failure = results.find((result) => result.failure !== undefined)?.failure;
    if (failure !== undefined) throw new Error(`a response was not 2xx: ${failure}`);
    return Math.max(...results.map(({ seconds }) => seconds));
  };
  const steadyTeam = await seedWeightedTeam(harness, REPS);
  const seconds = await send(0, leads);
  const steady = await replayLedger(harness.sql, steadyTeam.teamId);
  const changingTeam = await seedWeightedTeam(harness, REPS);
  const backgroundLoad = startBackgroundLoad(harness, changingTeam);
  await send(10 * leads, leads / 2);
  const changes = await backgroundLoad.stop();
  const changing = await replayLedger(harness.sql, changingTeam.teamId);
  const weights = steadyTeam.members.map(({ weight }) => weight).join(' ');
  return [
    {
      ...atMost('largest deviation from entitlement at any moment', 'leads', steady.worst, 1),
      notes: [
        `${steady.decisions} decisions, ${number(steady.decisions / seconds)}/s, ${WRITERS} writers, ${PROCESSES} processes, ${REPS} reps of weights ${weights}`,
      ],
    },
    atMost('decisions that do not start from the ledger before them', '', steady.broken, 0),
    atMost('lines of the stored ledger other than the last decision left', '', steady.stored, 0),
    {
      ...atMost('the same deviation while reps join, leave and are away', 'leads', changing.worst, MOST_WHILE_CHANGING),
      notes: [
        `${changing.decisions} decisions amid ${changes} changes; a lead or more in ${changing.beyond} of ${changing.lines} lines of the ledger`,
      ],
    },
    atMost('growth by a decision of what had reached a lead', 'leads', changing.worstGrowth, MOST_WHILE_CHANGING - 1),
    atMost('decisions after which credits do not sum to 0', '', steady.unbalanced + changing.unbalanced, 0),
  ];
}

const atMost = (what: string, unit: string, ours: number, most: number): Figure => ({
  what,
  unit,
  ours,
  against: { what: 'wanted', value: most, ratio: ours, atMost: most },
  notes: [],
});

function jobOf(
  harness: Harness,
  ports: readonly number[],
  { index, from, calls }: { index: number; from: number; calls: number },
): Job {
  return {
    port: ports[index] as number,
    connections: Math.floor(WRITERS / ports.length) + (index < WRITERS % ports.length ? 1 : 0),
    requests: { kind: 'leads', path: '/v1/leads', key: harness.key, from: from + index * calls, calls, perCall: 1 },
  };
}
