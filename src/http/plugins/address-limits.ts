import type { FastifyRequest } from 'fastify';
import { callerAddress } from './caller-address.js';

const IPV6_SITE_BITS = 64n;

/** The key by which callers are counted: an IPv4 address, or an IPv6 /64, because one site has all addresses of it. */
export function callerSite(request: FastifyRequest): string {
  const address = callerAddress(request);
  if (address === undefined) return '';
  return address.family === 4 ? `4:${address.bits}` : `6:${address.bits >> IPV6_SITE_BITS}`;
}
