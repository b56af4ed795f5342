import type { Static } from 'typebox';
import { EXPORT_HOURS, MOST_STREAMED_ROWS } from '../../core/exports/export.js';
import type { Principal } from '../../services/context.js';
import type { ExportInput } from '../../services/exports/prepare.js';
import { operation } from '../operations.js';
import { idParams } from '../schemas/common.js';
import { ExportCreate } from '../schemas/exports.js';
import { OperationSchema } from '../schemas/operations.js';
import { checkConditionScopes, checkLeadScopes } from './condition-scopes.js';
import { fileOut } from './export-presenters.js';
import { parseInstant } from './instants.js';
import { presentStarted, QUEUED_EXPORT } from './operations.js';

const tag = 'Exports';
const FILE_TYPES = ['text/csv', 'application/x-ndjson', 'application/gzip'];
const params = idParams('exportId', 'The operation of the export.');

const EXAMPLE = {
  resource: 'leads',
  where: { type: 'field', field: 'country', operator: 'eq', value: 'DE' },
  fields: ['id', 'name', 'email', 'score.total', 'ownerName', 'attributes'],
} as const;

/** Instants are text on the wire and epoch milliseconds inside. */
function inputOf(principal: Principal, body: Static<typeof ExportCreate>): ExportInput {
  const { resource, where, lead, stage, rotted, contactableBy, types, ...layoutAndFilters } = body;
  const { fields, explanation, format, raw, compression, ...rest } = layoutAndFilters;
  const { occurredFrom, occurredBefore, ...filters } = rest;
  checkConditionScopes(principal, where);
  checkLeadScopes(principal, lead);
  return {
    ...{ resource, where, lead, stage, rotted, contactableBy, types, filters },
    ...{ fields, explanation, format, raw, compression },
    occurredFrom: parseInstant(occurredFrom),
    occurredBefore: parseInstant(occurredBefore),
  };
}

export const createExport = operation({
  id: 'createExport',
  method: 'POST',
  path: '/v1/exports',
  tag,
  summary: 'Export to a file',
  description: `Writes leads, touches, engagement events, activities, deals, customers or events to a CSV or NDJSON file, as an operation: poll it, then read \`GET /v1/exports/{exportId}/file\`. All rows are as of one instant. The file can be read for ${EXPORT_HOURS} hours, by keys with the scope that reads its rows. It goes earlier when a lead or customer of the workspace is deleted, because it may contain it; a file that is being written is begun again then. Instants are in UTC, money is exact decimal text. Lists are one cell, separated by semicolons; a list with a text that contains a separator, and a list of objects, is JSON. A CSV or NDJSON file of leads can be imported.`,
  scopes: ['exports:write'],
  body: ExportCreate,
  bodyExample: EXAMPLE,
  success: { status: 202, schema: OperationSchema, description: 'The operation.', example: QUEUED_EXPORT },
  refusals: ['rule_refused'],
  run: (services, { principal, write, body }) => services.exports.request(write, principal, inputOf(principal, body)),
  present: presentStarted,
});

export const streamExport = operation({
  id: 'streamExport',
  method: 'POST',
  path: '/v1/exports/stream',
  tag,
  summary: 'Export in the answer',
  description: `The rows of \`POST /v1/exports\` in the answer itself, made while they are sent: at most ${MOST_STREAMED_ROWS.toLocaleString('en')}, else 422 before the first byte. All rows are as of one instant. An answer that cannot be completed ends without the end of the transfer coding, so that clients report it; also for a reader that stops for more than some seconds. A process sends two at a time: 503 beyond.`,
  scopes: ['exports:read', 'exports:write'],
  body: ExportCreate,
  bodyExample: EXAMPLE,
  success: { status: 200, media: FILE_TYPES, description: 'The rows.' },
  refusals: ['rule_refused'],
  readsOnly: true,
  run: (services, { principal, body }) => services.exports.stream(principal, inputOf(principal, body)),
  present: fileOut,
});

export const getExportFile = operation({
  id: 'getExportFile',
  method: 'GET',
  path: '/v1/exports/:exportId/file',
  tag,
  summary: 'Read the file of an export',
  description:
    'The file, once the operation has succeeded: 409 before. The key needs the scope that reads its rows as well, such as `leads:read`. When the file is removed while it is sent, the connection is closed before the announced length.',
  scopes: ['exports:read'],
  params,
  success: { status: 200, media: FILE_TYPES, description: 'The file.' },
  refusals: ['conflict', 'file_gone'],
  concurrency: 'etag',
  run: (services, { principal, params: { exportId } }) => services.exports.file(principal, exportId),
  present: fileOut,
});

export const deleteExportFile = operation({
  id: 'deleteExportFile',
  method: 'DELETE',
  path: '/v1/exports/:exportId/file',
  tag,
  summary: 'Delete the file of an export',
  description:
    'The operation stays, without its file. A file that is being written is begun again: cancel the operation.',
  scopes: ['exports:write'],
  params,
  success: { status: 204, description: 'Deleted.' },
  refusals: ['file_gone'],
  run: (services, { principal, write, params: { exportId } }) =>
    services.exports.removeFile(write, principal, exportId),
  present: () => ({}),
});
