import type { LeadFacts } from './facts.js';
import type { ConsentEntry } from './public-submissions.js';
import type { MatchKey } from './vocabulary.js';

/** A submission that made a lead or joined it. Instants are epoch milliseconds. */
export interface Touch {
  id: string;
  leadId: string;
  sourceId: string;
  campaignId?: string | undefined;
  matchedBy?: MatchKey | undefined;
  occurredAt: number;
  receivedAt: number;
  raw: Record<string, unknown>;
  /** Of a submission from a public page: the API key that sent it. */
  publicKeyId?: string | undefined;
  consents?: ConsentEntry[] | undefined;
  /** What it states, and the lead did not take over, and nobody has decided about. */
  kept?: Partial<LeadFacts> | undefined;
}

/** The touch without kept fields that a person has decided about. */
export function withoutKept(touch: Touch, fields: readonly string[]): Touch {
  const rest = Object.entries(touch.kept ?? {}).filter(([field]) => !fields.includes(field));
  return { ...touch, kept: rest.length === 0 ? undefined : Object.fromEntries(rest) };
}
