import Type from 'typebox';
import { IMPORT_STATES } from '../../core/imports/import.js';
import { IMPORT_OUTCOMES, MAX_KEPT_LEADS, MAX_REJECTION_REASONS } from '../../core/jobs/imports.js';
import { MATCH_KEYS } from '../../core/leads/vocabulary.js';
import { Id, listOf, Name, strict, Timestamp, versioned } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { ColumnEvidenceSchema, DetectedFileSchema, ImportMappingSchema, ReadRowSchema } from './import-mappings.js';

const count = (description: string) => Type.Integer({ minimum: 0, description });
const text = (maxLength: number, description: string) => Type.String({ maxLength, description });
const MOST_COLUMNS = 2_000;
const LONGEST_HEADER = 200;
const RejectionCountSchema = component(
  'RejectionCount',
  Type.Object(
    {
      code: text(64, 'Stable code, from the same set as the codes of problems.'),
      detail: text(1_000, 'Why.'),
      rows: count('Rows that were rejected for this reason.'),
    },
    strict('Why rows were rejected.'),
  ),
);

export const importTotals = {
  created: Type.Optional(count('Rows that made a lead.')),
  joined: Type.Optional(count('Rows that joined a known lead, or a lead of an earlier row.')),
  repeated: Type.Optional(
    count(
      'Rows that were imported before: from the same file, another one, or twice in this one. Nothing is done again.',
    ),
  ),
  rejected: Type.Optional(count('Rows that became no lead, each with its reason.')),
  suppressed: Type.Optional(count('Rows that name someone on the suppression list. Nothing of them is stored.')),
  rejections: Type.Optional(
    Type.Array(Ref(RejectionCountSchema), {
      maxItems: MAX_REJECTION_REASONS,
      description: `The reasons, at most ${MAX_REJECTION_REASONS}.`,
    }),
  ),
};

const ImportRunSchema = component(
  'ImportRun',
  Type.Object(
    {
      operationId: Id('The operation, which can be cancelled. A later run continues it.'),
      done: count('Rows so far.'),
      rowsPerSecond: nullable(Type.Integer({ minimum: 0, description: 'Speed; null while that is not known.' })),
      remainingSeconds: nullable(
        Type.Integer({ minimum: 0, description: 'Seconds that are left at this speed; null while that is not known.' }),
      ),
      ...importTotals,
      startedAt: nullable(Timestamp('When its first step began; null before.')),
      finishedAt: nullable(Timestamp('When it ended; null before.')),
    },
    strict('The run of an import, its progress and its result.'),
  ),
);

export const ImportSchema = component(
  'ListImport',
  Type.Object(
    versioned({
      name: Name('The name, for people.'),
      state: enumOf(IMPORT_STATES, {
        description:
          '`ready` for a run; `running`, `paused`; `succeeded`, `failed` or `cancelled`: a failed or cancelled one can be run on; `reverting`, `reverted`.',
      }),
      fileBytes: count('Length of the file in bytes.'),
      fileSha256: text(64, 'SHA-256 of the file, as hexadecimal digits.'),
      sameFileAs: Type.Optional(Id('The latest other import of the same file. Its rows are recognised.')),
      rows: count('Rows of data.'),
      header: Type.Array(text(LONGEST_HEADER, 'A header.'), { maxItems: MOST_COLUMNS, description: 'The columns.' }),
      detected: Ref(DetectedFileSchema),
      mapping: Ref(ImportMappingSchema),
      evidence: Type.Array(Ref(ColumnEvidenceSchema), {
        maxItems: MOST_COLUMNS,
        description:
          'Why columns had their proposed use, in their order. Of a file with more than 300 columns, at most 300 columns that fill a field.',
      }),
      notes: Type.Array(text(5_000, 'A sentence.'), {
        maxItems: 1_000,
        description: 'Decisions about the whole file.',
      }),
      firstRows: Type.Optional(
        Type.Array(Ref(ReadRowSchema), {
          maxItems: 10,
          description: 'The first rows as they would be read; absent in lists, and once they have been run.',
        }),
      ),
      run: Type.Optional(Ref(ImportRunSchema)),
      rehearsalId: nullable(Id('The operation of the last rehearsal; null: none.')),
      revertId: nullable(Id('The operation that reverted the run; null: none.')),
    }),
    strict('A file that was uploaded to become leads.'),
  ),
);

export const ImportList = listOf('ImportList', ImportSchema, 'Imports, newest first.');

export const ImportPatchSchema = component(
  'ImportPatch',
  Type.Object(
    { name: Type.Optional(Name('The name, for people.')), mapping: Type.Optional(Ref(ImportMappingSchema)) },
    {
      ...strict('A JSON Merge Patch (RFC 7396): absent keeps. `mapping` is replaced as a whole.'),
      minProperties: 1,
    },
  ),
);

export const ImportRowSchema = component(
  'ImportRow',
  Type.Object(
    {
      row: count('Number of the row in the file, from 1; the header counts.'),
      outcome: enumOf(IMPORT_OUTCOMES, {
        description:
          '`created` a lead, `joined` one; `repeated`: it was imported before, and nothing was done; `rejected`: it became no lead; `suppressed`: it names someone on the suppression list, and nothing of it is stored.',
      }),
      leadId: Type.Optional(Id('The lead.')),
      matchedBy: Type.Optional(enumOf(MATCH_KEYS, { description: 'The key by which it joined the lead.' })),
      code: Type.Optional(text(64, 'Code of the rejection.')),
      detail: Type.Optional(text(1_000, 'Why it was rejected.')),
      column: Type.Optional(text(LONGEST_HEADER, 'The column at fault.')),
    },
    strict('What a run made of a row.'),
  ),
);

export const ImportRowList = listOf('ImportRowList', ImportRowSchema, 'Rows of a run, in the order of the file.');

export const ImportDetailsSchema = component(
  'ImportDetails',
  Type.Object(
    { importId: Id('The import.'), ...importTotals },
    strict('The run of an import; the counts when it has succeeded.'),
  ),
);

const RehearsedCountSchema = component(
  'RehearsedCount',
  Type.Object(
    { value: text(64, 'The category, the temperature, or the id of the rep.'), rows: count('Number of rows.') },
    strict('How many rows would have a lead with this value.'),
  ),
);

export const RehearsalDetails = component(
  'RehearsalDetails',
  Type.Object(
    {
      importId: Id('The import.'),
      ...importTotals,
      categories: Type.Optional(
        Type.Array(Ref(RehearsedCountSchema), { maxItems: 50, description: 'Rows by the category of their lead.' }),
      ),
      temperatures: Type.Optional(
        Type.Array(Ref(RehearsedCountSchema), { maxItems: 50, description: 'Rows by the temperature of their lead.' }),
      ),
      owners: Type.Optional(
        Type.Array(Ref(RehearsedCountSchema), {
          maxItems: 10_000,
          description: 'Rows by the owner of their lead, a rep; empty: no owner yet.',
        }),
      ),
    },
    strict('The rehearsal of an import: what a run would do. The counts when it has succeeded.'),
  ),
);

const KeptLeadSchema = component(
  'KeptLead',
  Type.Object(
    { leadId: Id('The lead.'), code: text(64, 'Code of the reason.'), detail: text(1_000, 'Why.') },
    strict('A lead that a revert leaves as it is.'),
  ),
);

export const RevertDetails = component(
  'RevertDetails',
  Type.Object(
    {
      importId: Id('The import.'),
      runId: Id('The run that is reverted.'),
      dryRun: Type.Boolean({ description: 'Whether it only previewed the revert.' }),
      removed: Type.Optional(count('Leads that the run had made and that are gone; present when it has succeeded.')),
      restored: Type.Optional(count('Leads that have again what they had before the run.')),
      kept: Type.Optional(count('Leads that stay as they are.')),
      keptLeads: Type.Optional(
        Type.Array(Ref(KeptLeadSchema), { maxItems: MAX_KEPT_LEADS, description: `Those, at most ${MAX_KEPT_LEADS}.` }),
      ),
    },
    strict('The revert of an import.'),
  ),
);

export const ImportRevert = component(
  'ImportRevert',
  Type.Object(
    { dryRun: Type.Optional(Type.Boolean({ description: 'Only finds out what would happen; false when absent.' })) },
    strict('How to revert.'),
  ),
);
