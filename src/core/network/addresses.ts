/** An IPv4 or IPv6 address as a number. An IPv4 address inside IPv6 (`::ffff:192.0.2.1`) is the IPv4 address. */
export interface Address {
  family: 4 | 6;
  bits: bigint;
}

/** All addresses that begin with the first `prefix` bits of `bits` (CIDR, RFC 4632 and RFC 4291). */
export interface AddressBlock extends Address {
  prefix: number;
}

const WIDTH = { 4: 32, 6: 128 } as const;
/** Leading zeros are rejected, because some parsers read them as octal. */
const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
const PREFIX = /^(?:0|[1-9]\d{0,2})$/;
const MAPPED_PREFIX = 96;
const MAPPED = 0xffffn;

/** Parses an address; undefined for any other text. A zone (`%eth0`) is ignored, because it names an interface of one machine. */
export function parseAddress(text: string): Address | undefined {
  const bits = ipv4Bits(text);
  if (bits !== undefined) return { family: 4, bits };
  const long = ipv6Bits(text.replace(/%.*$/, ''));
  if (long === undefined) return undefined;
  return long >> 32n === MAPPED ? { family: 4, bits: long & 0xffffffffn } : { family: 6, bits: long };
}

/** `192.0.2.0/24`, `2001:db8::/32`, or one address. `problem` says what is wrong with the text, and what to write. */
export function parseAddressBlock(text: string): AddressBlock | { problem: string } {
  const [addressText = '', prefixText, ...rest] = text.split('/');
  const address = addressText.includes('%') ? undefined : parseAddress(addressText);
  if (address === undefined || rest.length > 0) {
    return { problem: 'must be an IPv4 or IPv6 address or block, such as 192.0.2.0/24 or 2001:db8::/32' };
  }
  // A mapped block counts its prefix in the 128 bits of IPv6.
  const mapped = address.family === 4 && addressText.includes(':') ? MAPPED_PREFIX : 0;
  const width = WIDTH[address.family];
  if (prefixText === undefined) return { ...address, prefix: width };
  const prefix = PREFIX.test(prefixText) ? Number(prefixText) - mapped : Number.NaN;
  if (!(prefix >= 0 && prefix <= width)) {
    return { problem: `must have a prefix length from ${mapped} to ${width + mapped} after the slash` };
  }
  const rounded = firstBits(address, prefix) << BigInt(width - prefix);
  if (rounded !== address.bits) {
    return {
      problem: `must begin at the first address of the block: ${formatAddress({ ...address, bits: rounded })}/${prefix}`,
    };
  }
  return { ...address, prefix };
}

/** Whether the block contains the address. */
export function holds(block: AddressBlock, address: Address): boolean {
  return block.family === address.family && firstBits(address, block.prefix) === firstBits(block, block.prefix);
}

/** Whether `wide` contains every address of `narrow`. */
export function covers(wide: AddressBlock, narrow: AddressBlock): boolean {
  return wide.prefix <= narrow.prefix && holds(wide, narrow);
}

/** Dotted for IPv4; for IPv6 the form of RFC 5952, with the longest run of zeros shortened. */
export function formatAddress({ family, bits }: Address): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => ((bits >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  const text = groups.join(':');
  const runs = [...text.matchAll(/\b0(?::0)+\b/g)].toSorted((a, b) => b[0].length - a[0].length);
  const [longest] = runs;
  if (longest === undefined) return text;
  const [head, tail] = [text.slice(0, longest.index), text.slice(longest.index + longest[0].length)];
  return `${head.replace(/:$/, '')}::${tail.replace(/^:/, '')}`;
}

/** In CIDR, a single address too: `192.0.2.7/32`. */
export function formatBlock(block: AddressBlock): string {
  return `${formatAddress(block)}/${block.prefix}`;
}

function firstBits({ family, bits }: Address, count: number): bigint {
  return bits >> BigInt(WIDTH[family] - count);
}

function ipv4Bits(text: string): bigint | undefined {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) <= 255)) return undefined;
  return octets.reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n);
}

function ipv6Bits(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => groupsOf(half));
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 8 ? join(head) : undefined;
  if (tail === undefined || head.length + tail.length > 7) return undefined;
  return join([...head, ...Array<bigint>(8 - head.length - tail.length).fill(0n), ...tail]);
}

/** Groups of 16 bits; the last two may be written as an IPv4 address. */
function groupsOf(text: string): bigint[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const last = ipv4Bits(parts.at(-1) ?? '');
  const groups = last === undefined ? parts : parts.slice(0, -1);
  if (!groups.every((group) => GROUP.test(group))) return undefined;
  const bits = groups.map((group) => BigInt(`0x${group}`));
  return last === undefined ? bits : [...bits, last >> 16n, last & 0xffffn];
}

const join = (groups: readonly bigint[]): bigint => groups.reduce((bits, group) => (bits << 16n) | group, 0n);
