import type { Batch, ChangedLead } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import { withLedger } from '../../consents/commands/note-statements.js';
import { addedSuppressionRefusal } from '../../consents/suppression.js';
import type { EventCause } from '../../events/events.js';
import { leadEvent } from '../../events/lead-events.js';
import type { IfMatch, Refusal } from '../../refusals.js';
import { hasIdentity, type LeadFacts, NO_IDENTITY } from '../facts.js';
import { type LeadKey, matchKeysOf, sharedKeysOfLead, sharedPhoneKeys } from '../keys.js';
import type { Lead } from '../lead.js';
import { fieldOverLimit, LIMIT_DETAILS } from '../limits.js';
import { areDistinct } from '../matching.js';
import { factsChanged } from '../merge.js';
import { attributeReads, attributeRefusal, claimUniqueValues, withDeclared } from './attributes.js';

/** A correction of a lead's facts. `apply` is pure: facts in, corrected and normalised facts out. */
export interface PatchCommand {
  type: 'patch';
  leadId: string;
  ifMatch?: IfMatch;
  apply: (facts: LeadFacts) => LeadFacts;
  /** `api` when absent. */
  cause?: EventCause;
}

/** The facts of the lead after the correction. */
export const correctedFacts = (batch: Batch, { apply }: PatchCommand, { facts }: Pick<Lead, 'facts'>): LeadFacts =>
  withLedger(batch, withDeclared(batch, apply(facts), facts), { known: facts, fillOnly: false });

/** Reads the owners of the keys that the correction removes and adds. */
export function patchReads(batch: Batch, command: PatchCommand): Reads {
  const { leadId } = command;
  const lead = batch.leads.find(leadId);
  if (lead === undefined) return {};
  const facts = correctedFacts(batch, command, lead);
  const shared = [...sharedKeysOfLead(leadId, lead.facts), ...sharedPhoneKeys(facts)];
  const { keys = [], ...references } = attributeReads(batch, facts.attributes, lead.facts.attributes);
  return { keys: [...matchKeysOf(lead.facts), ...matchKeysOf(facts), ...shared, ...keys], facts, ...references };
}

/**
 * Refuses a correction that leaves no identity, exceeds a limit, has attributes that do not fit, or adds a key of another lead. A phone
 * number that two people share stays a key of the first. Keys that the lead already has are not checked.
 */
export function patchRefusal(batch: Batch, command: PatchCommand, lead: Lead): Refusal | undefined {
  const facts = correctedFacts(batch, command, lead);
  const { attributes } = lead.facts;
  const refusal =
    addedSuppressionRefusal(batch, lead.facts, facts) ??
    factsRefusal(lead.facts, facts) ??
    attributeRefusal(batch, facts.attributes, { id: lead.id, attributes });
  if (refusal) return refusal;
  for (const key of addedKeys(lead.facts, facts)) {
    const owner = batch.leads.byKey(key.kind, key.value);
    if (owner && owner.id !== lead.id && !isShared(key, facts, owner.facts)) return takenRefusal(key, facts, owner.id);
  }
  return undefined;
}

export function factsRefusal(before: LeadFacts, facts: LeadFacts): Refusal | undefined {
  if (!hasIdentity(facts)) return { code: 'rule_refused', detail: NO_IDENTITY };
  const exceeded = fieldOverLimit(before, facts);
  return exceeded && { code: 'rule_refused', detail: LIMIT_DETAILS[exceeded], pointer: `/${exceeded}` };
}

/** The keys that a correction adds. */
export const addedKeys = (before: LeadFacts, facts: LeadFacts): LeadKey[] => {
  const had = matchKeysOf(before);
  return matchKeysOf(facts).filter((key) => !had.some(({ kind, value }) => kind === key.kind && value === key.value));
};

/** Whether the key is a number of two people. */
export const isShared = ({ kind }: LeadKey, facts: LeadFacts, owner: LeadFacts): boolean =>
  kind === 'phone' && areDistinct(facts, owner);

export function takenRefusal(key: LeadKey, facts: LeadFacts, ownerId: string): Refusal {
  const detail = `Another lead (${ownerId}) already has this value.`;
  return { code: 'rule_refused', detail, pointer: pointerOf(key, facts) };
}

function pointerOf({ kind, value }: LeadKey, facts: LeadFacts): string {
  if (kind === 'external_id') return '/externalId';
  if (kind === 'email') return facts.emailNormalized === value ? '/email' : '/otherEmails';
  return facts.phoneNormalized === value ? '/phone' : '/otherPhones';
}

export function patch(batch: Batch, command: PatchCommand): ChangedLead {
  const { cause = 'api' } = command;
  const lead = batch.leads.get(command.leadId);
  const facts = correctedFacts(batch, command, lead);
  const difference = factsChanged(lead.facts, facts);
  if (!difference) return { changed: false, lead };
  batch.leads.releaseKeys(lead.id, [...matchKeysOf(lead.facts), ...sharedKeysOfLead(lead.id, lead.facts)]);
  batch.leads.claimKeys(lead.id, matchKeysOf(facts));
  batch.leads.claimSharedKeys(lead.id, batch.leads.keysShared(lead.id, sharedPhoneKeys(facts)));
  claimUniqueValues(batch, lead.id, facts.attributes, lead.facts.attributes);
  const next: Lead = { ...lead, facts, version: lead.version + 1, updatedAt: batch.now };
  batch.put(next);
  batch.emit(leadEvent(next, 'lead.updated', cause, difference.before, difference.after));
  return { changed: true, lead: batch.evaluate(lead.id, cause) };
}
