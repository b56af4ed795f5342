import Type, { type Static } from 'typebox';
import { choiceOf } from '../../core/imports/columns.js';
import type { ImportMapping } from '../../core/imports/mapping.js';
import { IMPORT_OUTCOMES, type StoredImportRow } from '../../core/jobs/imports.js';
import { LEAD_KINDS } from '../../core/leads/vocabulary.js';
import { CHANNELS } from '../../core/sources.js';
import type { ImportFile } from '../../services/imports/imports.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest, resource } from '../resource.js';
import { Name } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { EXAMPLE_ID } from '../schemas/examples.js';
import { ImportDateOrder, type ImportMappingSchema, ListKind } from '../schemas/import-mappings.js';
import { ImportList, ImportPatchSchema, ImportRevert, ImportRowList, ImportSchema } from '../schemas/imports.js';
import { OperationSchema } from '../schemas/operations.js';
import { IMPORT, LISTED_IMPORT, RUNNING_IMPORT } from './import-examples.js';
import { importOut, importVariant } from './import-presenters.js';
import { presentStarted, QUEUED_IMPORT, QUEUED_REHEARSAL, QUEUED_REVERT } from './operations.js';

const tag = 'Imports';
const path = '/v1/imports';
/** What a row can change: with a past it also makes customers and deals. */
const WRITE = ['leads:write', 'customers:write', 'deals:write'] as const;

const imports = resource({
  tag,
  noun: 'import',
  plural: 'imports',
  path,
  read: ['leads:read'],
  write: WRITE,
  schema: ImportSchema,
  list: ImportList,
  example: IMPORT,
  out: importOut,
  variantOf: importVariant,
});

export const createImport = operation({
  id: 'createImport',
  method: 'POST',
  path,
  tag,
  summary: 'Upload a file',
  description:
    'Takes a list as it is, as the body of the request: CSV, TSV or any other delimiter in any encoding, NDJSON, a JSON array, or a workbook (XLSX), also compressed with gzip. The file is read as it arrives, at most 1 GB unless the deployment sets another limit. The answer says what was detected, proposes a use for each column with the evidence, and shows the first rows as they would be read. Nothing becomes a lead before `POST /v1/imports/{importId}/run`. A file that does not arrive whole leaves nothing. Files and what is known of their rows are removed after 30 days.',
  scopes: WRITE,
  query: Type.Object(
    {
      name: Type.Optional(
        Name(
          'The name of the file, for people; `import` when absent. It names the source and the external system as well.',
        ),
      ),
      listKind: Type.Optional(ListKind),
      encoding: Type.Optional(
        Type.String({ minLength: 1, maxLength: 64, description: 'The encoding; detected when absent.' }),
      ),
      sheet: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 200,
          description: 'The sheet of a workbook; the first with rows when absent.',
        }),
      ),
      country: Type.Optional(
        Type.String({ minLength: 2, maxLength: 100, description: 'Country of rows without one, as code or name.' }),
      ),
      source: Type.Optional(Name('The source of rows that name none; `name` when absent.')),
      externalSystem: Type.Optional(
        Type.String({
          ...{ minLength: 1, maxLength: 100, pattern: '\\S' },
          description:
            'The system that ids in the file belong to: rows of all files with the same system and id are one lead. `source` when absent, else `name`, else the file itself, so that ids of two unnamed files never meet.',
        }),
      ),
      channel: Type.Optional(enumOf(CHANNELS, { description: 'The channel of that source; `import` when absent.' })),
      dateOrder: Type.Optional(ImportDateOrder),
      timeZone: Type.Optional(
        Type.String({
          ...{ minLength: 1, maxLength: 64 },
          description: 'IANA zone of times without an offset; that of the workspace when absent.',
        }),
      ),
      kind: Type.Optional(
        enumOf(LEAD_KINDS, { description: 'The kind of every row; decided from the file when absent.' }),
      ),
      columnUse: Type.Optional(
        Type.Array(Type.String({ minLength: 3, maxLength: 400, pattern: '=', description: 'A column and its use.' }), {
          maxItems: 100,
          description:
            'A column and its use, as `Column=field`, repeated for each: a field of the mapping, `attribute`, `attributes.NAME` or `ignore`. The rest of the proposal follows from it, such as the order of dates.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  upload: 'The file, with the media type of its kind or `application/octet-stream`.',
  success: { status: 201, schema: ImportSchema, description: 'The import.', example: IMPORT },
  refusals: ['rule_refused'],
  concurrency: 'etag',
  run: (
    services,
    { write, query: { source, name, externalSystem, columnUse = [], listKind, ...options }, file, whileIdle },
  ) => {
    const { bytes } = file();
    return whileIdle((ended) =>
      services.imports.upload(
        write,
        { bytes, ended },
        {
          ...{ ...options, list: listKind, choices: columnUse.map(choiceOf) },
          ...{ name: name?.trim(), sourceName: source?.trim(), externalSystem: externalSystem?.trim() },
        },
      ),
    );
  },
  present: (details, request) => ({ ...imports.present(details, request), location: `${path}/${details.id}` }),
});

export const listImports = listOperation({
  id: 'listImports',
  path,
  tag,
  scopes: ['leads:read'],
  plural: 'imports',
  list: ImportList,
  example: LISTED_IMPORT,
  out: importOut,
  summary: 'List imports',
  description: 'Newest first, with the progress of their runs.',
  run: (services, { principal, query }) => services.imports.list(principal.workspaceId, pageRequest(query)),
});

export const getImport = imports.get({
  id: 'getImport',
  summary: 'Read an import',
  description: 'With the progress of its run: poll about once a second, with If-None-Match.',
  run: (services, { principal, params }) => services.imports.get(principal.workspaceId, params.importId),
});

/** The wire has what the core has. */
const mappingOf = (mapping: Static<typeof ImportMappingSchema> | undefined): ImportMapping | undefined =>
  mapping as ImportMapping | undefined;

export const updateImport = imports.update({
  id: 'updateImport',
  summary: 'Change the mapping or name of an import',
  description:
    'Send the mapping of the answer with the changes that you want. A column or field that does not exist is refused with its place. The mapping stays once the import has been run.',
  body: ImportPatchSchema,
  bodyExample: { name: 'Fair in Hannover' },
  refusals: ['rule_refused', 'conflict'],
  run: (services, { write, params, ifMatch, body: { name, mapping } }) =>
    services.imports.update(write, params.importId, ifMatch, { name, mapping: mappingOf(mapping) }),
});

export const deleteImport = imports.remove({
  id: 'deleteImport',
  summary: 'Delete an import',
  description:
    'Removes the file and what is known of its rows. Leads stay, and the run cannot be reverted any more. Refused while an operation of it is under way.',
  refusals: ['conflict'],
  run: (services, { write, params, ifMatch }) => services.imports.remove(write, params.importId, ifMatch),
});

export const runImport = operation({
  id: 'runImport',
  method: 'POST',
  path: `${path}/:importId/run`,
  tag,
  summary: 'Run an import',
  description:
    'Starts an operation that makes leads of the rows, in the order of the file, as `POST /v1/leads/batch` does: each row creates a lead or joins a known one, is scored, classified and assigned. Rows with a past are recorded as history. A row is imported once: the same row of this or another file is recognised for 30 days, and nothing is done again. A row without e-mail, phone and id gets an id from its content. A crash loses nothing and repeats nothing. A run that failed or was cancelled is continued by the same call, and a running one is answered as it is.',
  scopes: WRITE,
  params: imports.params,
  success: { status: 202, schema: OperationSchema, description: 'The operation.', example: QUEUED_IMPORT },
  refusals: ['conflict'],
  run: (services, { write, params }) => services.imports.run(write, params.importId),
  present: presentStarted,
});

export const pauseImport = imports.verb('pause', {
  id: 'pauseImport',
  summary: 'Pause a run',
  description: 'Takes no further rows until the run is resumed. Pausing twice changes nothing.',
  example: { ...RUNNING_IMPORT, version: 3, state: 'paused' },
  refusals: ['conflict'],
  run: (services, { write, params, ifMatch }) => services.imports.pause(write, params.importId, ifMatch),
});

export const resumeImport = imports.verb('resume', {
  id: 'resumeImport',
  summary: 'Resume a run',
  description: 'Goes on where the run was paused. Resuming twice changes nothing.',
  example: { ...RUNNING_IMPORT, version: 4 },
  refusals: ['conflict'],
  run: (services, { write, params, ifMatch }) => services.imports.resume(write, params.importId, ifMatch),
});

export const rehearseImport = operation({
  id: 'rehearseImport',
  method: 'POST',
  path: `${path}/:importId/rehearse`,
  tag,
  summary: 'Rehearse an import',
  description:
    'Starts an operation that decides every row as a run would, with the published policies, and changes nothing: which rows would create a lead and which would join one and by which key, which would be rejected and why, and the score, class and owner of each lead. Rows that join a lead of an earlier row are recognised within the file. The result has the sums; `GET /v1/imports/{importId}/rehearsal-file` has each row. Leads that arrive between a rehearsal and the run can change it.',
  scopes: WRITE,
  params: imports.params,
  success: { status: 202, schema: OperationSchema, description: 'The operation.', example: QUEUED_REHEARSAL },
  refusals: ['conflict'],
  run: (services, { write, params }) => services.imports.rehearse(write, params.importId),
  present: presentStarted,
});

export const revertImport = operation({
  id: 'revertImport',
  method: 'POST',
  path: `${path}/:importId/revert`,
  tag,
  summary: 'Take a run back',
  description:
    'Starts an operation that removes the leads that the run made, unless something else has happened to them since (another touch, an activity, engagement, a change by a person or a bulk change), and restores what the run changed in other leads, as `undoLeadChange` does, with the same cause in the log. Their owners are as before, and the reps get again what they were owed. Touches of restored leads stay. Leads that stay as they are are listed with the reason. `dryRun` first finds out what would happen. A run that is under way is cancelled and taken back as far as it came. For 30 days after the end of the run; then the file can be imported again, as it can after a revert. Customers and deals that rows with a past made with such a lead go with it; where they have changed since, or other records rest on them, the lead stays and is listed. What rows with a past added to other leads stays. Repeating the call returns the same operation.',
  scopes: WRITE,
  params: imports.params,
  body: ImportRevert,
  bodyExample: { dryRun: true },
  success: { status: 202, schema: OperationSchema, description: 'The operation.', example: QUEUED_REVERT },
  refusals: ['conflict'],
  run: (services, { write, params, body: { dryRun = false } }) =>
    services.imports.revert(write, params.importId, dryRun),
  present: presentStarted,
});

const fileOut = ({ name, content }: ImportFile) => ({
  file: { name, contentType: 'text/csv; charset=utf-8', bytes: undefined, tag: undefined, content },
});

export const getRejectedRows = operation({
  id: 'getRejectedRows',
  method: 'GET',
  path: `${path}/:importId/rejected-rows`,
  tag,
  summary: 'Read the rejected rows as a file',
  description:
    'CSV with the columns of the file, `reject_reason` and `reject_import`: correct the rows and upload them again. An upload leaves these columns out, and proposes the mapping of the import that rejected the rows. A text that a spreadsheet would compute has an apostrophe in front, which an upload removes. Only headers where no row was rejected. The cells are kept for 30 days.',
  scopes: ['leads:read'],
  params: imports.params,
  success: { status: 200, media: ['text/csv'], description: 'The file.' },
  run: (services, { principal, params }) => services.imports.rejectedRows(principal.workspaceId, params.importId),
  present: fileOut,
});

export const getRehearsalFile = operation({
  id: 'getRehearsalFile',
  method: 'GET',
  path: `${path}/:importId/rehearsal-file`,
  tag,
  summary: 'Read what a rehearsal found',
  description:
    'CSV with a line for each row: the outcome, the lead that it would join or the earlier row of the file, the key, the reason of a rejection, and score, temperature, category and owner of the lead. 409 before the rehearsal has succeeded.',
  scopes: ['leads:read'],
  params: imports.params,
  success: { status: 200, media: ['text/csv'], description: 'The file.' },
  refusals: ['conflict'],
  run: (services, { principal, params }) => services.imports.rehearsalFile(principal.workspaceId, params.importId),
  present: fileOut,
});

const rowOut = ({ row, outcome, leadId, matchedBy, code, detail, column }: StoredImportRow) => ({
  row,
  outcome,
  leadId: leadId ?? undefined,
  matchedBy: matchedBy ?? undefined,
  code: code ?? undefined,
  detail: detail ?? undefined,
  column: column ?? undefined,
});

export const listImportRows = listOperation({
  id: 'listImportRows',
  path: `${path}/:importId/rows`,
  tag,
  summary: 'List the rows of a run',
  description: 'What the run made of each row, in the order of the file; kept for 30 days. A row goes with its lead.',
  scopes: ['leads:read'],
  params: imports.params,
  plural: 'rows',
  list: ImportRowList,
  filters: { outcome: Type.Optional(enumOf(IMPORT_OUTCOMES, { description: 'With this outcome.' })) },
  example: { row: 2, outcome: 'created', leadId: EXAMPLE_ID },
  out: rowOut,
  run: (services, { principal, params, query: { outcome, ...query } }) =>
    services.imports.rows(principal.workspaceId, params.importId, outcome, pageRequest(query)),
});
