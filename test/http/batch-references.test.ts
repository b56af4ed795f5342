import t from 'tap';
import { operations } from '../../src/http/api.js';
import { resolver, type Schema } from '../contract/document.js';
import { openService, type ProblemOut } from './ingest-fixture.js';

const service = await openService(t);
const { apps } = service;
const UNKNOWN_ID = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';

interface BatchAnswer {
  results: { status: number; problem?: ProblemOut }[];
}

/** A good item of each batch operation, and what an item needs beside a reference. */
const ITEMS: Record<string, { good: (n: number) => object; beside: (n: number) => object }> = {
  createLeadBatch: {
    good: (n) => ({ email: `good${n}@references.example` }),
    beside: (n) => ({ email: `bad${n}@references.example` }),
  },
  createEngagementEventBatch: {
    good: () => ({ email: 'known@references.example', type: 'page_viewed' }),
    beside: () => ({ type: 'page_viewed' }),
  },
};

/** Every property of an item that is the id of something else, as a path of names. */
function referencesIn(reference: Schema, resolve: (schema: Schema) => Schema): string[][] {
  const { properties = {} } = resolve(reference);
  return Object.entries(properties).flatMap(([name, property]) => {
    const schema = resolve(property);
    if (schema.format === 'uuid') return [[name]];
    return referencesIn(schema, resolve).map((path) => [name, ...path]);
  });
}

const nested = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight((inner, name) => ({ [name]: inner }), value);

t.test('an item with an unknown reference is refused alone, whatever it refers to', async (t) => {
  const { post, get } = await service.makeWorkspace();
  const document = JSON.parse((await apps[0]?.server.inject('/openapi.json'))?.body ?? '{}');
  const resolve = resolver(document);
  await post('/v1/leads', { email: 'known@references.example' });
  let n = 0;
  for (const { id, path, perItem } of operations) {
    if (perItem === undefined) continue;
    const items = ITEMS[id];
    if (items === undefined) throw new Error(`${id} has no items in this test`);
    const body = document.paths[path].post.requestBody.content['application/json'].schema;
    const list = resolve(resolve(body).properties?.[perItem] ?? {});
    const references = referencesIn(list.items ?? {}, resolve);
    t.ok(references.length > 0, `${id} has references`);
    for (const reference of references) {
      n++;
      const bad = { ...items.beside(n), ...(nested(reference, UNKNOWN_ID) as object) };
      const name = `${id}: ${reference.join('/')}`;
      const sent = { [perItem]: [bad, items.good(n), bad], mode: 'partial' };
      const { status, body: answer } = await post<BatchAnswer>(path, sent);
      t.equal(status, 207, name);
      const [first, second, third] = answer.results ?? [];
      t.ok(second && second.status < 300, `${name}: the good one is taken`);
      for (const refused of [first, third]) t.match(refused?.problem?.code, /^(reference_not_found|not_found)$/, name);
      t.equal((await post<BatchAnswer>(path, { ...sent, mode: 'atomic' })).status, 422, `${name}: atomic`);
    }
    const late = { ...items.good(0), occurredAt: '9999-12-31T23:59:59Z' };
    const { body: answer } = await post<BatchAnswer>(path, { [perItem]: [late, items.good(0)] });
    t.match(answer.results?.[0]?.problem, { errors: [{ pointer: `/${perItem}/0/occurredAt`, code: 'too_late' }] }, id);
    t.ok((answer.results?.[1]?.status ?? 500) < 300, `${id}: a bad date harms no other item`);
  }
  t.equal(n, 4);
  const { body: stored } = await get<{ data: object[] }>('/v1/leads?limit=200');
  t.equal(stored.data.length, 5, 'those known before and the good ones');
});
