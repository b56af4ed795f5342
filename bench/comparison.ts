import type { Plumbing } from './baseline.js';
import { median, number } from './figures.js';
import type { Job, LoadResult } from './load.js';
import type { Baseline, Cpu, Rig } from './rig.js';
import type { Pace } from './session.js';

interface Side {
  perSecond: number[];
  p50: number[];
  p99: number[];
  cpu: Cpu;
  units: number;
}

export interface Comparison {
  ours: number;
  baseline: number;
  /** Median over rounds of the ratio within a round, so that drift of the machine cancels. */
  ratio: number;
  /** Calls that ours answered. */
  calls: number;
  notes: string[];
}

const newSide = (): Side => ({ perSecond: [], p50: [], p99: [], cpu: { server: 0, database: 0, client: 0 }, units: 0 });

export interface Contest {
  rig: Rig;
  baseline: Baseline;
  /** The requests of one side in one round; both sides get the same ones. */
  job(side: 'ours' | 'baseline', round: number): Job;
  /** What one call is worth: leads per batch, else 1. */
  perCall: number;
  unit: string;
}

/** Alternates ours and the baseline; who goes first changes each round. */
export async function compare(contest: Contest, { rounds }: Pace): Promise<Comparison> {
  const sides = { ours: newSide(), baseline: newSide() };
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? (['ours', 'baseline'] as const) : (['baseline', 'ours'] as const);
    for (const name of order) {
      const pid = name === 'ours' ? contest.rig.serverPid : contest.baseline.pid;
      const before = contest.rig.cpu(pid);
      const result = await contest.rig.load(contest.job(name, round));
      add(sides[name], result, contest.perCall, before, contest.rig.cpu(pid));
    }
  }
  const ratios = sides.ours.perSecond.map((value, round) => value / (sides.baseline.perSecond[round] ?? Number.NaN));
  const spread = `ratio by round ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`;
  return {
    ours: median(sides.ours.perSecond),
    baseline: median(sides.baseline.perSecond),
    ratio: median(ratios),
    calls: sides.ours.units / contest.perCall,
    notes: [spread, describe('ours', sides.ours, contest.unit), describe('baseline', sides.baseline, contest.unit)],
  };
}

function add(side: Side, result: LoadResult, perCall: number, before: Cpu, after: Cpu): void {
  const { p50, p99 } = result.latencies[0] ?? { p50: Number.NaN, p99: Number.NaN };
  side.perSecond.push((result.calls * perCall) / result.seconds);
  side.p50.push(p50);
  side.p99.push(p99);
  side.units += result.calls * perCall;
  for (const part of ['server', 'database', 'client'] as const) side.cpu[part] += after[part] - before[part];
}

function describe(name: string, { perSecond, p50, p99, cpu, units }: Side, unit: string): string {
  const each = (seconds: number) => number((seconds * 1e6) / units);
  const used = `server ${each(cpu.server)}, PostgreSQL ${each(cpu.database)}, client ${each(cpu.client)}`;
  const range = `${number(Math.min(...perSecond))} to ${number(Math.max(...perSecond))}/s`;
  return `${name}: ${range}, p50 ${number(median(p50))} ms, p99 ${number(median(p99))} ms, processor us per ${unit}: ${used}`;
}

const WARM_UP_SECONDS = 4;
/** Longer for ours: the trials warm the baseline up further, and there is more here to compile. */
const OUR_WARM_UP_SECONDS = 10;
const TRIAL_SECONDS = 1.5;

/** Finds the plumbing with which the baseline is fastest; warms it up on the way. Jobs of a trial stop by the clock. */
export async function tune(
  contest: Pick<Contest, 'rig' | 'baseline'>,
  candidates: readonly Plumbing[],
  job: () => Job,
): Promise<{ plumbing: Plumbing; perSecond: number; note: string }> {
  const { rig, baseline } = contest;
  await rig.load({ ...job(), seconds: WARM_UP_SECONDS });
  const tried: { plumbing: Plumbing; perSecond: number }[] = [];
  for (const plumbing of candidates) {
    await baseline.plumb(plumbing);
    await rig.load({ ...job(), seconds: TRIAL_SECONDS / 3 });
    const { calls, seconds } = await rig.load({ ...job(), seconds: TRIAL_SECONDS });
    tried.push({ plumbing, perSecond: calls / seconds });
  }
  const best = tried.reduce((a, b) => (b.perSecond > a.perSecond ? b : a));
  await baseline.plumb(best.plumbing);
  const list = tried.map(({ plumbing, perSecond }) => `${name(plumbing)} ${number(perSecond)}`).join(', ');
  return { ...best, note: `baseline at its best with ${name(best.plumbing)}; calls/s tried: ${list}` };
}

function name({ connections, pipelined, batchBy }: Plumbing): string {
  return `${connections} ${pipelined ? 'pipelined' : 'pooled'}${batchBy === 'arrays' ? ' arrays' : ''}`;
}

/** Warms ours up and tells how many calls make a round about as long as asked, on the mean of both sides. */
export async function warmUp(
  rig: Rig,
  job: Job,
  baselinePerSecond: number,
  { seconds }: Pace,
): Promise<{ warmed: number; callsPerRound: number }> {
  const ours = await rig.load({ ...job, seconds: OUR_WARM_UP_SECONDS });
  const secondsPerCall = (ours.seconds / ours.calls + 1 / baselinePerSecond) / 2;
  return { warmed: ours.calls, callsPerRound: Math.ceil(seconds / secondsPerCall) };
}
