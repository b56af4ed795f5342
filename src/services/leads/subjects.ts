import { type Subject, subjectOf } from '../../core/conditions/subject.js';
import type { EngagementFact } from '../../core/engagement.js';
import type { Lead } from '../../core/leads/lead.js';
import type { Channel } from '../../core/sources.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { normalizeFacts } from '../identity/facts.js';
import type { PolicyDocuments, PolicyKind } from '../policies/kinds.js';
import { type LeadInput, UNNAMED_SOURCE } from './prepare.js';

/** How a lead's first source looks to conditions. */
export async function readSource(read: Repositories, lead: Lead): Promise<Subject['source']> {
  const [source, campaign] = await Promise.all([
    read.sources.find(lead.sourceId),
    lead.campaignId === undefined ? undefined : read.campaigns.find(lead.campaignId),
  ]);
  return source && { channel: source.channel as Channel, name: source.name, campaign: campaign?.name };
}

/** All that a lead did, oldest first. */
export async function readEngagement(read: Repositories, lead: Lead): Promise<EngagementFact[]> {
  return (await read.engagement.ofLeads([lead.id])).map(({ fact }) => fact);
}

/** Somebody who is not known, as if it came at that instant. */
export function madeUpSubject(input: LeadInput, country: string | undefined, at: number): Subject {
  const { source = UNNAMED_SOURCE, occurredAt: touchedAt = at, ...raw } = input;
  const { facts } = normalizeFacts(raw, { country, now: touchedAt });
  const lead = { facts, createdAt: at, firstTouchAt: touchedAt, lastTouchAt: touchedAt };
  return subjectOf(lead, { source, engagement: [], now: at });
}

/** The document that decides now. */
export async function publishedOf<Kind extends PolicyKind>(
  read: Repositories,
  kind: Kind,
): Promise<{ version: number; document: PolicyDocuments[Kind] }> {
  const row = (await read.policies.published()).find((candidate) => candidate.kind === kind);
  if (!row) throw new Error(`the workspace has no published ${kind}`);
  return { version: row.version, document: row.document as PolicyDocuments[Kind] };
}
