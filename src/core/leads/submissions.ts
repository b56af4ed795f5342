import type { LeadFacts } from './facts.js';
import type { KeyValue, LeadKey } from './keys.js';
import { matchKeysOf } from './keys.js';
import type { Lead } from './lead.js';
import { withinLimits } from './limits.js';
import { mergeFacts } from './merge.js';
import { type ConsentEntry, fillFacts, type PublicOrigin, publicKeys } from './public-submissions.js';

/** What a form, a list, an ad or a person states about a person or an organization. */
export interface Submission {
  facts: LeadFacts;
  /** In order of strength; the first that finds a lead decides. */
  keys: readonly LeadKey[];
  /** Under which the lead visited before: what the visitor did then is the lead's own. */
  visitorId?: string | undefined;
  /** Purchased lists fill gaps only; every other submission may correct what is known. */
  fillOnly: boolean;
  /** Present when it came from a public page: it adds and fills, and overwrites nothing. */
  publicOrigin?: PublicOrigin | undefined;
  /** Epoch milliseconds, where the caller stated it; may lie in the past. */
  occurredAt?: number | undefined;
}

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
export const matchingKeys = ({
  keys,
  facts,
  publicOrigin,
}: Pick<Submission, 'keys' | 'facts' | 'publicOrigin'>): readonly LeadKey[] =>
  publicOrigin ? publicKeys(keys, facts) : keys;

/**
 * The lead's facts and keys after the submission; `known` is absent for a new lead. One from a public page adds and fills, and
 * claims no address for a known lead. What exceeds the limits of a lead is kept, and never an error: the touch is not lost.
 */
export function effectOf(submission: Submission, known: Lead | undefined): SubmissionEffect {
  const { publicOrigin, visitorId } = submission;
  const visitor: KeyValue[] = visitorId === undefined ? [] : [{ kind: 'visitor', value: visitorId }];
  if (publicOrigin) {
    const { facts, kept, consents } = fillFacts(known?.facts, submission.facts, publicOrigin.consentText);
    return { facts, kept, consents, keys: [...(known ? [] : matchingKeys(submission)), ...visitor] };
  }
  const { facts, surplus } = withinLimits(known?.facts ?? {}, known ? merged(submission, known) : submission.facts);
  return {
    facts,
    kept: surplus,
    keys: [...(surplus ? heldKeys(submission, matchKeysOf(facts)) : submission.keys), ...visitor],
  };
}

function merged(submission: Submission, { facts, lastTouchAt }: Lead): LeadFacts {
  // A touch without an instant is the latest, whatever the clocks of other processes stamped before.
  const isLatest = submission.occurredAt === undefined || submission.occurredAt >= lastTouchAt;
  return mergeFacts(facts, submission.facts, isLatest && !submission.fillOnly);
}

/** An address beyond the limits is no key of the lead. A second external id has no fact, and is a key all the same. */
function heldKeys({ keys }: Submission, held: readonly KeyValue[]): KeyValue[] {
  return keys.filter(
    ({ kind, value }) => kind === 'external_id' || held.some((key) => key.kind === kind && key.value === value),
  );
}
