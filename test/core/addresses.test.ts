import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import t from 'tap';
import { covers, formatAddress, holds, parseAddress, parseAddressBlock } from '../../src/core/network/addresses.js';

const block = (text: string) => {
  const parsed = parseAddressBlock(text);
  if ('problem' in parsed) throw new Error(`${text} ${parsed.problem}`);
  return parsed;
};
const address = (text: string) => {
  const parsed = parseAddress(text);
  if (parsed === undefined) throw new Error(`${text} is no address`);
  return parsed;
};

t.test('an address is read as Node reads it, and written as URLs write it', async (t) => {
  const texts = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.string({ unit: fc.constantFrom(...'0123456789abcf:./'), maxLength: 20 }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = parseAddress(text);
      if ((parsed !== undefined) !== isIP(text) > 0) return false;
      if (parsed === undefined || isIP(text) === 4) return parsed === undefined || formatAddress(parsed) === text;
      if (parsed.family === 4) return true;
      return `[${formatAddress(parsed)}]` === new URL(`http://[${text}]`).hostname;
    }),
    { numRuns: 2_000 },
  );
  t.equal(formatAddress(address('0:0:1::')), '0:0:1::');
  t.equal(formatAddress(address('1:0:0:2:0:0:0:3')), '1:0:0:2::3');
});

t.test('a block holds the same addresses as net.BlockList', async (t) => {
  const v4 = fc.record({ base: fc.ipV4(), other: fc.ipV4(), prefix: fc.integer({ min: 0, max: 32 }) });
  const v6 = fc.record({ base: fc.ipV6(), other: fc.ipV6(), prefix: fc.integer({ min: 0, max: 128 }) });
  let held = 0;
  fc.assert(
    fc.property(fc.oneof(v4, v6), ({ base, other, prefix }) => {
      const { family, bits } = address(base);
      if (family === 4 && base.includes(':')) return true;
      const list = new BlockList();
      list.addSubnet(base, prefix, family === 4 ? 'ipv4' : 'ipv6');
      const shift = BigInt((family === 4 ? 32 : 128) - prefix);
      const parsed = { family, bits: (bits >> shift) << shift, prefix };
      const expected = list.check(other, family === 4 ? 'ipv4' : 'ipv6');
      held += expected ? 1 : 0;
      return holds(parsed, address(other)) === expected && holds(parsed, address(base));
    }),
    { numRuns: 1_000 },
  );
  t.ok(held > 0, 'some were held');
});

t.test('an IPv4 address inside IPv6 is the IPv4 address', async (t) => {
  t.same(parseAddress('::ffff:192.0.2.7'), parseAddress('192.0.2.7'));
  t.ok(holds(block('192.0.2.0/24'), address('::ffff:c000:0207')));
  t.same(block('::ffff:192.0.2.0/120'), block('192.0.2.0/24'));
  t.notOk(holds(block('::/0'), address('::ffff:192.0.2.7')), 'a block of IPv6 holds no IPv4 address');
});

t.test('what is no block is refused with what to write', async (t) => {
  const cases = [
    ['', /must be an IPv4 or IPv6/],
    ['example.com', /must be an IPv4 or IPv6/],
    ['010.0.0.1', /must be an IPv4 or IPv6/],
    ['fe80::1%eth0', /must be an IPv4 or IPv6/],
    ['10.0.0.0/8/8', /must be an IPv4 or IPv6/],
    ['10.0.0.0/33', /from 0 to 32/],
    ['2001:db8::/129', /from 0 to 128/],
    ['::ffff:10.0.0.0/8', /from 96 to 128/],
    ['10.0.0.0/', /from 0 to 32/],
    ['10.0.0.0/08', /from 0 to 32/],
    ['10.1.2.3/8', /10\.0\.0\.0\/8/],
    ['2001:db8::1/32', /2001:db8::\/32/],
  ] as const;
  for (const [text, problem] of cases) t.match(parseAddressBlock(text), { problem }, text);
});

t.test('a block covers blocks within it only', async (t) => {
  t.ok(covers(block('10.0.0.0/8'), block('10.1.0.0/16')));
  t.ok(covers(block('10.0.0.0/8'), block('10.0.0.0/8')));
  t.ok(covers(block('10.0.0.1'), block('10.0.0.1/32')));
  t.notOk(covers(block('10.1.0.0/16'), block('10.0.0.0/8')));
  t.notOk(covers(block('::/0'), block('10.0.0.0/8')));
});
