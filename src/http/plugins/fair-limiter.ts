/** Bounds of the work that a process takes on. Weights are units of work: a single request is 1. */
export interface FairLimits {
  /** Most weight in flight. */
  concurrency: number;
  /** Most weight in flight of one flow. The rest is kept for others, so that a new flow never waits for one that floods. */
  share: number;
  /** Most waiting weight of one flow; all flows together may have four times as much. */
  queue: number;
  /** Milliseconds that a request may wait once waiting has been longer for an interval. */
  targetMs: number;
  /** Milliseconds for which waiting may be longer than the target; until then a request may wait as long as this. */
  intervalMs: number;
}

/** Called once: `true` when the work may start, `false` when it is shed. */
export type Start = (admitted: boolean) => void;

interface Waiting {
  weight: number;
  since: number;
  start: Start;
}

interface Flow {
  inFlight: number;
  waiting: Waiting[];
  waitingWeight: number;
  /** First and last instant at which work was late or shed; forgotten after an interval without. */
  lateSince: number | undefined;
  lateAt: number;
  /** Weight ended per millisecond while something waited; 0 until it is known. */
  rate: number;
  window: { from: number; ended: number; waited: boolean };
}

export interface FairLimiter {
  /** Whether a request of this flow is shed now. A shed request counts as a sign of overload. */
  refuses(flow: string, weight: number, now: number): boolean;
  /** Starts the work at once, later, or never. Work that has started ends with `leave` of the same flow and weight. */
  enter(flow: string, weight: number, now: number, start: Start): void;
  leave(flow: string, weight: number, now: number): void;
  /** Sheds requests that have waited too long and forgets idle flows. Call it regularly while there are flows. */
  expire(now: number): void;
  readonly flows: number;
}

interface State {
  limits: FairLimits;
  flows: Map<string, Flow>;
  inFlight: number;
  waitingWeight: number;
}

const RATE_WINDOW_MS = 100;
const LEAST_RATE_RATIO = 0.75;
const TOTAL_QUEUE_FACTOR = 4;

/**
 * A queue for each flow, bounded by delay as in CoDel (RFC 8289) and served fairly as in FQ-CoDel (RFC 8290): the flow with
 * the least weight in flight is next. The two limits of waiting are those of Maurer, "Fail at Scale" (ACM Queue 13(8), 2015): a burst
 * may wait for the interval, a standing queue only for the target. Group commit ends work in groups, after which a queue is
 * empty for a moment: so delays show a standing queue, not its length. All times are in milliseconds.
 */
export function createFairLimiter(limits: FairLimits): FairLimiter {
  const state: State = { limits, flows: new Map(), inFlight: 0, waitingWeight: 0 };
  const { flows } = state;
  return {
    refuses: (name, weight, now) => refuses(state, name, weight, now),
    enter(name, given, now, start) {
      const weight = Math.min(given, limits.share);
      const flow = flowOf(state, name, now);
      shedLate(state, flow, now);
      if (refuses(state, name, weight, now)) return start(false);
      flow.waiting.push({ weight, since: now, start });
      flow.waitingWeight += weight;
      state.waitingWeight += weight;
      dispatch(state, now);
      if (flow.waiting.length > 0 && !flow.window.waited) flow.window = { from: now, ended: 0, waited: true };
    },
    leave(name, given, now) {
      const weight = Math.min(given, limits.share);
      const flow = flowOf(state, name, now);
      flow.inFlight -= weight;
      state.inFlight -= weight;
      countEnd(flow, weight, now);
      shedLate(state, flow, now);
      dispatch(state, now);
    },
    expire(now) {
      for (const [name, flow] of flows) {
        shedLate(state, flow, now);
        const isIdle = flow.inFlight === 0 && flow.waiting.length === 0;
        if (isIdle && now - flow.lateAt > limits.intervalMs) flows.delete(name);
      }
      dispatch(state, now);
    },
    get flows() {
      return flows.size;
    },
  };
}

function longestWait({ targetMs, intervalMs }: FairLimits, { lateSince }: Flow, now: number): number {
  return lateSince !== undefined && now - lateSince > intervalMs ? targetMs : intervalMs;
}

function shedLate(state: State, flow: Flow, now: number): void {
  const most = longestWait(state.limits, flow, now);
  let late = 0;
  while (late < flow.waiting.length && now - (flow.waiting[late]?.since ?? now) > most) late += 1;
  if (late === 0) return;
  markLate(flow, now);
  for (const { weight, start } of flow.waiting.splice(0, late)) {
    flow.waitingWeight -= weight;
    state.waitingWeight -= weight;
    start(false);
  }
}

function next({ flows, limits }: State): { name: string; flow: Flow; head: Waiting } | undefined {
  let best: { name: string; flow: Flow; head: Waiting } | undefined;
  for (const [name, flow] of flows) {
    const [head] = flow.waiting;
    if (head === undefined) continue;
    const fits = flow.inFlight === 0 || flow.inFlight + head.weight <= limits.share;
    if (fits && (best === undefined || flow.inFlight < best.flow.inFlight)) best = { name, flow, head };
  }
  return best;
}

function dispatch(state: State, now: number): void {
  const { flows, limits } = state;
  for (let found = next(state); found; found = next(state)) {
    const { name, flow, head } = found;
    const { weight, since, start } = head;
    // The next request waits for room, and lighter ones do not pass it: heavy work would never start otherwise.
    if (state.inFlight > 0 && state.inFlight + weight > limits.concurrency) return;
    flow.waiting.shift();
    flow.waitingWeight -= weight;
    state.waitingWeight -= weight;
    flow.inFlight += weight;
    state.inFlight += weight;
    if (now - since > limits.targetMs) markLate(flow, now);
    // The flow goes to the end of the map, so that flows with equal weight in flight take turns.
    flows.delete(name);
    flows.set(name, flow);
    start(true);
  }
}

function refuses({ flows, limits, waitingWeight }: State, name: string, weight: number, now: number): boolean {
  const flow = flows.get(name);
  const head = flow?.waiting[0];
  // A flow without waiting requests is admitted however long the queues of others are.
  if (flow === undefined || head === undefined) return Math.min(weight, limits.share) > limits.queue;
  const most = longestWait(limits, flow, now);
  const refused =
    flow.waitingWeight + weight > limits.queue ||
    waitingWeight + weight > limits.queue * TOTAL_QUEUE_FACTOR ||
    now - head.since > most ||
    (flow.rate > 0 && flow.waitingWeight / flow.rate > most);
  if (refused) markLate(flow, now);
  return refused;
}

function flowOf({ flows, limits }: State, name: string, now: number): Flow {
  const known = flows.get(name) ?? newFlow(now);
  if (now - known.lateAt > limits.intervalMs) known.lateSince = undefined;
  flows.set(name, known);
  return known;
}

const newFlow = (now: number): Flow => ({
  inFlight: 0,
  waiting: [],
  waitingWeight: 0,
  lateSince: undefined,
  lateAt: Number.NEGATIVE_INFINITY,
  rate: 0,
  window: { from: now, ended: 0, waited: false },
});

function markLate(flow: Flow, now: number): void {
  flow.lateSince ??= now;
  flow.lateAt = now;
}

/** Windows in which nothing waited measure arrivals, not capacity, so they are ignored. The rate falls by at most a quarter per window. */
function countEnd(flow: Flow, weight: number, now: number): void {
  const { window } = flow;
  window.ended += weight;
  const elapsed = now - window.from;
  if (elapsed < RATE_WINDOW_MS) return;
  if (window.waited) flow.rate = Math.max(window.ended / elapsed, flow.rate * LEAST_RATE_RATIO);
  flow.window = { from: now, ended: 0, waited: flow.waiting.length > 0 };
}
