/** Bounds of the work that a process takes on. Weights are units of work: a single request is 1. */
export interface FairLimits {
  /** Most weight under way. */
  concurrency: number;
  /** Most of it by one flow: the rest is kept for others, so that a flow that begins never waits for one that floods. */
  share: number;
  /** Most weight of one flow that waits; of all together four times as much. */
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
  /** Whether a request of this flow is shed now; that it came counts as a sign of overload. */
  refuses(flow: string, weight: number, now: number): boolean;
  /** Starts the work at once, later, or never. Work that has started ends with `leave` of the same flow and weight. */
  enter(flow: string, weight: number, now: number, start: Start): void;
  leave(flow: string, weight: number, now: number): void;
  /** Sheds what has waited too long and forgets flows at rest; needed every now and then while there are flows. */
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
const SLOWER = 0.75;
const QUEUES = 4;

/**
 * A queue for each flow, bounded by delay as in CoDel (RFC 8289) and served fairly as in FQ-CoDel (RFC 8290): the flow with
 * the least work under way is next. The two-step patience is that of Maurer, "Fail at Scale" (ACM Queue 13(8), 2015): a burst
 * may wait for the interval, a queue that stands only for the target. Group commit ends work in groups, after which a queue is
 * empty for a moment: so a standing queue is told by its delays, not by being empty. All times are in milliseconds.
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
        const atRest = flow.inFlight === 0 && flow.waiting.length === 0;
        if (atRest && now - flow.lateAt > limits.intervalMs) flows.delete(name);
      }
      dispatch(state, now);
    },
    get flows() {
      return flows.size;
    },
  };
}

function patience({ targetMs, intervalMs }: FairLimits, { lateSince }: Flow, now: number): number {
  return lateSince !== undefined && now - lateSince > intervalMs ? targetMs : intervalMs;
}

function shedLate(state: State, flow: Flow, now: number): void {
  const most = patience(state.limits, flow, now);
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
    // What is next waits for room rather than being passed by what is lighter, or heavy work would never start.
    if (state.inFlight > 0 && state.inFlight + weight > limits.concurrency) return;
    flow.waiting.shift();
    flow.waitingWeight -= weight;
    state.waitingWeight -= weight;
    flow.inFlight += weight;
    state.inFlight += weight;
    if (now - since > limits.targetMs) markLate(flow, now);
    // To the end of the line: flows with equal work under way take turns.
    flows.delete(name);
    flows.set(name, flow);
    start(true);
  }
}

function refuses({ flows, limits, waitingWeight }: State, name: string, weight: number, now: number): boolean {
  const flow = flows.get(name);
  const head = flow?.waiting[0];
  // A flow at rest is let in however long the queues of others are.
  if (flow === undefined || head === undefined) return Math.min(weight, limits.share) > limits.queue;
  const most = patience(limits, flow, now);
  const refused =
    flow.waitingWeight + weight > limits.queue ||
    waitingWeight + weight > limits.queue * QUEUES ||
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

/** Windows in which nothing waited say how much came, not how much can be done. A slower window counts by degrees. */
function countEnd(flow: Flow, weight: number, now: number): void {
  const { window } = flow;
  window.ended += weight;
  const elapsed = now - window.from;
  if (elapsed < RATE_WINDOW_MS) return;
  if (window.waited) flow.rate = Math.max(window.ended / elapsed, flow.rate * SLOWER);
  flow.window = { from: now, ended: 0, waited: flow.waiting.length > 0 };
}
