import Type from 'typebox';
import { CHANNELS } from '../../core/sources.js';
import { pageRequest, resource } from '../resource.js';
import { Id } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
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
import { campaignOut, sourceOut } from './source-presenters.js';

const sources = resource({
  tag: 'Sources',
  noun: 'source',
  plural: 'sources',
  path: '/v1/sources',
  read: ['sources:read'],
  write: ['sources:write'],
  schema: SourceSchema,
  list: SourceList,
  example: {
    id: EXAMPLE_ID,
    version: 1,
    channel: 'event',
    name: 'Spring fair',
    description: null,
    createdAt: AT,
    updatedAt: AT,
  },
  validator: 'content',
  out: sourceOut,
});

export const createSource = sources.create({
  id: 'createSource',
  summary: 'Create a source',
  description: 'Sources named in submissions are created automatically; create one here to describe it beforehand.',
  body: SourceCreate,
  bodyExample: { channel: 'event', name: 'Spring fair' },
  refusals: ['conflict'],
  run: (services, { write, body }) => services.sources.create(write, body),
});

export const listSources = sources.listed({
  id: 'listSources',
  summary: 'List sources',
  description: 'Newest first.',
  filters: { channel: Type.Optional(enumOf(CHANNELS, { description: 'Of this channel.' })) },
  run: (services, { principal, query }) =>
    services.sources.list(principal.workspaceId, query.channel, pageRequest(query)),
});

export const getSource = sources.get({
  id: 'getSource',
  summary: 'Read a source',
  description: 'One source.',
  run: (services, { principal, params }) => services.sources.get(principal.workspaceId, params.sourceId),
});

export const updateSource = sources.update({
  id: 'updateSource',
  summary: 'Change a source',
  description: 'Its name or description; its channel stays.',
  body: SourcePatch,
  bodyExample: { name: 'Spring fair 2026' },
  refusals: ['conflict'],
  run: (services, { write, params, ifMatch, body }) => services.sources.update(write, params.sourceId, ifMatch, body),
});

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
  bodyExample: { sourceId: EXAMPLE_ID, name: 'Booth 12' },
  refusals: ['conflict', 'reference_not_found'],
  run: (services, { write, body }) => services.campaigns.create(write, body),
});

export const listCampaigns = campaigns.listed({
  id: 'listCampaigns',
  summary: 'List campaigns',
  description: 'Newest first.',
  filters: { sourceId: Type.Optional(Id('Of this source.')) },
  run: (services, { principal, query }) =>
    services.campaigns.list(principal.workspaceId, query.sourceId, pageRequest(query)),
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
  description: 'Its name or description; its source stays.',
  body: CampaignPatch,
  bodyExample: { name: 'Booth 14' },
  refusals: ['conflict'],
  run: (services, { write, params, ifMatch, body }) =>
    services.campaigns.update(write, params.campaignId, ifMatch, body),
});
