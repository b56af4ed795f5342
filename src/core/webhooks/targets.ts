import { type Address, type AddressBlock, holds, parseAddress, parseAddressBlock } from '../network/addresses.js';

/**
 * Blocks that no receiver on the public Internet has: the special-purpose registries of IANA (RFC 6890), and the prefixes
 * that translate or tunnel to IPv4 addresses, which could name a private one.
 */
const REFUSED = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
].map(blockOf);

/** All global unicast addresses of IPv6 are in this block. */
const GLOBAL_IPV6 = blockOf('2000::/3');
const REFUSED_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'].map(blockOf);

/** Whether a webhook may be sent to the address. `allowed`: private blocks that the deployment permits. */
export function isAllowedTarget(address: Address, allowed: readonly AddressBlock[]): boolean {
  if (allowed.some((block) => holds(block, address))) return true;
  if (address.family === 4) return !REFUSED.some((block) => holds(block, address));
  return holds(GLOBAL_IPV6, address) && !REFUSED_IPV6.some((block) => holds(block, address));
}

/** The address that a host of a URL is, as `192.0.2.1` or `[2001:db8::1]`; undefined for a name. */
export function literalAddress(host: string): Address | undefined {
  return parseAddress(host.replace(/^\[(.*)\]$/, '$1'));
}

function blockOf(text: string): AddressBlock {
  const block = parseAddressBlock(text);
  if ('problem' in block) throw new Error(`${text} ${block.problem}`);
  return block;
}
