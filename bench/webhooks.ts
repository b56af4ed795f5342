import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, median, number, percentile } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import type { Cleanup, Session } from './session.js';

const CLIENTS = 32;
const DELAYS = 40;
const PER_BATCH = 1_000;
const BACKLOG = 20_000;

/** Events sent to one receiver of this process, and what that costs creates. */
export async function benchWebhooks(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  const receiver = await openReceiver(session.cleanup);
  const path = '/v1/webhook-endpoints';
  const body = { url: receiver.url, types: ['lead.*'], enabled: false };
  const { id } = await harness.call<{ id: string }>('POST', path, body);
  const enable = (enabled: boolean) => harness.call('PATCH', `${path}/${id}`, { enabled });
  const { iterations, seconds } = session.pace;
  const ratios: number[] = [];
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const without = await createsPerSecond(harness, seconds);
    await skipToEnd(harness, id);
    await enable(true);
    ratios.push((await createsPerSecond(harness, seconds)) / without);
    await enable(false);
  }
  await skipToEnd(harness, id);
  await createBatches(harness, session.size ?? BACKLOG);
  const [began, before] = [performance.now(), receiver.arrivals.size];
  const cpuBefore = harness.cpu(harness.serverPid);
  await enable(true);
  await untilDelivered(harness, id);
  const delivered = receiver.arrivals.size - before;
  const perSecond = (delivered / (performance.now() - began)) * 1_000;
  const cpu = harness.cpu(harness.serverPid);
  const each = (part: 'server' | 'database') => number(((cpu[part] - cpuBefore[part]) / delivered) * 1e6);
  const notes = [`processor time of a delivery: service ${each('server')} us, database ${each('database')} us`];
  const delays = await delaysOf(harness, receiver.arrivals);
  const ratio = median(ratios);
  return [
    limit('deliveries from a backlog', '/s', perSecond, { what: 'goal', value: 1_000, atLeast: 1, notes }),
    limit('creates with an endpoint', 'of those without', ratio, { what: 'goal', value: 0.9, atLeast: 1 }),
    limit('from the answer of a create to its first event, p99', 'ms', percentile(delays, 0.99), {
      ...{ what: 'goal', value: 1_000, atMost: 1 },
      notes: [`p50 ${number(percentile(delays, 0.5))} ms`],
    }),
  ];
}

interface Limit {
  what: string;
  value: number;
  atLeast?: number;
  atMost?: number;
  notes?: string[];
}

function limit(what: string, unit: string, ours: number, { notes = [], ...against }: Limit): Figure {
  return { what, unit, ours, against: { ...against, ratio: ours / against.value }, notes };
}

/** Notes when each event arrived. */
async function openReceiver(cleanup: Cleanup) {
  const arrivals = new Map<string, number>();
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      const { id } = JSON.parse(text) as { id: string };
      arrivals.set(id, performance.now());
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup.add(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, arrivals };
}

let count = 0;
const newLead = () => ({ email: `w${++count}@hooks${count}.example` });

async function createsPerSecond({ call }: Harness, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1_000;
  let created = 0;
  const client = async () => {
    for (; performance.now() < end; created += 1) await call('POST', '/v1/leads', newLead());
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return created / seconds;
}

async function createBatches({ call }: Harness, leads: number): Promise<void> {
  for (let from = 0; from < leads; from += PER_BATCH) {
    await call('POST', '/v1/leads/batch', { items: Array.from({ length: PER_BATCH }, newLead) });
  }
}

async function endOfLog({ sql }: Harness): Promise<number> {
  const { rows } = await sql.query<{ last: string }>('select max(event_sequence) as last from workspaces');
  return Number(rows[0]?.last);
}

async function skipToEnd(harness: Harness, id: string): Promise<void> {
  const fromSequence = (await endOfLog(harness)) + 1;
  await harness.call('POST', `/v1/webhook-endpoints/${id}/replay`, { fromSequence });
}

async function untilDelivered(harness: Harness, id: string): Promise<void> {
  const last = await endOfLog(harness);
  for (;;) {
    const { position } = await harness.call<{ position: number }>('GET', `/v1/webhook-endpoints/${id}`);
    if (position >= last) return;
    await sleep(50);
  }
}

/** Milliseconds from the answer of a create to the next arrival, on a quiet service. */
async function delaysOf({ call }: Harness, arrivals: ReadonlyMap<string, number>): Promise<number[]> {
  const delays: number[] = [];
  for (let create = 0; create < DELAYS; create += 1) {
    await sleep(20 + (create % 10) * 25);
    const known = arrivals.size;
    await call('POST', '/v1/leads', newLead());
    const answered = performance.now();
    while (arrivals.size === known) await sleep(1);
    delays.push(performance.now() - answered);
    await sleep(400);
  }
  return delays;
}
