import fc from 'fast-check';
import t from 'tap';
import { types } from '../../src/db/types.js';

const TIMESTAMPTZ = 1184;
const parse = types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date;

t.test('instants are read as they were written', async (t) => {
  const instant = fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(instant, (date) => {
        const [day, time = ''] = date.toISOString().slice(0, -1).split('T');
        const fraction = time.slice(9).replace(/0+$/, '');
        const text = `${day} ${time.slice(0, 8)}${fraction === '' ? '' : `.${fraction}`}+00`;
        return parse(text).getTime() === date.getTime();
      }),
    ),
  );
  t.equal(parse('2026-01-15 09:30:00.123456+00').toISOString(), '2026-01-15T09:30:00.123Z', 'to the millisecond');
  t.equal(parse('2026-01-15 09:30:00+02').toISOString(), '2026-01-15T07:30:00.000Z', 'of another zone');
  t.equal(parse('2026-01-15 15:00:00+05:30').toISOString(), '2026-01-15T09:30:00.000Z');
  t.equal(parse('12026-01-15 09:30:00+00').toISOString(), '+012026-01-15T09:30:00.000Z');
});
