import type { Campaign } from '../../core/campaigns.js';
import type { Source } from '../../core/sources.js';
import type { NameLookup } from '../../services/names.js';
import type { MergePreview } from '../../services/source-merges.js';
import { OTHER_ID } from '../schemas/examples.js';

const times = ({ createdAt, updatedAt }: { createdAt: Date; updatedAt: Date }) => ({
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

type MergeState = Pick<Source, 'id' | 'mergedInto' | 'survivorId'>;
const mergeOut = ({ id, mergedInto, survivorId }: MergeState) => ({ mergedInto, survivorId: survivorId ?? id });

/** The survivor follows from merges of others as well. */
export const survivorVariant = ({ survivorId }: Pick<Source, 'survivorId'>): string | undefined =>
  survivorId?.replaceAll('-', '');

export function sourceOut(source: Source) {
  const { id, version, channel, name, description } = source;
  return { id, version, channel, name, description, ...mergeOut(source), ...times(source) };
}

export function campaignOut(campaign: Campaign, names: NameLookup) {
  const { id, version, sourceId, name, description, startsOn, endsOn, budget, budgetCurrency, status } = campaign;
  return {
    ...{ id, version, sourceId, sourceName: names(sourceId), name, description },
    ...{ startsOn, endsOn, budget, budgetCurrency, status, ...mergeOut(campaign), ...times(campaign) },
  };
}

const party = ({ id, name }: { id: string; name: string }) => ({ id, name });

export const previewOut = ({ from, into, survivor, counts, joinedCampaigns }: MergePreview) => ({
  ...{ from: party(from), into: party(into), survivor: party(survivor) },
  ...counts,
  joinedCampaigns,
});

/** Of the reference. */
export const MERGE_PREVIEW = {
  ...{ into: { id: OTHER_ID, name: 'Spring fair' }, survivor: { id: OTHER_ID, name: 'Spring fair' } },
  ...{ leads: 12, touches: 19, customers: 2, deals: 3, handoffs: 4, forms: 0, connectors: 0, campaigns: 2 },
  joinedCampaigns: 1,
};
