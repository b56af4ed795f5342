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

/** The touch without the given kept fields, after a decision about them. */
export function withoutKept(touch: Touch, fields: readonly string[]): Touch {
  const rest = Object.entries(touch.kept ?? {}).filter(([field]) => !fields.includes(field));
  return { ...touch, kept: rest.length === 0 ? undefined : Object.fromEntries(rest) };
}
