import t from 'tap';
import { parseMultipart } from '../../src/http/multipart.js';
import { makeConnector } from './connector-fixture.js';
import { openService } from './ingest-fixture.js';

/** Bodies of multipart/form-data, as form tools send them. */

const TYPE = 'multipart/form-data; boundary=------------------------7f0c9d8e1a2b3c4d';
const BOUNDARY = `--${TYPE.split('boundary=')[1]}`;
const part = (name: string, text: string, more = '') =>
  `${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${text}\r\n`;
const body = (...parts: string[]) => Buffer.from(`${parts.join('')}${BOUNDARY}--\r\n`);

t.test('texts are read by name, objects are opened, and files are dropped', async (t) => {
  const sent = body(
    part('name', 'Ada König'),
    part('choice', 'Engine'),
    part('choice', 'Loom'),
    part('rawRequest', '{"q3_email":"ada@engines.example"}'),
    part('note', '{not JSON'),
    part('cv', 'binary', '; filename="cv.pdf"\r\nContent-Type: application/pdf'),
    part('__proto__', 'x'),
  );
  const fields = await parseMultipart(sent, TYPE);
  t.strictSame(Object.entries(fields), [
    ['name', 'Ada König'],
    ['choice', ['Engine', 'Loom']],
    ['rawRequest', { q3_email: 'ada@engines.example' }],
    ['note', '{not JSON'],
    ['__proto__', 'x'],
  ]);
});

t.test('broken and oversized bodies are refused', async (t) => {
  const whole = body(part('name', 'Ada'));
  await t.rejects(parseMultipart(whole, 'multipart/form-data'), { code: 'validation_failed' }, 'without a boundary');
  await t.rejects(parseMultipart(Buffer.from('name=Ada'), TYPE), { code: 'validation_failed' }, 'another encoding');
  await t.rejects(parseMultipart(Buffer.alloc(0), TYPE), { code: 'validation_failed' }, 'no body');
  await t.rejects(parseMultipart(body(part('name', 'a\0b')), TYPE), { code: 'invalid_encoding' }, 'NUL');
  const many = Array.from({ length: 101 }, (_, n) => part(`f${n}`, 'x'));
  await t.rejects(parseMultipart(body(...many), TYPE), { code: 'invalid_encoding' }, '101 parts');
  t.equal(Object.keys(await parseMultipart(body(...many.slice(1)), TYPE)).length, 100);
});

t.test('a body that ends anywhere is settled at once, and refused unless its end is there', async (t) => {
  const whole = body(part('name', 'Ada'), part('cv', 'binary', '; filename="cv.pdf"'), part('city', 'Paris'));
  const end = whole.lastIndexOf('--\r\n') + 2;
  let refused = 0;
  for (let length = 0; length < end; length++)
    await parseMultipart(whole.subarray(0, length), TYPE).catch(() => refused++);
  t.equal(refused, end);
  t.strictSame(Object.keys(await parseMultipart(whole.subarray(0, end), TYPE)), ['name', 'city']);
});

/** The parts of a webhook of Jotform. */
const JOTFORM = body(
  part('action', ''),
  part('webhookURL', 'https://leads.acme.example/v1/inbound/x'),
  part('username', 'acme'),
  part('formID', '242881234567890'),
  part('type', 'WEB'),
  part('customParams', ''),
  part('formTitle', 'Contact'),
  part('submissionID', '6087312345678901234'),
  part('ip', '203.0.113.7'),
  part('pretty', 'Name:Ada King, Email:ada@engines.example, Interests:Engine'),
  part(
    'rawRequest',
    JSON.stringify({
      ...{ slug: 'submit/242881234567890', jsExecutionTracker: 'build-date-1764460800', event_id: '1764460801' },
      ...{ q2_name: { first: 'Ada', last: 'King' }, q3_email: 'ada@engines.example', q4_interests: ['Engine', 'Loom'] },
      ...{ q5_phone: { full: '+44 20 7946 0958' }, buildDate: '1764460800', validatedNewRequiredFieldIDs: '{"new":1}' },
    }),
  ),
);
const fields = [
  { to: 'email', pointer: '/rawRequest/q3_email', required: true },
  { to: 'firstName', pointer: '/rawRequest/q2_name/first' },
  { to: 'lastName', pointer: '/rawRequest/q2_name/last' },
  { to: 'products', pointer: '/rawRequest/q4_interests' },
  { to: 'externalId', pointer: '/submissionID' },
];

t.test('a submission of Jotform becomes a lead once, and a broken body is refused', async (t) => {
  const service = await openService(t);
  const { send, address, leads, payloads } = await makeConnector(service, { fields });
  const headers = { 'content-type': TYPE };
  const answer = await send(address, JOTFORM, headers);
  t.match(answer, { status: 200, body: { payloads: [{ state: 'accepted' }] } }, answer.text);
  t.equal((await send(address, JOTFORM, headers)).status, 200);
  t.match(await leads(), [
    { email: 'ada@engines.example', name: 'Ada King', products: ['Engine', 'Loom'], touchCount: 1 },
  ]);
  t.match(await leads(), [{ externalId: '6087312345678901234' }]);
  t.equal((await send(address, JOTFORM.subarray(0, 300), headers)).status, 400);
  t.equal((await send(address, Buffer.alloc(270_000, 'x'), headers)).status, 413);
  t.equal((await payloads()).length, 1);
});
