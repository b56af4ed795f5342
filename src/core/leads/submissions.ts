import type { LeadFacts } from './facts.js';
import type { KeyValue, LeadKey } from './keys.js';
import { matchKeysOf } from './keys.js';
import type { Lead } from './lead.js';
import { withinLimits } from './limits.js';
import { mergeFacts } from './merge.js';
import { type ConsentEntry, fillFacts, type PublicOrigin, publicKeys } from './public-submissions.js';

/** Facts about a person or an organization, as submitted by a form, a list, an ad or a person. */
export interface Submission {
  facts: LeadFacts;
  /** In order of strength; the first that finds a lead decides. */
  keys: readonly LeadKey[];
  /** The visitor id of earlier visits; its engagement events become the lead's. */
  visitorId?: string | undefined;
  /** Purchased lists fill gaps only; every other submission may correct what is known. */
  fillOnly: boolean;
  /** Set when it came from a public page. Such a submission only adds and fills facts. */
  publicOrigin?: PublicOrigin | undefined;
  /** Epoch milliseconds, if the caller sent it; may lie in the past. */
  occurredAt?: number | undefined;
}

/** The effect of a submission on its lead. */
export interface SubmissionEffect {
  facts: LeadFacts;
  /** Stated facts that are not taken over; kept with the touch as a proposal. */
  kept?: Partial<LeadFacts> | undefined;
  consents?: ConsentEntry[] | undefined;
  /** Keys for the lead, unless another lead owns them. */
  keys: readonly KeyValue[];
}

/** The match keys of a submission, strongest first. */
export const matchingKeys = ({
  keys,
  facts,
  publicOrigin,
}: Pick<Submission, 'keys' | 'facts' | 'publicOrigin'>): readonly LeadKey[] =>
  publicOrigin ? publicKeys(keys, facts, publicOrigin) : keys;

/**
 * The lead's facts and keys after the submission; `known` is absent for a new lead. A public submission only adds and fills, and
 * adds no address key to a known lead. Values beyond the limits of a lead are kept with the touch and are no error.
 */
export function effectOf(submission: Submission, known: Lead | undefined): SubmissionEffect {
  const { publicOrigin, visitorId } = submission;
  const visitor: KeyValue[] = visitorId === undefined ? [] : [{ kind: 'visitor', value: visitorId }];
  if (publicOrigin) {
    const { facts, kept, consents } = fillFacts(known?.facts, submission.facts, publicOrigin);
    const keys = matchingKeys(submission).filter(({ kind }) => known === undefined || kind === 'external_id');
    return { facts: withExternalId(submission, facts), kept, consents, keys: [...keys, ...visitor] };
  }
  const { facts, surplus } = withinLimits(known?.facts ?? {}, known ? merged(submission, known) : submission.facts);
  return {
    facts,
    kept: surplus,
    keys: [...(surplus ? keysWithin(submission, matchKeysOf(facts)) : submission.keys), ...visitor],
  };
}

/** The external id of a connector, where the lead has none. */
function withExternalId({ facts: stated, publicOrigin }: Submission, facts: LeadFacts): LeadFacts {
  const { externalId, externalSystem } = stated;
  if (publicOrigin?.hasExternalId !== true || externalId === undefined || facts.externalId !== undefined) return facts;
  return { ...facts, externalId, externalSystem };
}

function merged(submission: Submission, { facts, lastTouchAt }: Lead): LeadFacts {
  // A touch without an instant is the latest, because the clocks of processes may differ.
  const isLatest = submission.occurredAt === undefined || submission.occurredAt >= lastTouchAt;
  return mergeFacts(facts, submission.facts, isLatest && !submission.fillOnly, submission.fillOnly);
}

/** The keys within the limits. An address beyond the limits is no key; a second external id is one, although no fact holds it. */
function keysWithin({ keys }: Submission, allowed: readonly KeyValue[]): KeyValue[] {
  return keys.filter(
    ({ kind, value }) => kind === 'external_id' || allowed.some((key) => key.kind === kind && key.value === value),
  );
}
