import Type from 'typebox';
import { CAMPAIGN_STATUSES, type Campaign } from '../../core/campaigns.js';
import type { MergePreview } from '../../services/source-merges.js';
import { operation } from '../operations.js';
import { pageRequest, resource } from '../resource.js';
import { CampaignCreate, CampaignList, CampaignPatch, CampaignSchema } from '../schemas/campaigns.js';
import { Id, PlannedDay } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import { MergePreviewSchema, MergeRequest } from '../schemas/sources.js';
import { campaignOut, MERGE_PREVIEW, previewOut, survivorVariant } from './source-presenters.js';

const campaignsExample = {
  id: OTHER_ID,
  version: 1,
  sourceId: EXAMPLE_ID,
  sourceName: 'Spring fair',
  name: 'Booth 12',
  description: null,
  ...{ startsOn: '2026-03-02', endsOn: '2026-03-06', budget: '12000.00', budgetCurrency: 'EUR', status: 'planned' },
  ...{ mergedInto: null, survivorId: OTHER_ID },
  createdAt: AT,
  updatedAt: AT,
};

const campaigns = resource({
  tag: 'Sources',
  noun: 'campaign',
  plural: 'campaigns',
  path: '/v1/campaigns',
  read: ['sources:read'],
  write: ['sources:write'],
  schema: CampaignSchema,
  list: CampaignList,
  example: campaignsExample,
  validator: 'content',
  variantOf: (row: Campaign) => survivorVariant(row),
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
    merged: Type.Optional(Type.Boolean({ description: 'Whether its records count as those of another one.' })),
    runningOn: Type.Optional(
      PlannedDay('Running on this day: begun and not ended. A date that is not stated is open.'),
    ),
  },
  run: (services, { principal, query: { sourceId, status, merged, runningOn, ...page } }) =>
    services.campaigns.list(principal.workspaceId, { sourceId, status, merged, runningOn }, pageRequest(page)),
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

const BOOTH = { id: EXAMPLE_ID, name: 'Booth 12' };
const misspelt = { ...campaignsExample, name: 'Boot 12' };
const mergeExample = { ...misspelt, version: 2, mergedInto: EXAMPLE_ID, survivorId: EXAMPLE_ID };

export const mergeCampaign = campaigns.verb('merge', {
  id: 'mergeCampaign',
  summary: 'Merge a campaign into another',
  description:
    "Everything that names it counts as the other's from now on, in reports, searches, lists, segments and rules that name either. Both belong to one source, or to sources that are merged. Nothing is rewritten; `unmerge` undoes it.",
  body: MergeRequest,
  bodyExample: { into: EXAMPLE_ID },
  refusals: ['conflict', 'reference_not_found', 'rule_refused'],
  example: mergeExample,
  run: (services, { write, params, ifMatch, body }) =>
    services.sourceMerges.mergeCampaign(write, params.campaignId, { into: body.into, ifMatch }),
});

export const unmergeCampaign = campaigns.verb('unmerge', {
  id: 'unmergeCampaign',
  summary: 'Undo the merge of a campaign',
  description: 'Everything counts as before the merge, with what came since for its own name.',
  refusals: ['conflict'],
  example: { ...misspelt, version: 3 },
  run: (services, { write, params, ifMatch }) =>
    services.sourceMerges.unmergeCampaign(write, params.campaignId, ifMatch),
});

export const previewCampaignMerge = operation({
  id: 'previewCampaignMerge',
  method: 'POST',
  path: '/v1/campaigns/:campaignId/merge/preview',
  tag: 'Sources',
  summary: 'Preview the merge of a campaign',
  description: 'What would count as the other one, and the refusals of the merge. Nothing changes.',
  scopes: ['sources:read'],
  params: campaigns.params,
  body: MergeRequest,
  bodyExample: { into: EXAMPLE_ID },
  refusals: ['not_found', 'conflict', 'reference_not_found', 'rule_refused'],
  success: {
    status: 200,
    schema: MergePreviewSchema,
    description: 'What the merge would join.',
    example: {
      ...MERGE_PREVIEW,
      ...{ from: { id: OTHER_ID, name: misspelt.name }, into: BOOTH, survivor: BOOTH },
      ...{ campaigns: 0, joinedCampaigns: 0 },
    },
  },
  readsOnly: true,
  run: (services, { principal, params, body }) =>
    services.sourceMerges.preview('campaign', principal.workspaceId, params.campaignId, body.into),
  present: (preview: MergePreview) => ({ body: previewOut(preview) }),
});
