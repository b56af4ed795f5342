import { appendFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { operations } from '../../src/http/api.js';
import { MAX_NAMES } from '../../src/http/json.js';
import { type ContractOperation, parametersIn } from '../contract/document.js';
import { fixtureFor, operationOf, sampleBody } from '../contract/fixtures.js';
import { openTestApp } from '../support/app.js';
import { crowd } from './crowd.js';
import * as documents from './documents.js';
import { type Cost, slowdown } from './meter.js';
import { type Attack, CROWDED, ENDING, HEAVY, ROWS } from './rows.js';
import { openSender } from './sender.js';
import { widest } from './widest.js';
import { openWorld, type World } from './world.js';

/** The file takes a minute or two of processor time: on a busy machine that is more than the usual limit. */
t.setTimeout(480_000);

/**
 * For every operation the worst content that its limits allow: no stretch of work without a turn for others is longer than
 * STALL_MS, and the answer takes at most ANSWER_MS. It may be a refusal, but no 5xx.
 */
const STALL_MS = 100;
const ANSWER_MS = 2_000;
const TRIES = 3;
/** Wall time, in which an answer also waits for the database and for the CPU that other tests use, has this much slack. */
const WALL_SLACK = 3;
/** Below the names and the bytes that a body may have. */
const NAMES_MARGIN = 1_000;
const MARGIN = 50_000;
/** Bytes of a lead that has all fields and as many characters of attributes as it may. */
const LARGE_LEAD = 110_000;

const app = await openTestApp(t);
const sender = openSender(await app.server.listen({ host: '127.0.0.1', port: 0 }));
t.teardown(() => sender.close());
let count = 0;
const next = () => (count += 1);

function widestBodies({ body, id }: ContractOperation, { resolve, fixtures }: World): Attack[] {
  if (body === undefined) return [];
  const { bodyLimit = 1_048_576, mostNames = MAX_NAMES } = operations.find((one) => one.id === id) ?? {};
  const [bytes, names] = [bodyLimit - MARGIN, mostNames - NAMES_MARGIN];
  const idFor = (name: string) => fixtureFor(name, fixtures);
  return [0, 3].map((turn) => ({
    what: `the widest body, ${turn}`,
    body: () => widest(body.schema, { resolve, bytes, names, turn, idFor }),
  }));
}

/** All query parameters at once, lists as long as they may be. */
function widestQuery(operation: ContractOperation, { resolve, fixtures }: World): Attack[] {
  const parts = parametersIn(operation, 'query').map(({ name, schema }) => {
    const { maximum, enum: words, format, maxLength = 50 } = resolve(schema);
    const date = name === 'from' ? '2020-01-01T00:00:00Z' : '2029-12-31T00:00:00Z';
    const text = format === 'date-time' ? date : (fixtureFor(name, fixtures) ?? 'a'.repeat(Math.min(maxLength, 500)));
    return `${name}=${encodeURIComponent(String(maximum ?? words?.[0] ?? text))}`;
  });
  if (parts.length === 0) return [];
  const { body } = sample(operation, { resolve, fixtures });
  const without = parts.filter((part) => !part.startsWith('cursor='));
  return [
    { what: 'every query parameter', body, query: without.join('&') },
    { what: 'limit alone', body, query: parts.filter((part) => /^(limit|from|to)=/.test(part)).join('&') },
  ];
}

function sample(operation: ContractOperation, { fixtures, resolve }: Pick<World, 'fixtures' | 'resolve'>) {
  return { what: 'the example', body: () => sampleBody(operation, fixtures, resolve) };
}

/** The first of some tries that stays within the budget, else the last; each has content of its own. */
async function check(t: Test, world: World, operation: ContractOperation, attack: Attack): Promise<void> {
  const name = `${operation.id}, ${attack.what}`;
  if (!new RegExp(process.env.BUDGET_ONLY ?? '').test(name)) return;
  let line = '';
  let isOver = false;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const { status, text, stallMs, cpuMs, answerMs } = await world.measure(operation, attack);
    const figures = [stallMs, cpuMs, answerMs].map(Math.round).join('/');
    line = `${name}: ${status}, ${figures} ms at once/of CPU/in all`;
    if (process.env.BUDGET_FIGURES !== undefined) appendFileSync(process.env.BUDGET_FIGURES, `${line}\n`);
    if (status >= 500) t.fail(`${line} ${text}`);
    const cost = { status, stallMs, cpuMs, answerMs };
    isOver = exceeds(cost, 1) && exceeds(cost, slowdown());
    if (!isOver) return;
  }
  t.fail(line);
}

/** A refusal may come late: the database refuses a search when it has tried for 5 s. */
function exceeds({ status, stallMs, cpuMs, answerMs }: Omit<Cost, 'text'>, slowdown: number): boolean {
  const isLate = cpuMs > ANSWER_MS * slowdown || (status < 400 && answerMs > ANSWER_MS * WALL_SLACK * slowdown);
  return stallMs > STALL_MS * slowdown || isLate;
}

async function checkAll(t: Test, world: World, attacksOn: (operation: ContractOperation) => readonly Attack[]) {
  const all = world.contract.operations;
  const ending = ENDING.flatMap((id) => all.filter((operation) => operation.id === id));
  for (const operation of [...all.filter((one) => !ending.includes(one)), ...ending]) {
    for (const attack of attacksOn(operation)) await check(t, world, operation, attack);
  }
  t.pass('all were sent');
}

t.test('every operation has a row with its worst content, or why it has none', async (t) => {
  t.strictSame(Object.keys(ROWS).sort(), operations.map(({ id }) => id).sort());
});

t.test('worst content is answered or refused in time, and lets other requests have turns', async (t) => {
  const world = await openWorld(app, sender);
  await seedWideLeads(world);
  const heavy = { fixtures: world.fixtures, next };
  await checkAll(t, world, (operation) => {
    const row = ROWS[operation.id];
    const own = typeof row === 'function' ? row(heavy) : [];
    return [sample(operation, world), ...widestQuery(operation, world), ...widestBodies(operation, world), ...own];
  });
});

/** A page of leads as large as they may be, and more that the conditions of a search look at. */
async function seedWideLeads(world: World): Promise<void> {
  const schema = operationOf(world.contract, 'createLead').body?.schema ?? {};
  const options = { resolve: world.resolve, bytes: LARGE_LEAD, names: MAX_NAMES, idFor: () => undefined };
  const { visitorId: _, referredBy: __, ...wide } = widest(schema, options) as Record<string, unknown>;
  const attributes = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`k${index}`, 'v'.repeat(20)]));
  const more = { description: 'a'.repeat(2_000), attributes };
  for (let batch = 0; batch < 5; batch += 1) {
    const items = Array.from({ length: 160 }, (_, index) => ({ ...more, externalId: `more-${batch}-${index}` }));
    await world.make('createLeadBatch', { items });
  }
  // Forty in one body would have more than the 100,000 values that it may have.
  for (let batch = 0; batch < 10; batch += 1) {
    const items = Array.from({ length: 20 }, (_, index) => ({ ...wide, ...identity(`large-${batch}-${index}`) }));
    await world.make('createLeadBatch', { items });
  }
}

const identity = (externalId: string) => ({
  ...{ externalId, email: `${externalId}@example.com`, phone: undefined, externalSystem: undefined },
  ...{ otherEmails: undefined, otherPhones: undefined },
});

t.test('the same where the published documents have as many conditions as they may', async (t) => {
  const world = await openWorld(app, sender);
  const publish = async (what: string, document: unknown) => {
    const { version } = await world.make(`create${what}`, { name: 'Heavy', document });
    await world.make(`publish${what}`, undefined, { version: String(version) });
  };
  await publish('ScoreModel', documents.scoreModel());
  await publish('ClassificationPolicy', documents.classificationPolicy());
  await publish('SlaPolicy', documents.slaPolicy());
  await publish('Playbook', documents.playbook());
  await publish('Sequence', documents.sequence());
  await publish('RoutingPolicy', documents.routingPolicy(world.fixtures.teamId ?? ''));
  const heavy = { fixtures: world.fixtures, next };
  await checkAll(t, world, (operation) => {
    const row = HEAVY[operation.id];
    return row === undefined ? [] : [sample(operation, world), ...row(heavy)];
  });
});

t.test('the same in a workspace with many reps, and of a lead with a long history', async (t) => {
  const world = await openWorld(app, sender, true);
  await crowd(world, app.databaseUrl);
  const heavy = { fixtures: world.fixtures, next };
  await checkAll(t, world, (operation) => [
    sample(operation, world),
    ...widestQuery(operation, world),
    ...(CROWDED[operation.id]?.(heavy) ?? []),
  ]);
});
