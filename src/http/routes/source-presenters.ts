import type { Campaign } from '../../core/campaigns.js';
import type { Source } from '../../core/sources.js';
import type { NameLookup } from '../../services/names.js';

const times = ({ createdAt, updatedAt }: { createdAt: Date; updatedAt: Date }) => ({
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

export function sourceOut(source: Source) {
  const { id, version, channel, name, description } = source;
  return { id, version, channel, name, description, ...times(source) };
}

export function campaignOut(campaign: Campaign, names: NameLookup) {
  const { id, version, sourceId, name, description, startsOn, endsOn, budget, budgetCurrency, status } = campaign;
  return {
    ...{ id, version, sourceId, sourceName: names(sourceId), name, description },
    ...{ startsOn, endsOn, budget, budgetCurrency, status, ...times(campaign) },
  };
}
