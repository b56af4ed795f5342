import type { LeadFacts } from '../leads/facts.js';
import { isSomebody, NO_IDENTITY } from '../leads/facts.js';
import type { Lead } from '../leads/lead.js';
import { fieldOverLimit, LIMIT_DETAILS } from '../leads/limits.js';
import type { KeyKind } from '../leads/vocabulary.js';
import type { KeysOf } from './changes.js';
import type { KeyValue, PatchCommand, Refusal } from './commands.js';
import { areTwo } from './matching.js';

/**
 * What stands against a correction: it would leave nobody, exceed a limit, or bring an identity that another lead owns. A number that
 * two people share is no identity of the second: it finds whoever had it first. What the lead has already is not asked about.
 */
export function patchRefusal(
  command: PatchCommand,
  lead: Lead,
  keysOf: KeysOf,
  ownerOf: (kind: KeyKind, value: string) => Lead | undefined,
): Refusal | undefined {
  const facts = command.apply(lead.facts);
  if (!isSomebody(facts)) return { code: 'rule_refused', detail: NO_IDENTITY };
  const exceeded = fieldOverLimit(lead.facts, facts);
  if (exceeded) return { code: 'rule_refused', detail: LIMIT_DETAILS[exceeded], pointer: `/${exceeded}` };
  const had = keysOf(lead.facts);
  for (const key of keysOf(facts)) {
    if (had.some(({ kind, value }) => kind === key.kind && value === key.value)) continue;
    const owner = ownerOf(key.kind, key.value);
    if (key.kind === 'phone' && owner && areTwo(facts, owner.facts)) continue;
    if (owner && owner.id !== lead.id) {
      const detail = `Another lead (${owner.id}) already has this value.`;
      return { code: 'rule_refused', detail, pointer: pointerOf(key, facts) };
    }
  }
  return undefined;
}

function pointerOf({ kind, value }: KeyValue, facts: LeadFacts): string {
  if (kind === 'external_id') return '/externalId';
  if (kind === 'email') return facts.emailNormalized === value ? '/email' : '/otherEmails';
  return facts.phoneNormalized === value ? '/phone' : '/otherPhones';
}
