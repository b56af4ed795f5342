import fastify from 'fastify';
import t from 'tap';
import { readConfig } from '../../src/config.js';
import { callerAddressText, trustProxies } from '../../src/http/plugins/caller-address.js';

/** The address that a server behind `proxies` sees for a request from `socket` with that `X-Forwarded-For`. */
async function seen(proxies: string, socket: string, forwarded?: string): Promise<string> {
  const read = readConfig({ HEADWATER_TRUSTED_PROXIES: proxies });
  if ('problems' in read) throw new Error(read.problems.join());
  const server = fastify({ trustProxy: trustProxies(read.config.trustedProxies) });
  server.get('/', async (request) => callerAddressText(request));
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const { body } = await server.inject({ url: '/', remoteAddress: socket, headers });
  await server.close();
  return body;
}

t.test('without trusted proxies no caller can choose its address', async (t) => {
  t.equal(await seen('', '127.0.0.1', '203.0.113.9'), '127.0.0.1');
  t.equal(await seen('10.0.0.0/8', '192.0.2.1', '203.0.113.9'), '192.0.2.1', 'a proxy that is not trusted');
});

t.test('behind trusted proxies the caller is the first address from the right that is no proxy', async (t) => {
  const proxies = '10.0.0.0/8, 2001:db8:1::/48';
  t.equal(await seen(proxies, '10.0.0.1', '203.0.113.9'), '203.0.113.9');
  t.equal(
    await seen(proxies, '::ffff:10.0.0.1', '203.0.113.9'),
    '203.0.113.9',
    'a proxy on a socket for both families',
  );
  t.equal(await seen(proxies, '10.0.0.1', '198.51.100.1, 203.0.113.9, 10.0.0.2'), '203.0.113.9', 'an invented hop');
  t.equal(await seen(proxies, '2001:db8:1::5', '2001:DB8:2:0::0007'), '2001:db8:2::7', 'in one spelling');
  t.equal(await seen(proxies, '10.0.0.1', '::ffff:203.0.113.9'), '203.0.113.9');
  t.equal(await seen(proxies, '10.0.0.1', '203.0.113.9:5123'), '203.0.113.9', 'with a port');
  t.equal(await seen(proxies, '10.0.0.1', '[2001:db8:2::7]:5123'), '2001:db8:2::7', 'with a port');
  t.equal(await seen(proxies, '10.0.0.1', 'unknown'), '10.0.0.1', 'a hop that is no address');
  t.equal(await seen(proxies, '10.0.0.1'), '10.0.0.1');
});

t.test('a proxy that is no address stops the start with what to write', async (t) => {
  t.match(readConfig({ HEADWATER_TRUSTED_PROXIES: '10.0.0.1/8' }), {
    problems: [
      /^HEADWATER_TRUSTED_PROXIES: each entry must begin at the first address of the block: 10\.0\.0\.0\/8\.$/,
    ],
  });
});
