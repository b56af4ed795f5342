import type { KeyRights } from '../../src/core/api-keys/reach.js';
import { KEY_KINDS, type KeyKind, SCOPES, type Scope } from '../../src/core/api-keys/scopes.js';
import { type AddressBlock, holds, parseAddressBlock } from '../../src/core/network/addresses.js';

export function blockOf(text: string): AddressBlock {
  const block = parseAddressBlock(text);
  if ('problem' in block) throw new Error(`${text} ${block.problem}`);
  return block;
}

/** Inside and outside of every block that tests use. */
const SAMPLES = [
  '127.0.0.1',
  '127.9.9.9',
  '10.0.0.1',
  '10.128.0.1',
  '203.0.113.9',
  '::1',
  '2001:db8::1',
  '2001:db8:1::1',
];
const ADDRESSES = SAMPLES.map((text) => blockOf(text));

/** What `one` allows and `other` does not, as text: nothing when `one` is within `other`. Written without the rule it checks. */
export function beyond(one: KeyRights, other: KeyRights): string[] {
  const found: string[] = [];
  if (KEY_KINDS.indexOf(one.kind) < KEY_KINDS.indexOf(other.kind)) found.push(`${one.kind} above ${other.kind}`);
  for (const scope of one.scopes) if (!other.scopes.has(scope)) found.push(scope);
  const from = ({ allowedAddresses }: KeyRights) =>
    SAMPLES.filter((_, index) => {
      const address = ADDRESSES[index];
      return allowedAddresses.length === 0 || allowedAddresses.some((block) => address && holds(block, address));
    });
  const allowed = new Set(from(other));
  for (const sample of from(one)) if (!allowed.has(sample)) found.push(sample);
  if (one.expiresAt > other.expiresAt) found.push(`until ${one.expiresAt}`);
  return found;
}

export interface Restrictions {
  kind: KeyKind;
  expiresAt: number;
  blocks: readonly string[];
}

export const rights = (scopes: readonly Scope[], { kind, expiresAt, blocks }: Restrictions): KeyRights => ({
  kind,
  scopes: new Set(scopes),
  expiresAt,
  allowedAddresses: blocks.map(blockOf),
});

/** Each scope alone and with the scopes about keys, all of a workspace, and all. */
export const SCOPE_SETS: readonly (readonly Scope[])[] = [
  ...SCOPES.map((scope) => [scope]),
  ...SCOPES.filter((scope) => !scope.startsWith('api_keys:')).map((scope): Scope[] => [
    scope,
    'api_keys:read',
    'api_keys:write',
  ]),
  ['api_keys:read', 'api_keys:write'],
  SCOPES.filter((scope) => scope !== 'deployment:manage'),
  SCOPES,
];
