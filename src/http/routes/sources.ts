import Type from 'typebox';
import { CHANNELS, type Source } from '../../core/sources.js';
import type { MergePreview } from '../../services/source-merges.js';
import { operation } from '../operations.js';
import { pageRequest, resource } from '../resource.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import {
  MergePreviewSchema,
  MergeRequest,
  SourceCreate,
  SourceList,
  SourcePatch,
  SourceSchema,
} from '../schemas/sources.js';
import { MERGE_PREVIEW, previewOut, sourceOut, survivorVariant } from './source-presenters.js';

const sourcesExample = {
  id: EXAMPLE_ID,
  version: 1,
  channel: 'event',
  name: 'Spring fair',
  description: null,
  ...{ mergedInto: null, survivorId: EXAMPLE_ID },
  createdAt: AT,
  updatedAt: AT,
};

const sources = resource({
  tag: 'Sources',
  noun: 'source',
  plural: 'sources',
  path: '/v1/sources',
  read: ['sources:read'],
  write: ['sources:write'],
  schema: SourceSchema,
  list: SourceList,
  example: sourcesExample,
  validator: 'content',
  variantOf: (row: Source) => survivorVariant(row),
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
  filters: {
    channel: Type.Optional(enumOf(CHANNELS, { description: 'Of this channel.' })),
    merged: Type.Optional(Type.Boolean({ description: 'Whether its records count as those of another one.' })),
  },
  run: (services, { principal, query: { channel, merged, ...page } }) =>
    services.sources.list(principal.workspaceId, { channel, merged }, pageRequest(page)),
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

const misspelt = { ...sourcesExample, name: 'Spring fiar' };
const mergeExample = { ...misspelt, version: 2, mergedInto: OTHER_ID, survivorId: OTHER_ID };

export const mergeSource = sources.verb('merge', {
  id: 'mergeSource',
  summary: 'Merge a source into another',
  description:
    "Everything that names it counts as the other's from now on: leads, touches, deals, hand-offs, outcomes, costs and campaigns, in reports, searches, lists, segments and rules that name either. Campaigns of one name become one. Nothing is rewritten: records keep their `sourceId` and show the name of the survivor, and leads that name it later count there too. `unmerge` undoes it.",
  body: MergeRequest,
  bodyExample: { into: OTHER_ID },
  refusals: ['conflict', 'reference_not_found', 'rule_refused'],
  example: mergeExample,
  run: (services, { write, params, ifMatch, body }) =>
    services.sourceMerges.mergeSource(write, params.sourceId, { into: body.into, ifMatch }),
});

export const unmergeSource = sources.verb('unmerge', {
  id: 'unmergeSource',
  summary: 'Undo the merge of a source',
  description: 'Everything counts as before the merge, with what came since for its own name.',
  refusals: ['conflict'],
  example: { ...misspelt, version: 3 },
  run: (services, { write, params, ifMatch }) => services.sourceMerges.unmergeSource(write, params.sourceId, ifMatch),
});

export const previewSourceMerge = operation({
  id: 'previewSourceMerge',
  method: 'POST',
  path: '/v1/sources/:sourceId/merge/preview',
  tag: 'Sources',
  summary: 'Preview the merge of a source',
  description: 'What would count as the other one, and the refusals of the merge. Nothing changes.',
  scopes: ['sources:read'],
  params: sources.params,
  body: MergeRequest,
  bodyExample: { into: OTHER_ID },
  refusals: ['not_found', 'conflict', 'reference_not_found', 'rule_refused'],
  success: {
    status: 200,
    schema: MergePreviewSchema,
    description: 'What the merge would join.',
    example: { ...MERGE_PREVIEW, from: { id: EXAMPLE_ID, name: misspelt.name } },
  },
  readsOnly: true,
  run: (services, { principal, params, body }) =>
    services.sourceMerges.preview('source', principal.workspaceId, params.sourceId, body.into),
  present: (preview: MergePreview) => ({ body: previewOut(preview) }),
});
