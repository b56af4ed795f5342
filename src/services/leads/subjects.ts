import type { Subject } from '../../core/conditions/subject.js';
import type { EngagementFact } from '../../core/engagement.js';
import type { Lead } from '../../core/leads/lead.js';
import type { Channel } from '../../core/sources.js';
import type { Repositories } from '../../db/repositories/repositories.js';

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
