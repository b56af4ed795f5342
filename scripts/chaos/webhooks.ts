import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.js';
import type { Fleet } from './services.js';
import { type Arrival, openReceiver } from './webhook-receiver.js';

/** The processes may send to this machine. */
export const RECEIVER_SETTINGS = { HEADWATER_WEBHOOK_PRIVATE_TARGETS: '127.0.0.1/32' };

const ENDPOINTS = 8;
const CLIENTS = 3;
const PAUSE_MS = 60;
const LARGEST_KILL_PAUSE_MS = 600;
/** Processes that ended hold their endpoints for 40 s. */
const CATCH_UP_MS = 120_000;

interface Kill {
  pid: number;
  at: number;
}

interface Run {
  cluster: Cluster;
  fleet: Fleet;
  kills: number;
}

interface Logged {
  sequence: string;
  id: string;
  subject_id: string;
}

/**
 * Kills processes while they send the events of a few clients to several endpoints. Faults: an event that an endpoint never
 * got, a lead whose first arrivals are out of order, and an event that came again although the process that sent it before
 * was not killed in between.
 */
export async function killWhileSending(
  { cluster, fleet, kills }: Run,
  cleanup: (() => Promise<unknown> | unknown)[],
): Promise<string[]> {
  const pids = () => fleet.urls.flatMap((_url, index) => fleet.pidOf(index) ?? []);
  const receiver = await openReceiver(pids, cleanup);
  for (let index = 0; index < ENDPOINTS; index += 1) {
    const body = { url: `${receiver.url}/${index}`, types: ['lead.*'] };
    if (!(await post(fleet, '/v1/webhook-endpoints', body))) throw new Error('an endpoint could not be made');
  }
  const killed: Kill[] = [];
  const clients = startWrites(fleet);
  cleanup.push(() => clients.stop());
  await killProcesses(fleet, kills, killed);
  await clients.stop();
  await untilAllSent(cluster);
  const logged = await cluster.sql<Logged>(
    "select sequence, id, subject_id from events where type like 'lead.%' order by sequence",
  );
  const found = Array.from({ length: ENDPOINTS }, (_, index) =>
    checkArrivals(
      logged,
      receiver.arrivals.filter(({ path }) => path === `/${index}`),
      killed,
    ),
  );
  const repeated = found.reduce((sum, one) => sum + one.repeated, 0);
  const most = Math.max(...found.map((one) => one.mostOfOneProcess));
  console.log(
    `${killed.length} kills, ${logged.length} events to ${ENDPOINTS} endpoints: ${receiver.arrivals.length} requests, ${repeated} repeated, at most ${most} of one killed process at one endpoint`,
  );
  return [...new Set(found.flatMap(({ faults }) => faults))];
}

async function post({ urls, key }: Fleet, path: string, body: object, method = 'POST'): Promise<string | undefined> {
  const up = urls.filter((url) => url !== undefined);
  const url = up[Math.floor(Math.random() * up.length)];
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  try {
    const init = { method, headers, body: JSON.stringify(body), signal: AbortSignal.timeout(10_000) };
    const response = await fetch(`${url}${path}`, init);
    const answer = (await response.json()) as { id?: string; lead?: { id: string } };
    return response.ok ? (answer.lead?.id ?? answer.id) : undefined;
  } catch {
    // The process was killed: the log shows what it did.
    return undefined;
  }
}

/** Clients that create leads and change each of them twice. */
function startWrites(fleet: Fleet) {
  let stopping = false;
  const client = async (number: number) => {
    for (let count = 0; !stopping; count += 1) {
      const name = `c${number}-${count}`;
      const id = await post(fleet, '/v1/leads', { email: `${name}@${name}.example` });
      for (const city of id === undefined ? [] : ['Graz', 'Linz'])
        await post(fleet, `/v1/leads/${id}`, { city }, 'PATCH');
      await sleep(PAUSE_MS);
    }
  };
  const running = Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
  return {
    async stop() {
      stopping = true;
      await running;
    },
  };
}

/** Kills processes in turn, each as soon as it runs again; at least one other runs meanwhile. */
async function killProcesses(fleet: Fleet, kills: number, killed: Kill[]): Promise<void> {
  const starting = new Set<Promise<void>>();
  for (let next = 0; killed.length < kills; next = (next + 1) % fleet.urls.length) {
    await sleep(Math.random() * LARGEST_KILL_PAUSE_MS);
    const pid = fleet.pidOf(next);
    if (fleet.urls[next] === undefined || pid === undefined || starting.size > 1) continue;
    const start = fleet.killAndStart(next).finally(() => starting.delete(start));
    starting.add(start);
    killed.push({ pid, at: performance.now() });
    if (killed.length % 20 === 0) console.log(`${killed.length} kills`);
  }
  await Promise.all(starting);
}

async function untilAllSent(cluster: Cluster): Promise<void> {
  const behind = `select 1 from webhook_endpoints e join workspaces w on w.id = e.workspace_id
    where e.position < w.event_sequence or exists (select from webhook_deliveries d
      where d.workspace_id = e.workspace_id and d.endpoint_id = e.id and d.state = 'waiting') limit 1`;
  const deadline = performance.now() + CATCH_UP_MS;
  while ((await cluster.sql(behind)).length > 0) {
    if (performance.now() > deadline) return;
    await sleep(200);
  }
}

/** Compares what one endpoint got with the log. */
function checkArrivals(logged: readonly Logged[], arrivals: readonly Arrival[], killed: readonly Kill[]) {
  const faults: string[] = [];
  const byEvent = new Map<string, Arrival[]>();
  for (const arrival of arrivals) byEvent.set(arrival.eventId, [...(byEvent.get(arrival.eventId) ?? []), arrival]);
  const lastOfSubject = new Map<string, number>();
  const repeatedOf = new Map<number, number>();
  for (const { id, sequence, subject_id: subject } of logged) {
    const [first, ...later] = byEvent.get(id) ?? [];
    if (first === undefined) {
      faults.push(`event ${sequence} has not arrived`);
      continue;
    }
    if (first.at < (lastOfSubject.get(subject) ?? 0)) faults.push(`event ${sequence} arrived before an earlier one`);
    lastOfSubject.set(subject, first.at);
    let before = first;
    for (const again of later) {
      const { pid } = before;
      // A process that is killed at once is gone before its connection can be looked up.
      const wasKilled = killed.some((kill) => (pid === undefined || kill.pid === pid) && kill.at <= again.at);
      if (!wasKilled) faults.push(`event ${sequence} came twice although its process ${pid} was not killed`);
      repeatedOf.set(pid ?? 0, (repeatedOf.get(pid ?? 0) ?? 0) + 1);
      before = again;
    }
  }
  const repeated = [...repeatedOf.values()].reduce((sum, count) => sum + count, 0);
  return { faults, repeated, mostOfOneProcess: Math.max(0, ...repeatedOf.values()) };
}
