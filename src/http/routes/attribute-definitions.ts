import Type from 'typebox';
import { DECLARED_TYPES } from '../../core/attributes/kind.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest } from '../resource.js';
import {
  AttributeDefinitionCreate,
  AttributeDefinitionList,
  AttributeDefinitionPatch,
  AttributeDefinitionSchema,
  AttributeName,
  AttributeTypeChange,
  WorkspaceOpenApi,
} from '../schemas/attribute-definitions.js';
import { idParams } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID } from '../schemas/examples.js';
import { OperationSchema } from '../schemas/operations.js';
import { workspaceDocument } from '../workspace-document.js';
import { attributeOut } from './attribute-presenters.js';
import { presentStarted, QUEUED_ATTRIBUTE_CHANGE } from './operations.js';

const tag = 'Attributes';
const path = '/v1/attribute-definitions';
const params = Type.Object(
  { attributeName: AttributeName('The name of the attribute.') },
  { additionalProperties: false },
);

const EXAMPLE = {
  id: EXAMPLE_ID,
  version: 1,
  name: 'planTier',
  label: 'Plan',
  type: 'one_of',
  options: ['Basic', 'Premium'],
  requiredForStages: [],
  unique: false,
  defaultValue: 'Basic',
  description: null,
  personal: false,
  archivedAt: null,
  createdAt: AT,
  updatedAt: AT,
};
const NEW = {
  name: 'planTier',
  label: 'Plan',
  type: 'one_of',
  options: ['Basic', 'Premium'],
  defaultValue: 'Basic',
  personal: false,
};

export const createAttributeDefinition = operation({
  id: 'createAttributeDefinition',
  method: 'POST',
  path,
  tag,
  summary: 'Declare an attribute',
  description:
    'From now on its values are checked wherever leads get attributes, and text is brought into the form of the type where there is one way to read it. Values that leads have already stay as they are: change the type to the same type to convert them. A workspace has at most 500.',
  scopes: ['workspace:write'],
  body: AttributeDefinitionCreate,
  bodyExample: NEW,
  success: { status: 201, schema: AttributeDefinitionSchema, description: 'The attribute.', example: EXAMPLE },
  refusals: ['conflict', 'rule_refused'],
  concurrency: 'etag',
  run: (services, { write, body }) => services.attributeDefinitions.create(write, body),
  present: (row) => ({ body: attributeOut(row), version: row.version, location: `${path}/${row.name}` }),
});

export const listAttributeDefinitions = listOperation({
  id: 'listAttributeDefinitions',
  path,
  tag,
  summary: 'List attributes',
  description: 'The declared attributes of leads, newest first.',
  scopes: ['leads:read'],
  plural: 'attributes',
  list: AttributeDefinitionList,
  filters: {
    type: Type.Optional(enumOf(DECLARED_TYPES, { description: 'Of this type.' })),
    unique: Type.Optional(Type.Boolean({ description: 'Unique ones (true), or the others (false).' })),
    personal: Type.Optional(Type.Boolean({ description: 'Personal ones (true), or the others (false).' })),
    archived: Type.Optional(Type.Boolean({ description: 'Archived ones (true), or those in use (false).' })),
  },
  example: EXAMPLE,
  validator: 'content',
  out: attributeOut,
  run: (services, { principal, query: { limit, cursor, ...filter } }) =>
    services.attributeDefinitions.list(principal.workspaceId, filter, pageRequest({ limit, cursor })),
});

export const getAttributeDefinition = operation({
  id: 'getAttributeDefinition',
  method: 'GET',
  path: `${path}/:attributeName`,
  tag,
  summary: 'Read an attribute',
  description: 'One declared attribute.',
  scopes: ['leads:read'],
  params,
  success: { status: 200, schema: AttributeDefinitionSchema, description: 'The attribute.', example: EXAMPLE },
  concurrency: 'etag',
  run: (services, { principal, params: { attributeName } }) =>
    services.attributeDefinitions.get(principal.workspaceId, attributeName),
  present: (row) => ({ body: attributeOut(row), version: row.version }),
});

export const updateAttributeDefinition = operation({
  id: 'updateAttributeDefinition',
  method: 'PATCH',
  path: `${path}/:attributeName`,
  tag,
  summary: 'Change or archive an attribute',
  description:
    'All but its name, its type and whether it is unique. Values that leads have already are not checked again: a lead keeps an option that was removed until its value is changed.',
  scopes: ['workspace:write'],
  params,
  body: AttributeDefinitionPatch,
  bodyExample: { options: ['Basic', 'Premium', 'Enterprise'] },
  success: {
    status: 200,
    schema: AttributeDefinitionSchema,
    description: 'The attribute as it is now.',
    example: { ...EXAMPLE, version: 2, options: ['Basic', 'Premium', 'Enterprise'] },
  },
  refusals: ['rule_refused'],
  concurrency: 'etag',
  run: (services, { write, params: { attributeName }, ifMatch, body }) =>
    services.attributeDefinitions.update(write, attributeName, ifMatch, body),
  present: (row) => ({ body: attributeOut(row), version: row.version }),
});

export const changeAttributeType = operation({
  id: 'changeAttributeType',
  method: 'POST',
  path: `${path}/:attributeName/type-changes`,
  tag,
  summary: 'Change the type of an attribute',
  description:
    'New values are checked by the new type at once. An operation converts the values of all leads where there is one way to read them; a value that does not fit stays as it is until it is changed. `dryRun` first finds out how many would not fit, with the first ten leads. The same type converts values from before the declaration. A default that does not fit the new type is removed. A type by which a stored condition on the attribute (of a segment, a published policy, a webhook endpoint or a parked lead) would select other leads is refused, also with `dryRun`: `errors` names each (`condition_changes`). A unique attribute keeps its type.',
  scopes: ['workspace:write', 'leads:write'],
  params,
  body: AttributeTypeChange,
  bodyExample: { type: 'number', dryRun: true },
  success: { status: 202, schema: OperationSchema, description: 'The operation.', example: QUEUED_ATTRIBUTE_CHANGE },
  refusals: ['rule_refused'],
  run: (services, { write, params: { attributeName }, body: { dryRun = false, ...kind } }) =>
    services.attributeDefinitions.changeType(write, attributeName, { ...kind, dryRun }),
  present: presentStarted,
});

export const getWorkspaceDocument = operation({
  id: 'getWorkspaceDocument',
  method: 'GET',
  path: '/v1/workspaces/:workspaceId/openapi.json',
  tag,
  summary: 'Read the OpenAPI document of a workspace',
  description:
    'The document of this service in which `attributes` of leads has the declared attributes of the workspace, in requests and in answers. Make a typed client from it.',
  scopes: ['workspace:read'],
  params: idParams('workspaceId', 'The workspace.'),
  success: {
    status: 200,
    schema: WorkspaceOpenApi,
    description: 'The document.',
    example: { openapi: '3.1.1', info: { title: 'Headwater', version: '0.1.0' }, paths: {} },
  },
  validator: 'content',
  run: async (services, { principal, params: { workspaceId }, document }) =>
    workspaceDocument(document(), await services.attributeDefinitions.declared(principal, workspaceId)),
  present: (document) => ({ body: document }),
});
