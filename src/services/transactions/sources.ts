import type { Campaign } from '../../core/campaigns.js';
import { changedSurvivors, survivorsOf } from '../../core/source-merges.js';
import type { Source, SourceReference, Sources } from '../../core/sources.js';
import type { WriteScope } from '../../db/store.js';
import { newCampaign } from '../campaigns.js';
import { newSource } from '../sources.js';
import { addCampaign, addSource, campaignName, sourceName, type WorkspaceConfig } from './config.js';

/** The source, one for each channel, of public submissions that name an unknown source. */
export const PUBLIC_SOURCE_NAME = 'Public form';

/** The sources and campaigns of a workspace by name, with those that a transaction creates. */
export interface NamedSources extends Sources {
  readonly newSources: Source[];
  readonly newCampaigns: Campaign[];
  readonly isNew: boolean;
  /** New survivors of campaigns: a new one may count as one of its name in a merged source, or survive it. */
  readonly newSurvivors: ReadonlyMap<string, string | null>;
}

export function namedSources(scope: WriteScope, config: WorkspaceConfig): NamedSources {
  const newSources: Source[] = [];
  const newCampaigns: Campaign[] = [];
  const newSurvivors = new Map<string, string | null>();
  const idsOf = ({ channel, name, campaign }: SourceReference): { sourceId: string; campaignId?: string } => {
    let source = config.sourcesByName.get(sourceName(channel, name));
    if (!source) {
      source = newSource(scope, { channel, name });
      newSources.push(source);
      addSource(config, source);
    }
    if (campaign === undefined) return { sourceId: source.id };
    let found = config.campaignsByName.get(campaignName(source.id, campaign));
    if (!found) {
      found = newCampaign(scope, { sourceId: source.id, name: campaign });
      newCampaigns.push(found);
      addCampaign(config, found);
      joinMerged(config, newSurvivors);
    }
    return { sourceId: source.id, campaignId: found.id };
  };
  /** A stranger creates no source: sources are few, and kept in memory. */
  const publicIdsOf = ({ channel, name, campaign }: SourceReference) => {
    const source = config.sourcesByName.get(sourceName(channel, name));
    if (!source) return idsOf({ channel, name: PUBLIC_SOURCE_NAME });
    const found = campaign === undefined ? undefined : config.campaignsByName.get(campaignName(source.id, campaign));
    return { sourceId: source.id, campaignId: found?.id };
  };
  return {
    newSources,
    newCampaigns,
    newSurvivors,
    get isNew() {
      return newSources.length + newCampaigns.length > 0;
    },
    idsOf,
    publicIdsOf,
  };
}

/** Sets the survivors anew that a new campaign changes; workspaces without merged sources have none. */
function joinMerged(config: WorkspaceConfig, changed: Map<string, string | null>): void {
  const sources = [...config.sourcesById.values()];
  if (sources.every(({ mergedInto }) => mergedInto === null)) return;
  const campaigns = [...config.campaignsById.values()];
  for (const [id, survivorId] of changedSurvivors(campaigns, survivorsOf(sources, campaigns).campaigns)) {
    const campaign = config.campaignsById.get(id);
    if (campaign) campaign.survivorId = survivorId;
    changed.set(id, survivorId);
  }
}
