import type { LeadKey } from '../identity/keys.js';
import type { LeadFacts } from '../leads/facts.js';
import type { Lead } from '../leads/lead.js';
import { withinLimits } from '../leads/limits.js';
import type { KeysOf } from './changes.js';
import type { KeyValue, SubmissionCommand } from './commands.js';
import { mergeFacts } from './merge.js';
import { type ConsentEntry, fillFacts, publicKeys } from './public-submissions.js';

/** What a submission makes of a lead. */
export interface SubmissionEffect {
  facts: LeadFacts;
  /** Stated and not taken over: it stays with the touch, as a proposal. */
  kept?: Partial<LeadFacts> | undefined;
  consents?: ConsentEntry[] | undefined;
  /** Keys that the lead claims, unless another lead has them. */
  keys: readonly KeyValue[];
}

/** The keys by which a submission finds its lead, strongest first. */
export const matchingKeys = ({ keys, facts, publicOrigin }: MatchingSubmission): readonly LeadKey[] =>
  publicOrigin ? publicKeys(keys, facts) : keys;
type MatchingSubmission = Pick<SubmissionCommand, 'keys' | 'facts' | 'publicOrigin'>;

/**
 * The lead's facts and keys after the submission; `known` is absent for a new lead. One from a public page adds and fills, and
 * claims no address for a known lead. What exceeds the limits of a lead is kept, and never an error: the touch is not lost.
 */
export function effectOf(command: SubmissionCommand, known: Lead | undefined, keysOf: KeysOf): SubmissionEffect {
  const { publicOrigin, visitorId } = command;
  const visitor: KeyValue[] = visitorId === undefined ? [] : [{ kind: 'visitor', value: visitorId }];
  if (publicOrigin) {
    const { facts, kept, consents } = fillFacts(known?.facts, command.facts, publicOrigin.consentText);
    return { facts, kept, consents, keys: [...(known ? [] : matchingKeys(command)), ...visitor] };
  }
  const { facts, surplus } = withinLimits(known?.facts ?? {}, known ? merged(command, known) : command.facts);
  return { facts, kept: surplus, keys: [...(surplus ? heldKeys(command, keysOf(facts)) : command.keys), ...visitor] };
}

function merged(command: SubmissionCommand, { facts, lastTouchAt }: Lead): LeadFacts {
  // A touch without an instant is the latest, whatever the clocks of other processes stamped before.
  const isLatest = command.occurredAt === undefined || command.occurredAt >= lastTouchAt;
  return mergeFacts(facts, command.facts, isLatest && !command.fillOnly);
}

/** An address that did not fit finds nobody. A second external id has no fact, and finds the lead all the same. */
function heldKeys({ keys }: SubmissionCommand, held: readonly KeyValue[]): KeyValue[] {
  return keys.filter(
    ({ kind, value }) => kind === 'external_id' || held.some((key) => key.kind === kind && key.value === value),
  );
}
