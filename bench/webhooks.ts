import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, median, number, percentile } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import { cpuSeconds, startWorker, type Worker } from './processes.js';
import type { Cleanup, Session } from './session.js';
import type { ClientJob, ClientResult } from './webhook-client.js';
import type { Arrivals, ReceiverRequest } from './webhook-receiver.js';

const CLIENTS = 32;
const DELAYS = 100;
const PER_BATCH = 1_000;
const BACKLOG = 20_000;
const ENDPOINTS = '/v1/webhook-endpoints';

/** Events sent to a receiver, and what that costs creates. */
export async function benchWebhooks(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  const receiver = await openReceiver(session.cleanup);
  const body = { url: receiver.url, types: ['lead.*'], enabled: false };
  const { id } = await harness.call<{ id: string }>('POST', ENDPOINTS, body);
  return [
    await backlogFigure(harness, receiver, id, session.size ?? BACKLOG),
    ...(await createFigures(harness, receiver, id, session)),
    await delayFigure(harness, receiver, id),
  ];
}

export type Receiver = Awaited<ReturnType<typeof openReceiver>>;

async function backlogFigure(harness: Harness, receiver: Receiver, id: string, leads: number): Promise<Figure> {
  await createBatches(harness, leads);
  const [began, before] = [performance.now(), await receiver.count()];
  const cpuBefore = cpuOf(harness);
  await enable(harness, id, true);
  await untilDelivered(harness, id);
  const perSecond = ((await receiver.count()) - before) / ((performance.now() - began) / 1_000);
  const delivered = (await receiver.count()) - before;
  const cpu = cpuOf(harness);
  await enable(harness, id, false);
  const each = (part: 'server' | 'database') => number(((cpu[part] - cpuBefore[part]) / delivered) * 1e6);
  const notes = [
    `${delivered} deliveries; processor time of each: service ${each('server')} us, database ${each('database')} us`,
  ];
  return limit('deliveries from a backlog', '/s', perSecond, { what: 'goal', value: 1_000, atLeast: 1, notes });
}

/**
 * Creates in turn without an endpoint, with one that gets their events meanwhile, and beside a bare client that sends as many
 * of the same requests to the same receiver. The receiver and the bare client run on the same cores: what creates lose beside
 * them no sender can avoid.
 */
async function createFigures(
  harness: Harness,
  receiver: Receiver,
  id: string,
  { pace: { iterations, seconds }, cleanup }: Session,
): Promise<Figure[]> {
  const client = startWorker('webhook-client', cleanup);
  const bodies = await receiver.bodies();
  const rates: number[] = [];
  const costs: number[] = [];
  const bounds: number[] = [];
  const notes: string[] = [];
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const without = await measureCreates(harness, seconds);
    const beside = await createsWithEndpoint(harness, receiver, id, seconds);
    const job: ClientJob = { port: receiver.port, bodies, perSecond: beside.delivered / seconds, seconds };
    const [bare, { sent, cpu }] = await Promise.all([
      measureCreates(harness, seconds),
      client.request<ClientResult>(job),
    ]);
    rates.push(beside.created / without.created);
    costs.push(beside.cpu / without.cpu);
    bounds.push(bare.created / without.created);
    const us = (value: number) => number(value * 1e6);
    notes.push(
      `${number(without.created / seconds)}, ${number(beside.created / seconds)} and beside the bare client ${number(bare.created / seconds)} creates/s; ${us(without.cpu)} and ${us(beside.cpu)} us of processor time each`,
      `${number(beside.delivered / beside.created)} deliveries for each create; of each the receiver takes ${us(beside.receiverCpu / beside.delivered)} us, and a bare client ${us(cpu / sent)} us`,
    );
  }
  const goal = { what: 'goal', value: 0.9, atLeast: 1, notes };
  const unit = 'of those without';
  return [
    limit('creates with an endpoint, throughput', unit, median(rates), goal),
    { what: 'creates beside a bare client of the same receiver, throughput', unit, ours: median(bounds), notes: [] },
    { what: 'creates with an endpoint, processor time', unit, ours: median(costs), notes: [] },
  ];
}

async function createsWithEndpoint(harness: Harness, receiver: Receiver, id: string, seconds: number) {
  await skipToEnd(harness, id);
  await enable(harness, id, true);
  const [before, cpuBefore] = [await receiver.count(), receiver.cpu()];
  const creates = await measureCreates(harness, seconds);
  const delivered = (await receiver.count()) - before;
  const receiverCpu = receiver.cpu() - cpuBefore;
  await enable(harness, id, false);
  return { ...creates, delivered, receiverCpu };
}

/** Milliseconds from the answer of a create to the arrival of its first event, on a quiet service. */
async function delayFigure(harness: Harness, receiver: Receiver, id: string): Promise<Figure> {
  await skipToEnd(harness, id);
  await enable(harness, id, true);
  await sleep(1_000);
  const delays: number[] = [];
  for (let create = 0; create < DELAYS; create += 1) {
    await sleep(20 + (create % 10) * 25);
    const known = await receiver.count();
    await harness.call('POST', '/v1/leads', newLead());
    const answered = Date.now();
    while ((await receiver.count()) === known) await sleep(2);
    const [first] = (await receiver.arrivals(known)).at;
    delays.push((first?.at ?? Number.NaN) - answered);
    await sleep(100);
  }
  return limit('from the answer of a create to its first event, p99', 'ms', percentile(delays, 0.99), {
    ...{ what: 'goal', value: 1_000, atMost: 1 },
    notes: [`p50 ${number(percentile(delays, 0.5))} ms, ${DELAYS} creates`],
  });
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

export async function openReceiver(cleanup: Cleanup) {
  const worker: Worker = startWorker('webhook-receiver', cleanup);
  const request = <Result>(message: ReceiverRequest) => worker.request<Result>(message);
  const { port } = await request<{ port: number }>({ what: 'port' });
  const arrivals = (from: number) => request<Arrivals>({ what: 'arrivals', from });
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    arrivals,
    bodies: () => request<string[]>({ what: 'bodies' }),
    /** Processor seconds so far. */
    cpu: () => cpuSeconds(worker.pid, false) ?? Number.NaN,
    count: async () => (await arrivals(Number.MAX_SAFE_INTEGER)).count,
  };
}

let count = 0;
const newLead = () => ({ email: `w${++count}@hooks${count}.example` });

/** How many leads 32 clients create, and the processor seconds of service and database for each. */
async function measureCreates(harness: Harness, seconds: number): Promise<{ created: number; cpu: number }> {
  const end = performance.now() + seconds * 1_000;
  const before = cpuOf(harness);
  let created = 0;
  const client = async () => {
    for (; performance.now() < end; created += 1) await harness.call('POST', '/v1/leads', newLead());
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const after = cpuOf(harness);
  return { created, cpu: (after.server + after.database - before.server - before.database) / created };
}

const cpuOf = ({ cpu, serverPid }: Harness) => cpu(serverPid);

const enable = (harness: Harness, id: string, enabled: boolean) =>
  harness.call('PATCH', `${ENDPOINTS}/${id}`, { enabled });

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
  await harness.call('POST', `${ENDPOINTS}/${id}/replay`, { fromSequence });
}

async function untilDelivered(harness: Harness, id: string): Promise<void> {
  const last = await endOfLog(harness);
  for (;;) {
    const { position } = await harness.call<{ position: number }>('GET', `${ENDPOINTS}/${id}`);
    if (position >= last) return;
    await sleep(50);
  }
}
