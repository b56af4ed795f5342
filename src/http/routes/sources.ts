import Type from 'typebox';
import { CHANNELS } from '../../core/sources.js';
import { pageRequest, resource } from '../resource.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID } from '../schemas/examples.js';
import { SourceCreate, SourceList, SourcePatch, SourceSchema } from '../schemas/sources.js';
import { sourceOut } from './source-presenters.js';

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
