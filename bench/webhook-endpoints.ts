import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, number, percentile } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import type { Session } from './session.js';
import { openReceiver, type Receiver } from './webhooks.js';

const PATH = '/v1/webhook-endpoints';
const ENDPOINTS = 1_000;
const CREATES = 10;
const PER_BATCH = 50;
const PATIENCE_MS = 120_000;

/** One event for each of many endpoints: when it arrives at the others, without and with an endpoint that never answers. */
export async function benchWebhookEndpoints(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  const receiver = await openReceiver(session.cleanup);
  const endpoints = session.size ?? ENDPOINTS;
  const [hanging] = await createEndpoints(harness, receiver, endpoints);
  await delaysOf(harness, receiver, endpoints - 1);
  const before = await delaysOf(harness, receiver, endpoints - 1);
  await harness.call('PATCH', `${PATH}/${hanging}`, { url: `${receiver.url}/hang` });
  const beside = await delaysOf(harness, receiver, endpoints - 1);
  const [without, ours] = [percentile(before, 0.99), percentile(beside, 0.99)];
  const notes = [
    `p50 ${number(percentile(beside, 0.5))} ms, without it ${number(percentile(before, 0.5))} ms; ${CREATES} creates, ${endpoints} endpoints`,
  ];
  const against = { what: 'without it', value: without, ratio: ours / without, atMost: 1.5 };
  const goal = { what: 'goal', value: 1_000, ratio: ours / 1_000, atMost: 1 };
  return [
    { what: 'an endpoint hangs: until an event is at the others, p99', unit: 'ms', ours, against, notes },
    {
      what: `from the answer of a create to its event at ${endpoints} endpoints, p99`,
      unit: 'ms',
      ours,
      against: goal,
      notes: [],
    },
  ];
}

/** Their ids, the first being that of the path `/0`. */
async function createEndpoints({ call }: Harness, { url }: Receiver, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let from = 0; from < count; from += PER_BATCH) {
    const indexes = Array.from({ length: Math.min(PER_BATCH, count - from) }, (_, index) => from + index);
    const bodies = indexes.map((index) => ({ url: `${url}/${index}`, types: ['lead.created'] }));
    const made = await Promise.all(bodies.map((body) => call<{ id: string }>('POST', PATH, body)));
    ids.push(...made.map(({ id }) => id));
  }
  return ids;
}

let created = 0;

/** Milliseconds from the answer of a create to its arrival at each endpoint but the first. */
async function delaysOf({ call }: Harness, receiver: Receiver, others: number): Promise<number[]> {
  const delays: number[] = [];
  for (let create = 0; create < CREATES; create += 1) {
    const known = await receiver.count();
    created += 1;
    await call('POST', '/v1/leads', { email: `e${created}@many${created}.example` });
    const answered = Date.now();
    for (let arrived = 0; arrived < others; await sleep(20)) {
      const { at } = await receiver.arrivals(known);
      const ofOthers = at.filter(({ path }) => path !== '/0');
      arrived = ofOthers.length;
      if (Date.now() - answered > PATIENCE_MS) throw new Error(`only ${arrived} of ${others} endpoints got an event`);
      if (arrived >= others) delays.push(...ofOthers.map(({ at: arrivedAt }) => arrivedAt - answered));
    }
    await sleep(500);
  }
  return delays;
}
