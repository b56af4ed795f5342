import Type from 'typebox';
import { CHANNELS, type Channel } from '../../core/sources.js';
import type { Campaign, Source } from '../../services/sources.js';
import { operation } from '../operations.js';
import { Id, idParams, listQueryProperties } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, OTHER_ID, pageOfOne } from '../schemas/examples.js';
import {
  CampaignCreate,
  CampaignList,
  CampaignPatch,
  CampaignSchema,
  SourceCreate,
  SourceList,
  SourcePatch,
  SourceSchema,
} from '../schemas/sources.js';
import { pageOut, pageRequest } from './pages.js';

const SOURCE = {
  id: EXAMPLE_ID,
  version: 1,
  channel: 'event',
  name: 'Spring fair',
  description: null,
  createdAt: AT,
  updatedAt: AT,
};
const CAMPAIGN = {
  id: OTHER_ID,
  version: 1,
  sourceId: EXAMPLE_ID,
  name: 'Booth 12',
  description: null,
  createdAt: AT,
  updatedAt: AT,
};

const times = ({ createdAt, updatedAt }: { createdAt: Date; updatedAt: Date }) => ({
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

function sourceOut(source: Source) {
  const { id, version, channel, name, description } = source;
  return { id, version, channel: channel as Channel, name, description, ...times(source) };
}

function campaignOut(campaign: Campaign) {
  const { id, version, sourceId, name, description } = campaign;
  return { id, version, sourceId, name, description, ...times(campaign) };
}

const sourceParams = idParams('sourceId', 'The source.');
const campaignParams = idParams('campaignId', 'The campaign.');

export const createSource = operation({
  id: 'createSource',
  method: 'POST',
  path: '/v1/sources',
  tag: 'Sources',
  summary: 'Create a source',
  description: 'Sources named in submissions come into being by themselves; create one to describe it beforehand.',
  scopes: ['sources:write'],
  body: SourceCreate,
  bodyExample: { channel: 'event', name: 'Spring fair' },
  success: { status: 201, schema: SourceSchema, description: 'The source.', example: SOURCE },
  refusals: ['conflict'],
  concurrency: 'etag',
  run: (services, { write, body }) => services.sources.create(write, body),
  present: (row) => ({ body: sourceOut(row), version: row.version, location: `/v1/sources/${row.id}` }),
});

export const listSources = operation({
  id: 'listSources',
  method: 'GET',
  path: '/v1/sources',
  tag: 'Sources',
  summary: 'List sources',
  description: 'Newest first.',
  scopes: ['sources:read'],
  query: Type.Object(
    { ...listQueryProperties, channel: Type.Optional(enumOf(CHANNELS, { description: 'Of this channel.' })) },
    { additionalProperties: false },
  ),
  success: { status: 200, schema: SourceList, description: 'A page of sources.', example: pageOfOne(SOURCE) },
  refusals: ['cursor_invalid'],
  run: (services, { principal, query }) =>
    services.sources.list(principal.workspaceId, query.channel, pageRequest(query)),
  present: (page) => ({ body: pageOut(page, sourceOut) }),
});

export const getSource = operation({
  id: 'getSource',
  method: 'GET',
  path: '/v1/sources/:sourceId',
  tag: 'Sources',
  summary: 'Read a source',
  description: 'One source.',
  scopes: ['sources:read'],
  params: sourceParams,
  success: { status: 200, schema: SourceSchema, description: 'The source.', example: SOURCE },
  concurrency: 'etag',
  run: (services, { principal, params }) => services.sources.get(principal.workspaceId, params.sourceId),
  present: (row) => ({ body: sourceOut(row), version: row.version }),
});

export const updateSource = operation({
  id: 'updateSource',
  method: 'PATCH',
  path: '/v1/sources/:sourceId',
  tag: 'Sources',
  summary: 'Change a source',
  description: 'Its name or description; its channel stays.',
  scopes: ['sources:write'],
  params: sourceParams,
  body: SourcePatch,
  bodyExample: { name: 'Spring fair 2026' },
  success: { status: 200, schema: SourceSchema, description: 'The source as it is now.', example: SOURCE },
  refusals: ['conflict'],
  concurrency: 'etag',
  run: (services, { write, params, ifMatch, body }) => services.sources.update(write, params.sourceId, ifMatch, body),
  present: (row) => ({ body: sourceOut(row), version: row.version }),
});

export const createCampaign = operation({
  id: 'createCampaign',
  method: 'POST',
  path: '/v1/campaigns',
  tag: 'Sources',
  summary: 'Create a campaign',
  description: 'Campaigns named in submissions come into being by themselves; create one to describe it beforehand.',
  scopes: ['sources:write'],
  body: CampaignCreate,
  bodyExample: { sourceId: EXAMPLE_ID, name: 'Booth 12' },
  success: { status: 201, schema: CampaignSchema, description: 'The campaign.', example: CAMPAIGN },
  refusals: ['conflict', 'reference_not_found'],
  concurrency: 'etag',
  run: (services, { write, body }) => services.campaigns.create(write, body),
  present: (row) => ({ body: campaignOut(row), version: row.version, location: `/v1/campaigns/${row.id}` }),
});

export const listCampaigns = operation({
  id: 'listCampaigns',
  method: 'GET',
  path: '/v1/campaigns',
  tag: 'Sources',
  summary: 'List campaigns',
  description: 'Newest first.',
  scopes: ['sources:read'],
  query: Type.Object(
    { ...listQueryProperties, sourceId: Type.Optional(Id('Of this source.')) },
    { additionalProperties: false },
  ),
  success: { status: 200, schema: CampaignList, description: 'A page of campaigns.', example: pageOfOne(CAMPAIGN) },
  refusals: ['cursor_invalid'],
  run: (services, { principal, query }) =>
    services.campaigns.list(principal.workspaceId, query.sourceId, pageRequest(query)),
  present: (page) => ({ body: pageOut(page, campaignOut) }),
});

export const getCampaign = operation({
  id: 'getCampaign',
  method: 'GET',
  path: '/v1/campaigns/:campaignId',
  tag: 'Sources',
  summary: 'Read a campaign',
  description: 'One campaign.',
  scopes: ['sources:read'],
  params: campaignParams,
  success: { status: 200, schema: CampaignSchema, description: 'The campaign.', example: CAMPAIGN },
  concurrency: 'etag',
  run: (services, { principal, params }) => services.campaigns.get(principal.workspaceId, params.campaignId),
  present: (row) => ({ body: campaignOut(row), version: row.version }),
});

export const updateCampaign = operation({
  id: 'updateCampaign',
  method: 'PATCH',
  path: '/v1/campaigns/:campaignId',
  tag: 'Sources',
  summary: 'Change a campaign',
  description: 'Its name or description; its source stays.',
  scopes: ['sources:write'],
  params: campaignParams,
  body: CampaignPatch,
  bodyExample: { name: 'Booth 14' },
  success: { status: 200, schema: CampaignSchema, description: 'The campaign as it is now.', example: CAMPAIGN },
  refusals: ['conflict'],
  concurrency: 'etag',
  run: (services, { write, params, ifMatch, body }) =>
    services.campaigns.update(write, params.campaignId, ifMatch, body),
  present: (row) => ({ body: campaignOut(row), version: row.version }),
});
