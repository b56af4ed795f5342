import fc from 'fast-check';
import t from 'tap';
import { parseAddress, parseAddressBlock } from '../../src/core/network/addresses.js';
import { afterAttempt, isGone, RETRY_PAUSES, retryAfterOf } from '../../src/core/webhooks/retries.js';
import { isAllowedTarget, literalAddress } from '../../src/core/webhooks/targets.js';

const PUBLIC =
  `1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255
  169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.0.3.0 192.88.98.255 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0
  198.51.99.255 198.51.101.0 203.0.112.255 203.0.114.0 223.255.255.255 2606:4700::1111 2a00:1450:4001:81b::200e
  2003:: 2400:cb00:2048:1::c629:d7a2 2001:200:: 3ffe:ffff::`.split(/\s+/);

const REFUSED =
  `0.0.0.0 0.1.2.3 0.255.255.255 10.0.0.0 10.0.0.1 10.255.255.255 100.64.0.0 100.100.100.200 100.127.255.255
  127.0.0.1 127.0.0.2 127.255.255.255 169.254.0.0 169.254.169.254 169.254.255.255 172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.192
  192.0.2.1 192.88.99.1 192.168.0.0 192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255
  240.0.0.1 255.255.255.255 :: ::1 ::2 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:7f00:1 ::ffff:169.254.169.254 ::127.0.0.1
  64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b:1::1 100::1 100:0:0:1::1 2001::1 2001:0:53aa:64c:0:5efe:a00:1 2001:db8::1
  2001:10::1 2001:20::1 2002:7f00:1::1 2002:a9fe:a9fe::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0
  febf::1 fec0::1 ff02::1 ff0e::1 4000::1`.split(/\s+/);

/** Forms that a URL turns into an address. */
const SPELLINGS =
  `127.1 0x7f.1 0177.0.0.1 2130706433 0x7f000001 017700000001 [::1] [::ffff:127.0.0.1] [0:0:0:0:0:0:0:1] 10.1
  0xa9fea9fe 169.254.43518 127.0.0.1. [::ffff:0a00:0001]`.split(/\s+/);

t.test('webhooks go to addresses of the public Internet only', (t) => {
  t.ok(PUBLIC.length + REFUSED.length + SPELLINGS.length >= 80);
  const allowed = (text: string) => {
    const address = parseAddress(text);
    if (address === undefined) throw new Error(`${text} is no address`);
    return isAllowedTarget(address, []);
  };
  for (const text of PUBLIC) t.equal(allowed(text), true, text);
  for (const text of REFUSED) t.equal(allowed(text), false, text);
  for (const host of SPELLINGS) {
    const address = literalAddress(new URL(`https://${host}/`).hostname.replace(/\.$/, ''));
    t.ok(address && !isAllowedTarget(address, []), host);
  }
  t.equal(literalAddress('hooks.example.com'), undefined);
  t.end();
});

t.test('a deployment permits private blocks, and nothing beside them', (t) => {
  const block = parseAddressBlock('10.1.0.0/16');
  if ('problem' in block) throw new Error(block.problem);
  const allowed = (text: string) => {
    const address = parseAddress(text);
    return address && isAllowedTarget(address, [block]);
  };
  t.equal(allowed('10.1.2.3'), true);
  t.equal(allowed('::ffff:10.1.2.3'), true);
  t.equal(allowed('10.2.0.1'), false);
  t.equal(allowed('64:ff9b::10.1.2.3'), false);
  t.end();
});

t.test('pauses after failures vary by a fifth around the plan, and end after ten attempts', (t) => {
  const failed = { status: 503, error: 'status' } as const;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, random) => {
      const plan = RETRY_PAUSES[attempts - 1] ?? 0;
      const after = afterAttempt(failed, attempts, random);
      return after.next === 'retry' && after.pauseMs >= plan * 0.8 - 1 && after.pauseMs <= plan * 1.2 + 1;
    }),
  );
  t.same(afterAttempt(failed, 10, 0.5), { next: 'give_up' });
  t.same(afterAttempt({ status: 200, error: null }, 1, 0.5), { next: 'done' });
  t.equal(
    RETRY_PAUSES.reduce((sum, pause) => sum + pause),
    ((75 * 60 + 35) * 60 + 5) * 1_000,
  );
  t.end();
});

t.test('a refusal is retried later than a receiver that is down, and Retry-After defers both', (t) => {
  const pauseOf = (status: number | null, retryAfterMs?: number) => {
    const error = status === null ? 'timed_out' : 'status';
    const after = afterAttempt({ status, error, retryAfterMs }, 1, 0.5);
    return after.next === 'retry' ? after.pauseMs : undefined;
  };
  for (const status of [null, 408, 425, 429, 500, 502, 503, 504]) t.equal(pauseOf(status), 5_000, String(status));
  for (const status of [301, 400, 401, 403, 404, 409, 422]) t.equal(pauseOf(status), 1_800_000, String(status));
  t.equal(pauseOf(429, 60_000), 60_000);
  t.equal(pauseOf(503, 1_000), 5_000);
  t.equal(pauseOf(503, 10 ** 12), 86_400_000);
  t.equal(isGone({ status: 410, error: 'status' }), true);
  t.equal(isGone({ status: 404, error: 'status' }), false);
  t.equal(retryAfterOf('120', 0), 120_000);
  t.equal(retryAfterOf('Thu, 01 Jan 1970 00:02:00 GMT', 60_000), 60_000);
  for (const header of [undefined, '', 'soon', '-1']) t.equal(retryAfterOf(header, 0), undefined, header ?? 'none');
  t.end();
});
