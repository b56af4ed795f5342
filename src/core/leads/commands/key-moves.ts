import { attributePointer, uniqueValues } from '../../attributes/declared.js';
import type { Batch } from '../../batch/batch.js';
import { NO_LEAD, type Refusal, versionRefusal } from '../../refusals.js';
import type { LeadFacts } from '../facts.js';
import { type LeadKey, matchKeysOf } from '../keys.js';
import { attributeRefusal } from './attributes.js';
import { addedKeys, correctedFacts, factsRefusal, isShared, type PatchCommand, takenRefusal } from './patch.js';

// Corrections of one request may exchange values, such as two e-mails: the state after all of them counts.

export interface KeyMoves {
  /** Keys that a lead gives up and another one gets. */
  moved: { leadId: string; key: LeadKey }[];
  refused: Map<PatchCommand, Refusal>;
}

/**
 * Which corrections of a request are refused, and which keys move between their leads. A key of another lead may be taken if that lead does not have it after
 * its own corrections. A refused correction gives up nothing, so the others are checked again without it.
 */
export function keyMoves(batch: Batch, commands: readonly PatchCommand[]): KeyMoves {
  const refused = new Map<PatchCommand, Refusal>();
  for (;;) {
    const accepted = commands.filter((command) => !refused.has(command));
    const found = movesOf(batch, accepted);
    if (found.refused.size === 0) return { moved: found.moved, refused };
    for (const [command, refusal] of found.refused) refused.set(command, refusal);
  }
}

function movesOf(batch: Batch, commands: readonly PatchCommand[]): KeyMoves {
  const facts = new Map<string, LeadFacts>();
  const claims = new Claims(batch, factsAfter(batch, commands));
  const refused: KeyMoves['refused'] = new Map();
  for (const command of commands) {
    const { leadId } = command;
    const before = facts.get(leadId) ?? batch.leads.find(leadId)?.facts;
    if (before === undefined) {
      refused.set(command, NO_LEAD);
      continue;
    }
    const after = correctedFacts(batch, command, { facts: before });
    const refusal =
      ownRefusal(batch, command, { before, after, isFirst: !facts.has(leadId) }) ??
      claims.claimUnique(leadId, after) ??
      claims.claim(leadId, addedKeys(before, after), after);
    if (refusal) refused.set(command, refusal);
    else facts.set(leadId, after);
  }
  return { moved: claims.moved, refused };
}

const TAKEN = 'The attribute is unique, and another correction of this request has the same value.';

/** The owners of keys while corrections are checked. `last`: the facts of their leads after all of them. */
class Claims {
  readonly moved: KeyMoves['moved'] = [];
  private readonly owners = new Map<string, string>();
  private readonly uniqueOwners = new Map<string, string>();

  constructor(
    private readonly batch: Batch,
    private readonly last: ReadonlyMap<string, LeadFacts>,
  ) {}

  claim(leadId: string, keys: readonly LeadKey[], facts: LeadFacts): Refusal | undefined {
    for (const key of keys) {
      const owner = this.ownerOf(key);
      if (owner !== undefined && owner !== leadId) {
        if (this.isGivenUp(owner, key)) this.moved.push({ leadId: owner, key });
        else if (isShared(key, facts, this.last.get(owner) ?? this.batch.leads.get(owner).facts)) continue;
        else return takenRefusal(key, facts, owner);
      }
      this.owners.set(nameOf(key), leadId);
    }
    return undefined;
  }

  /** Two corrections of a request cannot give one unique value to two leads. */
  claimUnique(leadId: string, { attributes }: LeadFacts): Refusal | undefined {
    for (const { name, key } of uniqueValues(this.batch.basis.attributes, attributes)) {
      const owner = this.uniqueOwners.get(key.value) ?? leadId;
      if (owner !== leadId) return { code: 'rule_refused', detail: TAKEN, pointer: attributePointer(name) };
      this.uniqueOwners.set(key.value, leadId);
    }
    return undefined;
  }

  private ownerOf(key: LeadKey): string | undefined {
    return this.owners.get(nameOf(key)) ?? this.batch.leads.byKey(key.kind, key.value)?.id;
  }

  private isGivenUp(owner: string, key: LeadKey): boolean {
    const kept = this.last.get(owner);
    if (kept === undefined || hasKey(kept, key)) return false;
    return this.owners.has(nameOf(key)) || hasKey(this.batch.leads.get(owner).facts, key);
  }
}

/** The refusal of a correction by itself. A version can be checked for the first correction of a lead only: it makes another one. */
function ownRefusal(
  batch: Batch,
  { leadId, ifMatch }: PatchCommand,
  { before, after, isFirst }: { before: LeadFacts; after: LeadFacts; isFirst: boolean },
): Refusal | undefined {
  const lead = batch.leads.get(leadId);
  return (
    versionRefusal(ifMatch, isFirst ? lead : { ...lead, version: lead.version + 1 }) ??
    factsRefusal(before, after) ??
    attributeRefusal(batch, after.attributes, { id: leadId, attributes: before.attributes })
  );
}

/** The facts of each lead after all corrections. */
function factsAfter(batch: Batch, commands: readonly PatchCommand[]): Map<string, LeadFacts> {
  const facts = new Map<string, LeadFacts>();
  for (const { leadId, apply } of commands) {
    const before = facts.get(leadId) ?? batch.leads.find(leadId)?.facts;
    if (before !== undefined) facts.set(leadId, apply(before));
  }
  return facts;
}

const nameOf = ({ kind, value }: LeadKey): string => `${kind} ${value}`;

const hasKey = (facts: LeadFacts, key: LeadKey): boolean =>
  matchKeysOf(facts).some((one) => nameOf(one) === nameOf(key));

/**
 * Takes the moved keys from their leads. Returns the corrections to apply one after the other: the versions of leads that give up a key have been
 * checked, and a correction that is refused later would leave its lead without the key.
 */
export function releaseMoved(
  batch: Batch,
  commands: readonly PatchCommand[],
  { moved, refused }: KeyMoves,
): PatchCommand[] {
  const giving = new Set(moved.map(({ leadId }) => leadId));
  for (const { leadId, key } of moved) batch.leads.releaseKeys(leadId, [key]);
  return commands.map((command) =>
    giving.has(command.leadId) && !refused.has(command) ? { ...command, ifMatch: undefined } : command,
  );
}
