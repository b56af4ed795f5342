import fc from 'fast-check';
import t from 'tap';
import { type ConnectorField, connectorViolations } from '../../src/core/connectors/connector.js';
import { correctionOf } from '../../src/core/connectors/correction.js';
import { isPointer, valueAt } from '../../src/core/connectors/pointer.js';
import { type PayloadLead, readPayload } from '../../src/core/connectors/reading.js';
import type { LeadFacts } from '../../src/core/leads/facts.js';
import { PAYLOAD_CASES } from './connector-payloads.js';

const read = (payload: unknown, fields: ConnectorField[]) => readPayload(payload, { fields, consentText: 'I agree.' });
const only = (payload: unknown, field: ConnectorField) => {
  const reading = read(payload, [field]);
  return 'read' in reading ? reading.read : undefined;
};

t.test('a JSON Pointer names what RFC 6901 says, and nothing that a document does not have', async (t) => {
  const document = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'm~n': 8, __proto__: { x: 1 } };
  const own = JSON.parse('{"__proto__": {"polluted": "yes"}, "constructor": "own"}') as unknown;
  const cases: [unknown, string, unknown][] = [
    [document, '', document],
    [document, '/foo/0', 'bar'],
    [document, '/', 0],
    [document, '/a~1b', 1],
    [document, '/m~0n', 8],
    [document, '/foo/2', undefined],
    [document, '/foo/-', undefined],
    [document, '/foo/00', undefined],
    [document, '/foo/length', undefined],
    [document, '/__proto__/x', undefined],
    [document, '/constructor/name', undefined],
    [document, '/toString', undefined],
    ['text', '/length', undefined],
    [own, '/__proto__/polluted', 'yes'],
    [own, '/constructor', 'own'],
  ];
  for (const [value, pointer, expected] of cases) t.strictSame(valueAt(value, pointer), expected, pointer);
  for (const text of ['', '/', '/a~0~1b']) t.ok(isPointer(text), text);
  for (const text of ['a', '#/a', '/a~', '/a~2']) t.notOk(isPointer(text), text);
});

t.test('payloads of tools are read as their mapping says', async (t) => {
  for (const { tool, fields, payload, read: expected } of PAYLOAD_CASES) {
    t.strictSame(read(payload, fields), { read: expected }, tool);
  }
});

t.test('any JSON is read or refused by the field, and never changes a prototype', async () => {
  const names = fc.constantFrom('__proto__', 'constructor', 'email', '0', 'a/b');
  const pointers = fc
    .array(names, { maxLength: 4 })
    .map((parts) => parts.map((part) => `/${part.replace('/', '~1')}`).join(''));
  const documents = fc.letrec((tie) => ({
    value: fc.oneof(
      ...[fc.string(), fc.double(), fc.boolean(), fc.constant(null)],
      fc.array(tie('value'), { maxLength: 3 }),
      fc
        .array(fc.tuple(names, tie('value')), { maxLength: 3 })
        .map((entries) => JSON.parse(asJson(entries)) as unknown),
    ),
  })).value;
  fc.assert(
    fc.property(
      documents,
      pointers,
      fc.constantFrom('email', 'attribute', 'products', 'externalId'),
      (document, pointer, to) => {
        const field: ConnectorField = { to, pointer, ...(to === 'attribute' && { attribute: '__proto__' }) };
        const reading = read(document, [field]);
        if ('violations' in reading) return reading.violations.every((one) => one.pointer.startsWith('/fields'));
        return (
          Object.getPrototypeOf(reading.read.lead) === Object.prototype && Object.keys(Object.prototype).length === 0
        );
      },
    ),
  );
});

const asJson = (entries: readonly (readonly [string, unknown])[]): string =>
  `{${[...new Map(entries)].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? 'null'}`).join(',')}}`;

t.test('the first field with a value counts; texts are cut to what a lead holds', async (t) => {
  const fields: ConnectorField[] = [
    { to: 'email', pointer: '/work' },
    { to: 'email', pointer: '/private' },
    { to: 'need', pointer: '/text' },
  ];
  t.match(read({ work: ' ', private: 'a@b.example', text: 'x'.repeat(3_000) }, fields), {
    read: { lead: { email: 'a@b.example', need: /^x{2000}$/ } },
  });
});

t.test('values are replaced, lists are lines, instants have an offset or are Unix time', async (t) => {
  const values = [{ from: 'Gold', to: 'A' }];
  t.match(only({ level: 'gold ' }, { to: 'attribute', attribute: 'level', pointer: '/level', values }), {
    lead: { attributes: { level: 'A' } },
  });
  t.match(only({ list: ['Engine', 'Loom', 'Engine'] }, { to: 'products', pointer: '/list' }), {
    lead: { products: ['Engine', 'Loom'] },
  });
  const at = Date.parse('2026-11-20T14:55:49Z');
  const instants = [at / 1000, at, '2026-11-20T14:55:49Z', '2026-11-20T15:55:49+0100', '2026-11-20 15:55:49+01:00'];
  for (const time of instants) t.match(only({ time }, { to: 'occurredAt', pointer: '/time' }), { occurredAt: at });
  t.match(read({ time: 'yesterday' }, [{ to: 'occurredAt', pointer: '/time' }]), {
    violations: [{ pointer: '/fields/0', code: 'wrong_format' }],
  });
});

t.test('what does not fit the mapping is named by its field, without the value', async (t) => {
  const fields: ConnectorField[] = [
    { to: 'name', pointer: '/secret' },
    { to: 'email', pointer: '/mail', required: true },
  ];
  const reading = read({ secret: { of: 'Canary' } }, fields);
  t.match(reading, { violations: [{ pointer: '/fields/0/pointer' }, { pointer: '/fields/1', code: 'required' }] });
  t.notMatch(JSON.stringify(reading), /Canary/);
});

t.test('a mapping that cannot be is refused by pointer', async (t) => {
  const settings = { kind: 'generic', consentText: null, signatureHeader: null, secret: null } as const;
  const usual = { ...settings, accessToken: null, formIds: [] };
  const pointersOf = (fields: ConnectorField[], more: object = {}) =>
    connectorViolations({ ...usual, fields, ...more }).map(({ pointer }) => pointer);
  const email: ConnectorField = { to: 'email', pointer: '/email' };
  t.strictSame(pointersOf([email]), []);
  t.strictSame(pointersOf([email], { formIds: ['1'] }), ['/formIds']);
  t.strictSame(pointersOf([{ to: 'city', pointer: '/city' }]), ['/fields']);
  t.strictSame(pointersOf([{ to: 'email' }]), ['/fields/0/pointer']);
  t.strictSame(pointersOf([{ to: 'email', pointer: '/a', constant: 'b' }]), ['/fields/0/pointer']);
  t.strictSame(pointersOf([email, { to: 'attribute', pointer: '/a' }]), ['/fields/1/attribute']);
  t.strictSame(pointersOf([email, { to: 'need', pointer: 'a' }]), ['/fields/1/pointer']);
  t.strictSame(pointersOf([email, { to: 'emailConsent', pointer: '/a' }]), ['/consentText']);
  t.strictSame(pointersOf([email], { signatureHeader: 'X-Signature' }), ['/secret']);
});

t.test('a correction changes what the payload gave, and nothing that was changed since', async (t) => {
  const normalize = (lead: object) => ({ kind: 'person', ...lead }) as LeadFacts;
  const correct = (before: PayloadLead['lead'], after: PayloadLead['lead'], facts: Partial<LeadFacts>) =>
    correctionOf(before, after, { kind: 'person', ...facts }, normalize);
  t.strictSame(correct({ name: 'a' }, { name: 'b' }, { name: 'a' }), { name: 'b' });
  t.strictSame(correct({ name: 'a' }, { name: 'b' }, { name: 'c' }), undefined, 'a person corrected it');
  t.strictSame(correct({ name: 'a' }, { jobTitle: 'a' }, { name: 'a' }), { name: null, jobTitle: 'a' });
  t.strictSame(correct({}, { city: 'b' }, { city: 'c' }), undefined, 'another submission filled it');
  t.strictSame(correct({ name: 'a' }, { name: 'a' }, { name: 'a' }), undefined);
  t.strictSame(correct({ attributes: { a: '1' } }, { attributes: { b: '1' } }, { attributes: { a: '1' } }), {
    attributes: { a: null, b: '1' },
  });
  const granted = { emailConsent: 'granted', consentText: 'Yes' } as const;
  t.strictSame(correct(granted, {}, { emailConsent: 'granted' }), { emailConsent: null }, 'a consent is taken back');
  t.strictSame(correct({}, granted, {}), undefined, 'and not given');
  const values = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined });
  fc.assert(
    fc.property(values, values, values, (was, is, has) => {
      const lead = (name: string | undefined) => (name === undefined ? {} : { name });
      const change = correct(lead(was), lead(is), lead(has));
      const next = change === undefined ? has : (change.name ?? undefined);
      const isTouched = has !== undefined && has !== was;
      return isTouched ? next === has : was === undefined && is === undefined ? next === has : next === is;
    }),
  );
});
