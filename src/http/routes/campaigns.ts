import Type from 'typebox';
import { CAMPAIGN_STATUSES } from '../../core/campaigns.js';
import { pageRequest, resource } from '../resource.js';
import { CampaignCreate, CampaignList, CampaignPatch, CampaignSchema } from '../schemas/campaigns.js';
import { Id, PlannedDay } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import { campaignOut } from './source-presenters.js';

const campaigns = resource({
  tag: 'Sources',
  noun: 'campaign',
  plural: 'campaigns',
  path: '/v1/campaigns',
  read: ['sources:read'],
  write: ['sources:write'],
  schema: CampaignSchema,
  list: CampaignList,
  example: {
    id: OTHER_ID,
    version: 1,
    sourceId: EXAMPLE_ID,
    sourceName: 'Spring fair',
    name: 'Booth 12',
    description: null,
    ...{ startsOn: '2026-03-02', endsOn: '2026-03-06', budget: '12000.00', budgetCurrency: 'EUR', status: 'planned' },
    createdAt: AT,
    updatedAt: AT,
  },
  validator: 'content',
  out: campaignOut,
});

export const createCampaign = campaigns.create({
  id: 'createCampaign',
  summary: 'Create a campaign',
  description: 'Campaigns named in submissions are created automatically; create one here to describe it beforehand.',
  body: CampaignCreate,
  bodyExample: {
    ...{ sourceId: EXAMPLE_ID, name: 'Booth 12', startsOn: '2026-03-02', endsOn: '2026-03-06' },
    ...{ budget: '12000.00', budgetCurrency: 'EUR', status: 'planned' },
  },
  refusals: ['conflict', 'reference_not_found', 'rule_refused'],
  run: (services, { write, body }) => services.campaigns.create(write, body),
});

export const listCampaigns = campaigns.listed({
  id: 'listCampaigns',
  summary: 'List campaigns',
  description: 'Newest first.',
  filters: {
    sourceId: Type.Optional(Id('Of this source.')),
    status: Type.Optional(enumOf(CAMPAIGN_STATUSES, { description: 'Of this status.' })),
    runningOn: Type.Optional(
      PlannedDay('Running on this day: begun and not ended. A date that is not stated is open.'),
    ),
  },
  run: (services, { principal, query: { sourceId, status, runningOn, ...page } }) =>
    services.campaigns.list(principal.workspaceId, { sourceId, status, runningOn }, pageRequest(page)),
});

export const getCampaign = campaigns.get({
  id: 'getCampaign',
  summary: 'Read a campaign',
  description: 'One campaign.',
  run: (services, { principal, params }) => services.campaigns.get(principal.workspaceId, params.campaignId),
});

export const updateCampaign = campaigns.update({
  id: 'updateCampaign',
  summary: 'Change a campaign',
  description:
    'Its name, description, dates, budget or status; its source stays. `budget: null` removes the currency as well.',
  body: CampaignPatch,
  bodyExample: { name: 'Booth 14', status: 'active' },
  refusals: ['conflict', 'rule_refused'],
  run: (services, { write, params, ifMatch, body }) =>
    services.campaigns.update(write, params.campaignId, ifMatch, body),
});
