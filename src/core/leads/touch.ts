import type { Channel } from '../sources.js';
import type { LeadFacts } from './facts.js';
import type { ConsentEntry } from './public-submissions.js';
import type { MatchKey } from './vocabulary.js';

/** A submission that created or matched a lead. Instants are epoch milliseconds. */
export interface Touch {
  id: string;
  leadId: string;
  sourceId: string;
  campaignId?: string | undefined;
  matchedBy?: MatchKey | undefined;
  occurredAt: number;
  receivedAt: number;
  raw: Record<string, unknown>;
  /** For a submission from a public page: the API key that sent it. */
  publicKeyId?: string | undefined;
  consents?: ConsentEntry[] | undefined;
  /** Stated facts that the lead did not take over and that are undecided. */
  kept?: Partial<LeadFacts> | undefined;
}

/** A touch as conditions compare it. */
export interface TouchFact {
  /** Epoch milliseconds. */
  occurredAt: number;
  /** Absent for a hypothetical lead. */
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  channel?: Channel | undefined;
}

/** Rules count this many touches of a lead, those that arrived last: memory holds them for each lead of a transaction. */
export const TOUCH_LIMIT = 1_000;

/** The touches, in the order of arrival, with one more. Makes a new list, because results are cached per list. */
export const withTouch = (touches: readonly TouchFact[], added: TouchFact): readonly TouchFact[] =>
  [...touches, added].slice(-TOUCH_LIMIT);

/** The lead with its loaded touches; as it is without any. */
export const withTouches = <L extends { touches?: readonly TouchFact[] | undefined }>(
  lead: L,
  touches: readonly TouchFact[] | undefined,
): L => (touches === undefined ? lead : { ...lead, touches });

/** The touch without the given kept fields, after a decision about them. */
export function withoutKept(touch: Touch, fields: readonly string[]): Touch {
  const rest = Object.entries(touch.kept ?? {}).filter(([field]) => !fields.includes(field));
  return { ...touch, kept: rest.length === 0 ? undefined : Object.fromEntries(rest) };
}
