import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, number } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import { residentBytes } from './processes.js';
import type { SeededWorkspace } from './seed-leads.js';
import { makeStepsDue, seedSequenceWorkspace } from './seed-sequences.js';
import type { Session } from './session.js';

const DEFAULT_SIZE = 1_000_000;
/** All leads have a step within so long. */
const HOUR_SECONDS = 3_600;
/** As many leads as have a step in these seconds of that hour. */
const STEADY_SECONDS = 120;
/** Time to set the due instants before the first comes. */
const DELAY_MS = 20_000;
/** One lead in so many has its step at the same instant. */
const BURST = 20;
const LATEST_SECONDS = 60;
const GIVE_UP_MS = 900_000;
const MEGABYTE = 1_048_576;

/**
 * Leads in a sequence, in one workspace. First as many steps are due each second as when all leads have one within an hour: how late they come. Then the steps
 * of one lead in twenty are due at one instant: how many a second come.
 */
export async function benchSequences(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  const size = session.size ?? DEFAULT_SIZE;
  const workspace = await seedSequenceWorkspace(harness, size);
  return measureSequences(harness, workspace, size);
}

type Measuring = Pick<Harness, 'sql' | 'call' | 'cpu' | 'serverPid'>;

export async function measureSequences(
  harness: Measuring,
  workspace: SeededWorkspace,
  size: number,
): Promise<Figure[]> {
  const perSecond = size / HOUR_SECONDS;
  const steady = Math.ceil(Math.min(perSecond * STEADY_SECONDS, size / 2));
  await makeStepsDue(harness, workspace, { count: steady, delayMs: DELAY_MS, perSecond });
  const slow = await fire(harness, workspace, steady);
  const burst = Math.ceil(size / BURST);
  await makeStepsDue(harness, workspace, { count: burst, delayMs: DELAY_MS, perSecond: undefined });
  const fast = await fire(harness, workspace, burst);
  const rate = burst / fast.most;
  return [
    {
      what: `steps of ${number(size)} leads in sequences, ${number(perSecond)} due each second: latest`,
      unit: 's',
      ours: slow.most,
      against: { what: 'wanted', value: LATEST_SECONDS, ratio: slow.most / LATEST_SECONDS, atMost: 1 },
      notes: [`${number(steady)} steps, p99 ${slow.p99.toFixed(1)} s late`, slow.cost],
    },
    {
      what: `${number(burst)} steps due at one instant`,
      unit: 'steps/s',
      ours: rate,
      against: { what: 'needed for all in an hour', value: perSecond, ratio: rate / perSecond, atLeast: 2 },
      notes: [`the last after ${fast.most.toFixed(1)} s`, fast.cost],
    },
    {
      what: 'steps that came exactly once, by the event log',
      unit: 'steps',
      ours: slow.once + fast.once,
      against: { what: 'due', value: steady + burst, ratio: (slow.once + fast.once) / (steady + burst), atLeast: 1 },
      notes: [],
    },
  ];
}

interface Fired {
  once: number;
  /** Seconds from the due instant to the event. */
  most: number;
  p99: number;
  /** Processor per step and memory. */
  cost: string;
}

/** Waits until all steps of the latest round have come. */
async function fire({ sql, cpu, serverPid }: Measuring, { id }: SeededWorkspace, count: number): Promise<Fired> {
  const started = Date.now();
  const before = cpu(serverPid);
  let memory = 0;
  for (;;) {
    await sleep(1_000);
    memory = Math.max(memory, residentBytes(serverPid) / MEGABYTE);
    const { rows } = await sql.query<{ waiting: boolean }>(
      `select exists (select from timers where workspace_id = $1 and kind = 'sequence_step' and due_at < (select max(due_at) + interval '1 second' from bench_due)) as waiting`,
      [id],
    );
    if (rows[0]?.waiting === false) break;
    if (Date.now() - started > GIVE_UP_MS) throw new Error('the steps did not come');
  }
  const after = cpu(serverPid);
  const each = (part: 'server' | 'database') => number(((after[part] - before[part]) * 1e6) / count);
  const cost = `processor us per step: server ${each('server')}, PostgreSQL ${each('database')}; most memory of the server ${memory.toFixed(0)} MB`;
  return { ...(await lateness(sql, id)), cost };
}

async function lateness(sql: Harness['sql'], workspaceId: string): Promise<Omit<Fired, 'cost'>> {
  const { rows } = await sql.query<Omit<Fired, 'cost'>>(
    `with fired as (
       select d.due_at, count(e.sequence) as times, min(e.occurred_at) as at from bench_due d
         left join events e on e.workspace_id = $1 and e.subject_id = d.lead_id::text and e.type = 'sequence.step_due'
        where d.round = (select max(round) from bench_due) group by d.lead_id, d.due_at)
     select (count(*) filter (where times = 1))::int as once, coalesce(max(extract(epoch from at - due_at)), 0)::float8 as most,
            coalesce(percentile_disc(0.99) within group (order by extract(epoch from at - due_at)), 0)::float8 as p99 from fired`,
    [workspaceId],
  );
  if (rows[0] === undefined) throw new Error('no row');
  return rows[0];
}
