import { type Figure, median, number } from './figures.js';
import { type Rig, startRig } from './rig.js';
import type { Session } from './session.js';

const PER_CALL = 1_000;
/** After so many events of the one lead it is measured what one more costs. */
const MARKS = [4_000, 10_000, 20_000, 100_000];
const SINGLES = 40;
const TYPES = ['page_viewed', 'demo_requested', 'email_opened', 'price_requested'];
const MINUTE = 60_000;
const EMAIL = 'one@lead.example';
const WANTED = { batchSeconds: 2, stall: 100, singleCpu: 25 };

/** One lead that does everything: batches of a thousand events, single events after them, submissions of its e-mail address, and who else waits meanwhile. */
export async function benchEngagement(session: Session): Promise<Figure[]> {
  const rig = await startRig(session);
  const { lead } = await rig.call<{ lead: { id: string } }>('POST', '/v1/leads', { email: EMAIL });
  const figures: Figure[] = [];
  const [batches, stalls]: [number[], number[]] = [[], []];
  for (let sent = 0; sent < Math.max(...MARKS); sent += PER_CALL) {
    const { milliseconds, stall } = await watched(rig, () => sendBatch(rig, lead.id, sent));
    batches.push(milliseconds);
    stalls.push(stall);
    if (MARKS.includes(sent + PER_CALL)) figures.push(await oneMore(rig, lead.id, sent + PER_CALL));
  }
  figures.push(await manySubmissions(rig));
  const worst = Math.max(...batches) / 1_000;
  const wait = Math.max(...stalls);
  return [
    {
      ...{ what: `a batch of ${number(PER_CALL)} events of one lead, the slowest of ${batches.length}`, unit: 's' },
      ours: worst,
      against: { what: 'limit', value: WANTED.batchSeconds, ratio: worst / WANTED.batchSeconds, atMost: 1 },
      notes: [`ms in turn ${batches.map(number).join(', ')}`],
    },
    {
      ...{ what: '/livez meanwhile, the longest', unit: 'ms', ours: wait },
      against: { what: 'limit', value: WANTED.stall, ratio: wait / WANTED.stall, atMost: 1 },
      notes: [`longest by batch ${stalls.map(number).join(', ')}`],
    },
    ...figures,
  ];
}

async function sendBatch(rig: Rig, leadId: string, sent: number): Promise<void> {
  const now = Date.now();
  const items = Array.from({ length: PER_CALL }, (_, place) => ({
    leadId,
    type: TYPES[place % TYPES.length],
    occurredAt: new Date(now - (sent + place) * MINUTE).toISOString(),
  }));
  const { recorded } = await rig.call<{ recorded: number }>('POST', '/v1/engagement-events/batch', { items });
  if (recorded !== PER_CALL) throw new Error(`${recorded} of ${PER_CALL} events were recorded`);
}

async function oneMore(rig: Rig, leadId: string, events: number): Promise<Figure> {
  const taken: number[] = [];
  const before = rig.cpu(rig.serverPid);
  for (let call = 0; call < SINGLES; call += 1) {
    const from = performance.now();
    await rig.call('POST', '/v1/engagement-events', { leadId, type: 'page_viewed' });
    taken.push(performance.now() - from);
  }
  const after = rig.cpu(rig.serverPid);
  const [server, database] = [after.server - before.server, after.database - before.database].map(
    (seconds) => (seconds * 1_000) / SINGLES,
  ) as [number, number];
  const ours = server + database;
  return {
    ...{ what: `one more event of a lead with ${number(events)}, processor time`, unit: 'ms', ours },
    against: { what: 'limit', value: WANTED.singleCpu, ratio: ours / WANTED.singleCpu, atMost: 1 },
    notes: [
      `server ${number(server)}, database ${number(database)}; answered in ${number(median(taken))}, slowest ${number(Math.max(...taken))}`,
    ],
  };
}

/** A thousand submissions in one batch, all of the lead that has all the events: each is a decision. */
async function manySubmissions(rig: Rig): Promise<Figure> {
  const items = Array.from({ length: PER_CALL }, (_, place) => ({ email: EMAIL, tags: [`t${place % 40}`] }));
  const before = rig.cpu(rig.serverPid);
  const { milliseconds, stall } = await watched(rig, async () => {
    await rig.call('POST', '/v1/leads/batch', { items });
  });
  const after = rig.cpu(rig.serverPid);
  const ours = after.server - before.server + after.database - before.database;
  return {
    ...{ what: `${number(PER_CALL)} submissions of that lead in a batch, processor time`, unit: 's', ours },
    against: { what: 'limit', value: WANTED.batchSeconds, ratio: ours / WANTED.batchSeconds, atMost: 1 },
    notes: [
      `server ${number(after.server - before.server)}; answered in ${number(milliseconds)} ms, /livez at most ${number(stall)} ms`,
    ],
  };
}

/** How long the work takes, and how long the longest of the requests that ask for nothing had to wait meanwhile. */
async function watched(rig: Rig, work: () => Promise<void>): Promise<{ milliseconds: number; stall: number }> {
  let [stall, isOver] = [0, false];
  const probe = async () => {
    while (!isOver) {
      const from = performance.now();
      await (await fetch(`http://127.0.0.1:${rig.port}/livez`)).text();
      stall = Math.max(stall, performance.now() - from);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const probing = probe();
  const from = performance.now();
  try {
    await work();
  } finally {
    isOver = true;
  }
  const milliseconds = performance.now() - from;
  await probing;
  return { milliseconds, stall };
}
