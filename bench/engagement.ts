import { type Figure, median, number } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import type { Session } from './session.js';

const PER_CALL = 1_000;
/** Event counts of the lead at which the cost of one more event is measured. */
const CHECKPOINTS = [4_000, 10_000, 20_000, 100_000];
const SINGLES = 40;
const TYPES = ['page_viewed', 'demo_requested', 'email_opened', 'price_requested'];
const MINUTE = 60_000;
const EMAIL = 'one@lead.example';
const LIMITS = { batchSeconds: 2, stall: 100, singleCpu: 25 };

/**
 * One lead with up to 100,000 events: batches of a thousand events, single events after them, and submissions of its
 * e-mail address. `/livez` shows how long other requests wait meanwhile.
 */
export async function benchEngagement(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  const { lead } = await harness.call<{ lead: { id: string } }>('POST', '/v1/leads', { email: EMAIL });
  const figures: Figure[] = [];
  const [batches, stalls]: [number[], number[]] = [[], []];
  for (let sent = 0; sent < Math.max(...CHECKPOINTS); sent += PER_CALL) {
    const { milliseconds, stall } = await measureStall(harness, () => sendBatch(harness, lead.id, sent));
    batches.push(milliseconds);
    stalls.push(stall);
    if (CHECKPOINTS.includes(sent + PER_CALL))
      figures.push(await measureSingleEvents(harness, lead.id, sent + PER_CALL));
  }
  figures.push(await measureSubmissions(harness));
  const worst = Math.max(...batches) / 1_000;
  const wait = Math.max(...stalls);
  return [
    {
      ...{ what: `a batch of ${number(PER_CALL)} events of one lead, the slowest of ${batches.length}`, unit: 's' },
      ours: worst,
      against: { what: 'limit', value: LIMITS.batchSeconds, ratio: worst / LIMITS.batchSeconds, atMost: 1 },
      notes: [`ms in turn ${batches.map(number).join(', ')}`],
    },
    {
      ...{ what: '/livez meanwhile, the longest', unit: 'ms', ours: wait },
      against: { what: 'limit', value: LIMITS.stall, ratio: wait / LIMITS.stall, atMost: 1 },
      notes: [`longest by batch ${stalls.map(number).join(', ')}`],
    },
    ...figures,
  ];
}

async function sendBatch(harness: Harness, leadId: string, sent: number): Promise<void> {
  const now = Date.now();
  const items = Array.from({ length: PER_CALL }, (_, index) => ({
    leadId,
    type: TYPES[index % TYPES.length],
    occurredAt: new Date(now - (sent + index) * MINUTE).toISOString(),
  }));
  const { recorded } = await harness.call<{ recorded: number }>('POST', '/v1/engagement-events/batch', { items });
  if (recorded !== PER_CALL) throw new Error(`${recorded} of ${PER_CALL} events were recorded`);
}

async function measureSingleEvents(harness: Harness, leadId: string, events: number): Promise<Figure> {
  const durations: number[] = [];
  const before = harness.cpu(harness.serverPid);
  for (let call = 0; call < SINGLES; call += 1) {
    const from = performance.now();
    await harness.call('POST', '/v1/engagement-events', { leadId, type: 'page_viewed' });
    durations.push(performance.now() - from);
  }
  const after = harness.cpu(harness.serverPid);
  const [server, database] = [after.server - before.server, after.database - before.database].map(
    (seconds) => (seconds * 1_000) / SINGLES,
  ) as [number, number];
  const ours = server + database;
  return {
    ...{ what: `one more event of a lead with ${number(events)}, processor time`, unit: 'ms', ours },
    against: { what: 'limit', value: LIMITS.singleCpu, ratio: ours / LIMITS.singleCpu, atMost: 1 },
    notes: [
      `server ${number(server)}, database ${number(database)}; answered in ${number(median(durations))}, slowest ${number(Math.max(...durations))}`,
    ],
  };
}

/** One batch of a thousand submissions of the lead with all the events; each submission scores the lead again. */
async function measureSubmissions(harness: Harness): Promise<Figure> {
  const items = Array.from({ length: PER_CALL }, (_, index) => ({ email: EMAIL, tags: [`t${index % 40}`] }));
  const before = harness.cpu(harness.serverPid);
  const { milliseconds, stall } = await measureStall(harness, async () => {
    await harness.call('POST', '/v1/leads/batch', { items });
  });
  const after = harness.cpu(harness.serverPid);
  const ours = after.server - before.server + after.database - before.database;
  return {
    ...{ what: `${number(PER_CALL)} submissions of that lead in a batch, processor time`, unit: 's', ours },
    against: { what: 'limit', value: LIMITS.batchSeconds, ratio: ours / LIMITS.batchSeconds, atMost: 1 },
    notes: [
      `server ${number(after.server - before.server)}; answered in ${number(milliseconds)} ms, /livez at most ${number(stall)} ms`,
    ],
  };
}

/** Milliseconds that `work` takes, and those of the slowest `/livez` request meanwhile. */
async function measureStall(
  harness: Harness,
  work: () => Promise<void>,
): Promise<{ milliseconds: number; stall: number }> {
  let [stall, finished] = [0, false];
  const probe = async () => {
    while (!finished) {
      const from = performance.now();
      await (await fetch(`http://127.0.0.1:${harness.port}/livez`)).text();
      stall = Math.max(stall, performance.now() - from);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const probeLoop = probe();
  const from = performance.now();
  try {
    await work();
  } finally {
    finished = true;
  }
  const milliseconds = performance.now() - from;
  await probeLoop;
  return { milliseconds, stall };
}
