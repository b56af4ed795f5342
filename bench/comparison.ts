import type { DatabaseAccess } from './baseline.js';
import { median, number } from './figures.js';
import type { Baseline, Cpu, Harness } from './harness.js';
import type { Job, LoadResult } from './load.js';
import type { Pace } from './session.js';

interface Side {
  perSecond: number[];
  p50: number[];
  p99: number[];
  cpu: Cpu;
  units: number;
}

export interface ComparisonResult {
  ours: number;
  baseline: number;
  /** Median over iterations of the ratio within an iteration, so that drift of the machine cancels out. */
  ratio: number;
  /** Calls that the product answered. */
  calls: number;
  notes: string[];
}

const newSide = (): Side => ({ perSecond: [], p50: [], p99: [], cpu: { server: 0, database: 0, client: 0 }, units: 0 });

export interface Comparison {
  harness: Harness;
  baseline: Baseline;
  /** The requests of one side in one iteration; both sides get the same requests. */
  job(side: 'ours' | 'baseline', iteration: number): Job;
  /** Units in one call: leads per batch, else 1. */
  perCall: number;
  unit: string;
}

/** Measures the product and the baseline in turn; the side that runs first alternates. */
export async function compare(comparison: Comparison, { iterations }: Pace): Promise<ComparisonResult> {
  const sides = { ours: newSide(), baseline: newSide() };
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const order = iteration % 2 === 0 ? (['ours', 'baseline'] as const) : (['baseline', 'ours'] as const);
    for (const name of order) {
      const pid = name === 'ours' ? comparison.harness.serverPid : comparison.baseline.pid;
      const before = comparison.harness.cpu(pid);
      const result = await comparison.harness.load(comparison.job(name, iteration));
      add(sides[name], result, comparison.perCall, before, comparison.harness.cpu(pid));
    }
  }
  const ratios = sides.ours.perSecond.map(
    (value, iteration) => value / (sides.baseline.perSecond[iteration] ?? Number.NaN),
  );
  const spread = `ratio by iteration ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`;
  return {
    ours: median(sides.ours.perSecond),
    baseline: median(sides.baseline.perSecond),
    ratio: median(ratios),
    calls: sides.ours.units / comparison.perCall,
    notes: [
      spread,
      describe('ours', sides.ours, comparison.unit),
      describe('baseline', sides.baseline, comparison.unit),
    ],
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
/** Longer for the product: the trials warm the baseline up as well, and the product has more code to compile. */
const OUR_WARM_UP_SECONDS = 10;
const TRIAL_SECONDS = 1.5;

/** Warms the baseline up, tries each candidate for `TRIAL_SECONDS` and leaves the baseline on the fastest one. */
export async function tune(
  comparison: Pick<Comparison, 'harness' | 'baseline'>,
  candidates: readonly DatabaseAccess[],
  job: () => Job,
): Promise<{ access: DatabaseAccess; perSecond: number; note: string }> {
  const { harness, baseline } = comparison;
  await harness.load({ ...job(), seconds: WARM_UP_SECONDS });
  const tried: { access: DatabaseAccess; perSecond: number }[] = [];
  for (const access of candidates) {
    await baseline.configure(access);
    await harness.load({ ...job(), seconds: TRIAL_SECONDS / 3 });
    const { calls, seconds } = await harness.load({ ...job(), seconds: TRIAL_SECONDS });
    tried.push({ access, perSecond: calls / seconds });
  }
  const best = tried.reduce((a, b) => (b.perSecond > a.perSecond ? b : a));
  await baseline.configure(best.access);
  const list = tried.map(({ access, perSecond }) => `${name(access)} ${number(perSecond)}`).join(', ');
  return { ...best, note: `baseline at its best with ${name(best.access)}; calls/s tried: ${list}` };
}

function name({ connections, pipelined, batchBy }: DatabaseAccess): string {
  return `${connections} ${pipelined ? 'pipelined' : 'pooled'}${batchBy === 'arrays' ? ' arrays' : ''}`;
}

/** Warms the product up; returns the calls per iteration that take about `seconds` on the mean of both sides. */
export async function warmUp(
  harness: Harness,
  job: Job,
  baselinePerSecond: number,
  { seconds }: Pace,
): Promise<{ warmed: number; callsPerIteration: number }> {
  const ours = await harness.load({ ...job, seconds: OUR_WARM_UP_SECONDS });
  const secondsPerCall = (ours.seconds / ours.calls + 1 / baselinePerSecond) / 2;
  return { warmed: ours.calls, callsPerIteration: Math.ceil(seconds / secondsPerCall) };
}
