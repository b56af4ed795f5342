import t from 'tap';
import { parseJson } from '../../src/http/json.js';
import { AppError } from '../../src/services/errors.js';

const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));
const values = (count: number, text: string) => ({ list: Array.from({ length: count }, () => text) });

t.test('a body of more than 1 MB has at most 100,000 values', async (t) => {
  const refused = parseJson(bytesOf(values(100_002, 'ten bytes.')));
  t.ok(refused instanceof AppError);
  t.match(refused, { code: 'validation_failed', extra: { errors: [{ pointer: '', code: 'too_many' }] } });
  t.strictSame(parseJson(bytesOf(values(100_000, 'ten bytes.'))), values(100_000, 'ten bytes.'));
});

t.test('commas in strings are no values, whatever stands before them', async (t) => {
  for (const unit of [',', '",', '\\",', '\\', '",\\\\"']) {
    const body = values(3, unit.repeat(Math.ceil(400_000 / unit.length)));
    t.strictSame(parseJson(bytesOf(body)), body, unit);
  }
});

t.test('a smaller body has as many values as fit', async (t) => {
  const body = values(200_000, 'a');
  t.strictSame(parseJson(bytesOf(body)), body);
});
