import type { FastifyRequest } from 'fastify';
import { type Address, type AddressBlock, formatAddress, holds, parseAddress } from '../../core/network/addresses.js';

/** Some proxies append the port of the client. */
const WITH_PORT = /^(?:\[(.+)\]|([^:]+)):\d{1,5}$/;

/**
 * Decides which hops of `X-Forwarded-For` are trusted: it is read from the right, and the first address that is no trusted
 * proxy is the caller. Without proxies the header is ignored, as any caller can send it.
 */
export function trustProxies(proxies: readonly AddressBlock[]): false | ((address: string) => boolean) {
  if (proxies.length === 0) return false;
  return (address) => {
    const parsed = readHop(address);
    return parsed !== undefined && proxies.some((proxy) => holds(proxy, parsed));
  };
}

/**
 * The address that the request comes from, behind trusted proxies; undefined for a Unix socket. An unreadable hop counts as
 * the proxy that sent it.
 */
export function callerAddress(request: FastifyRequest): Address | undefined {
  return readHop(request.ip) ?? readHop(request.socket.remoteAddress);
}

/** The same as text in one spelling, for counting and storing; empty for a Unix socket. Personal: never in logs. */
export function callerAddressText(request: FastifyRequest): string {
  const address = callerAddress(request);
  return address === undefined ? '' : formatAddress(address);
}

function readHop(text: string | undefined): Address | undefined {
  if (text === undefined) return undefined;
  const address = parseAddress(text);
  if (address !== undefined) return address;
  const match = WITH_PORT.exec(text);
  return match === null ? undefined : parseAddress(match[1] ?? match[2] ?? '');
}
