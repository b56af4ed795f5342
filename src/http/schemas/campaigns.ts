import Type from 'typebox';
import { CAMPAIGN_STATUSES } from '../../core/campaigns.js';
import { Id, listOf, Name, NameOf, PlannedDay, strict, versioned } from './common.js';
import { component, enumOf, nullable } from './components.js';
import { Money } from './deals.js';
import { Description, mergeFields, namePatch, patchOptions } from './sources.js';

export const CampaignStatus = () =>
  enumOf(CAMPAIGN_STATUSES, {
    description:
      'What it does now, as people state it: `planned`, `active` (also one that a lead named first), `paused`, `ended` or `archived`. Dates change no status; leads that name an ended or archived campaign still belong to it.',
  });
const StartsOn = () => PlannedDay('Its first day.');
const EndsOn = () => PlannedDay('Its last day, not before the first.');
const Budget = () => Money('What it may cost.');
const BudgetCurrency = () =>
  Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 currency of the budget.', examples: ['EUR'] });

const sourceId = Id('The source it belongs to.');
const campaignName = Name('Its name, unique within the source.');
export const CampaignSchema = component(
  'Campaign',
  Type.Object(
    versioned({
      ...{ sourceId, sourceName: NameOf('that source'), name: campaignName, description: nullable(Description) },
      ...{ startsOn: nullable(StartsOn()), endsOn: nullable(EndsOn()) },
      ...{ budget: nullable(Budget()), budgetCurrency: nullable(BudgetCurrency()), status: CampaignStatus() },
      ...mergeFields('campaign'),
    }),
    strict('An effort within a source, such as one mailing or one fair.'),
  ),
);
export const CampaignList = listOf('CampaignList', CampaignSchema, 'Campaigns, newest first.');
export const CampaignCreate = component(
  'CampaignCreate',
  Type.Object(
    {
      ...{ sourceId, name: campaignName, description: Type.Optional(Description) },
      ...{ startsOn: Type.Optional(StartsOn()), endsOn: Type.Optional(EndsOn()) },
      ...{ budget: Type.Optional(Budget()), budgetCurrency: Type.Optional(BudgetCurrency()) },
      status: Type.Optional(CampaignStatus()),
    },
    strict('A new campaign; `active` where nothing else is stated.'),
  ),
);
export const CampaignPatch = component(
  'CampaignPatch',
  Type.Object(
    {
      ...namePatch,
      ...{ startsOn: Type.Optional(nullable(StartsOn())), endsOn: Type.Optional(nullable(EndsOn())) },
      ...{ budget: Type.Optional(nullable(Budget())), budgetCurrency: Type.Optional(nullable(BudgetCurrency())) },
      status: Type.Optional(CampaignStatus()),
    },
    { ...patchOptions },
  ),
);
