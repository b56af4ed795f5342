import { selectEventTypes } from '../events/type-patterns.js';
import { type AddressBlock, holds } from '../network/addresses.js';
import type { FieldViolation } from '../violations.js';
import type { WebhookHeader } from './endpoint.js';
import { isAllowedTarget, literalAddress } from './targets.js';

/** Headers that the service or the connection sets. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);
const OWN_PREFIX = 'webhook-';

interface Settings {
  url?: string | undefined;
  types?: readonly string[] | undefined;
  headers?: readonly WebhookHeader[] | undefined;
  where?: unknown;
  /** Of a patch. */
  removeWhere?: boolean | undefined;
}

/** What is wrong with the settings of an endpoint. `privateTargets`: private addresses that the deployment permits. */
export function settingsViolations(
  { url, types, headers = [], where, removeWhere = false }: Settings,
  privateTargets: readonly AddressBlock[],
): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const add = (pointer: string, code: string, detail: string) => violations.push({ pointer, code, detail });
  const problem = url === undefined ? undefined : urlProblem(url, privateTargets);
  if (problem !== undefined) add('/url', 'not_allowed', problem);
  if (removeWhere && where !== undefined) add('/removeWhere', 'not_allowed', 'removes the condition that `where` sets');
  if (types?.length === 0) add('/types', 'too_few', 'must have at least 1 items');
  for (const [index, pattern] of (types ?? []).entries()) {
    if ('unknown' in selectEventTypes([pattern]))
      add(`/types/${index}`, 'not_allowed', 'selects no event type: see the types of GET /v1/events');
  }
  const names = headers.map(({ name }) => name.toLowerCase());
  for (const [index, name] of names.entries()) {
    const pointer = `/headers/${index}/name`;
    if (OWN_HEADERS.has(name) || name.startsWith(OWN_PREFIX))
      add(pointer, 'not_allowed', 'is a header that the service sets');
    else if (names.indexOf(name) !== index) add(pointer, 'duplicate', 'is there twice');
  }
  return violations;
}

/** Why nothing may be sent to the URL; undefined: it may. */
export function urlProblem(text: string, privateTargets: readonly AddressBlock[]): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL';
  const { protocol, username, password, hostname, hash } = new URL(text);
  const plain = protocol === 'http:' && privateTargets.length > 0;
  if (protocol !== 'https:' && !plain) return 'must begin with https://';
  if (username !== '' || password !== '') return 'must not contain a user name or password: use headers';
  if (hash !== '') return 'must not contain a fragment';
  const address = literalAddress(hostname);
  if (address === undefined) return undefined;
  if (plain && !privateTargets.some((block) => holds(block, address))) return 'must begin with https://';
  return isAllowedTarget(address, privateTargets) ? undefined : 'names an address that is not on the public Internet';
}
