import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { clusterProcesses, signal } from '../../src/db/embedded/processes.js';
import { makeApiKey } from '../../src/services/api-keys/format.js';
import { createTestDatabase } from '../support/database.js';
import { buildOnce, type Instance, startInstance } from '../support/instance.js';
import { type Call, caller, eventFaults, listAll, query, type Reply, type Result, together } from './ingest-fixture.js';

const KILLS = 50;
const EMBEDDED_KILLS = 3;
const LANES = 16;
/** What a client does with an answer. Without it, clients would take the processor from what is starting. */
const PAUSE_MS = 40;

/** Fifty starts are most of the time: half a minute, and several times that on a machine that does other things as well. */
t.setTimeout(480_000);

const token = makeApiKey({ env: 'test', kind: 'admin', random: randomBytes });

/** With a known key, and without output. */
/** Without a rate limit: on a fast machine the clients send more than a key may in a minute. */
const startQuietly = (t: Test, env: Record<string, string>): Promise<Instance> =>
  startInstance(t, { HEADWATER_LOG_LEVEL: 'silent', HEADWATER_RATE_LIMIT: '0', HEADWATER_ADMIN_KEY: token, ...env });

/** Whom clients can ask: one URL for each instance, undefined while it is down. */
interface Fleet {
  urls: (string | undefined)[];
  inFlight: number[];
}

interface Clients {
  /** Answers by create, each the first 2xx its client saw. */
  acknowledged: Map<number, Reply<Result>>;
  /** Attempts that ended without an answer. */
  lost: number;
  stop(): Promise<void>;
}

const isFinal = (status: number) => status === 200 || status === 201;

/** Every person is sent twice, under two keys. */
const emailOf = (create: number) => `person${create >> 1}@crash.example`;
const sendCreate = (call: Call, create: number, instance: number) =>
  call<Result>(
    'POST',
    '/v1/leads',
    { email: emailOf(create) },
    { instance, headers: { 'idempotency-key': `c-${create}` } },
  );

/** Clients that create, one after the other, and try each create again, wherever they can, until it is acknowledged. */
function startClients(fleet: Fleet): Clients {
  const call = caller(fleet.urls as string[], token);
  const clients: Clients = { acknowledged: new Map(), lost: 0, stop: async () => undefined };
  let [next, stopping] = [0, false];
  const attempt = async (create: number, instance: number): Promise<Reply<Result> | undefined> => {
    fleet.inFlight[instance] = (fleet.inFlight[instance] ?? 0) + 1;
    try {
      return await sendCreate(call, create, instance);
    } catch {
      clients.lost++;
      return undefined;
    } finally {
      fleet.inFlight[instance] = (fleet.inFlight[instance] ?? 0) - 1;
    }
  };
  const lane = async (number: number) => {
    while (!stopping) {
      const create = next++;
      for (let tries = 0; ; tries++) {
        const up = [...fleet.urls.keys()].filter((instance) => fleet.urls[instance] !== undefined);
        const instance = up[(number + tries) % Math.max(1, up.length)];
        const answer = instance === undefined ? undefined : await attempt(create, instance);
        if (answer && isFinal(answer.status)) {
          clients.acknowledged.set(create, answer);
          await sleep(PAUSE_MS * Math.random());
          break;
        }
        if (answer && ![409, 503].includes(answer.status)) throw new Error(`${answer.status}: ${answer.text}`);
        await sleep(10);
      }
    }
  };
  const lanes = Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
  clients.stop = async () => {
    stopping = true;
    await lanes;
  };
  return clients;
}

/** Nothing acknowledged is lost, nothing is there twice, and the log has a number for everything. */
async function assertWhole(t: Test, { acknowledged, lost }: Clients, url: string): Promise<void> {
  const call = caller([url], token);
  const get = <Body>(path: string) => call<Body>('GET', path);
  const creates = acknowledged.size;
  t.comment(`${creates} creates acknowledged, ${lost} attempts without an answer`);
  t.strictSame(
    [...acknowledged.keys()].sort((a, b) => a - b),
    [...Array(creates).keys()],
    'every create was acknowledged',
  );
  const leads = await listAll(get, '/v1/leads');
  t.equal(leads.length, Math.ceil(creates / 2), 'one lead for each person');
  const byEmail = new Map(leads.map((lead) => [lead.emailNormalized, lead]));
  const wrong = [...acknowledged.keys()].filter((create) => {
    const lead = byEmail.get(emailOf(create));
    const sent = acknowledged.has(create ^ 1) ? 2 : 1;
    return lead?.touchCount !== sent || lead.version !== sent || acknowledged.get(create)?.body.lead.id !== lead.id;
  });
  t.strictSame(wrong, [], 'each has the touches that were acknowledged, once');
  const events = await listAll<{ sequence: number; type: string; subjectId: string }>(get, '/v1/events');
  t.ok(
    events.every(({ sequence }, index) => sequence === index + 1),
    'event numbers without a gap',
  );
  const created = events.filter(({ type }) => type === 'lead.created').map(({ subjectId }) => subjectId);
  t.strictSame(created.sort(), leads.map(({ id }) => id).sort(), 'each lead was created once');
  t.equal(events.filter(({ type }) => type === 'lead.touched').length, creates - leads.length);
  const repeated = await together(creates, LANES, (create) => sendCreate(call, create, 0));
  const different = repeated.filter(({ text }, create) => text !== acknowledged.get(create)?.text);
  t.equal(different.length, 0, 'sent once more, each is answered as before');
}

t.before(buildOnce);

t.test('killed again and again amid creates, the service loses and doubles nothing', async (t) => {
  const { url: DATABASE_URL } = await createTestDatabase();
  const env = { DATABASE_URL, HEADWATER_POOL_SIZE: '4' };
  const first = await startQuietly(t, env);
  const fleet: Fleet = { urls: [first.url, undefined], inFlight: [0, 0] };
  const clients = startClients(fleet);
  let kills = 0;
  const keepKilling = async (slot: number) => {
    let instance = slot === 0 ? first : await startQuietly(t, env);
    for (;;) {
      fleet.urls[slot] = instance.url;
      await sleep(50 + Math.random() * 200);
      while (kills < KILLS && fleet.inFlight[slot] === 0) await sleep(1);
      if (kills >= KILLS) return instance;
      kills++;
      instance.process.kill('SIGKILL');
      fleet.urls[slot] = undefined;
      instance = await startQuietly(t, env);
    }
  };
  const [last] = await Promise.all([0, 1].map(keepKilling));
  await clients.stop();
  t.equal(kills, KILLS, 'each kill met requests in flight');
  t.ok(clients.lost > 0, 'and some were cut off');
  await assertWhole(t, clients, last?.url ?? '');
  t.strictSame(await eventFaults((text, values) => query(DATABASE_URL, text, values)), []);
});

t.test('killed together with its embedded database, the service comes back with all it acknowledged', async (t) => {
  const parent = mkdtempSync(join(tmpdir(), 'headwater crash '));
  t.teardown(() => rmSync(parent, { recursive: true, force: true }));
  const dataDir = join(parent, 'data');
  const env = { HEADWATER_DATA_DIR: dataDir };
  let instance = await startQuietly(t, env);
  const fleet: Fleet = { urls: [instance.url], inFlight: [0] };
  const clients = startClients(fleet);
  for (let round = 0; round < EMBEDDED_KILLS; round++) {
    const before = clients.acknowledged.size;
    await sleep(500 + Math.random() * 500);
    while (clients.acknowledged.size === before || fleet.inFlight[0] === 0) await sleep(1);
    t.ok(clients.acknowledged.size > 0 && (fleet.inFlight[0] ?? 0) > 0, 'amid creates');
    instance.process.kill('SIGKILL');
    for (const pid of clusterProcesses(join(dataDir, 'postgres'))) signal(pid, 'SIGKILL');
    fleet.urls[0] = undefined;
    await instance.ended;
    const began = Date.now();
    instance = await startQuietly(t, env);
    t.comment(`back after ${Date.now() - began} ms`);
    fleet.urls[0] = instance.url;
  }
  await sleep(500);
  await clients.stop();
  await assertWhole(t, clients, instance.url);
});
