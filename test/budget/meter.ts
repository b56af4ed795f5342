import { readFileSync } from 'node:fs';

/** What one request cost: the answer, how long it took, and the longest stretch in which the event loop had no turn. */
export interface Cost {
  status: number;
  text: string;
  answerMs: number;
  /** CPU time until the answer. */
  cpuMs: number;
  stallMs: number;
}

/** How often the timer of the meter has a turn. */
const EVERY_MS = 5;
const NANOSECONDS = 1e6;
const SCHEDULER = '/proc/self/schedstat';

/** CPU time of the thread that runs the event loop, in milliseconds; where the kernel does not report it, of the whole process. */
function cpuClock(): () => number {
  const ofThread = () => Number(readFileSync(SCHEDULER, 'latin1').split(' ', 1)[0]) / NANOSECONDS;
  const ofProcess = () => process.cpuUsage().user / 1_000 + process.cpuUsage().system / 1_000;
  try {
    return ofThread() > 0 ? ofThread : ofProcess;
  } catch {
    return ofProcess;
  }
}

const cpuTime = cpuClock();

/**
 * Measures the loop while `send` runs. Of each stretch without a turn the smaller of its length and of the CPU time that
 * the thread spent in it counts: a thread that another one displaces spends none, so the load of the machine does not.
 */
export async function costOf(send: () => Promise<{ status: number; text: string }>): Promise<Cost> {
  let stallMs = 0;
  let turn = performance.now();
  let cpu = cpuTime();
  const look = () => {
    stallMs = Math.max(stallMs, Math.min(performance.now() - turn, cpuTime() - cpu));
    turn = performance.now();
    cpu = cpuTime();
  };
  const timer = setInterval(look, EVERY_MS);
  const started = performance.now();
  const before = cpu;
  try {
    const { status, text } = await send();
    const answerMs = performance.now() - started;
    look();
    return { status, text, answerMs, cpuMs: cpu - before, stallMs };
  } finally {
    clearInterval(timer);
  }
}

/** What the reference work takes where nothing else runs, on the machine of which the budget speaks. */
const REFERENCE_MS = 15;
/** No slack beyond, so that a budget that is exceeded stays exceeded on any machine. */
const MOST = 3;
const REFERENCE = Array.from({ length: 20_000 }, (_, index) => ({
  ...{ id: `id-${index}`, number: index * 7.5 },
  text: `a "text" of some length ${index}`,
}));

/**
 * How many times as much CPU time work takes now: above 1 on a slower machine, and where others use the same caches and
 * the same core. The median of three.
 */
export function slowdown(): number {
  const times = [1, 2, 3].map(() => {
    const cpu = cpuTime();
    JSON.parse(JSON.stringify(REFERENCE));
    return cpuTime() - cpu;
  });
  const median = times.sort((a, b) => a - b)[1] ?? REFERENCE_MS;
  return Math.min(MOST, Math.max(1, median / REFERENCE_MS));
}
