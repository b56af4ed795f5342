import Type from 'typebox';
import { PAST_RESULTS } from '../../core/history/history.js';
import { DATE_ORDERS } from '../../core/imports/dates.js';
import { ATTRIBUTE_TYPES, CERTAINTIES, COLUMN_USES, LIST_KINDS } from '../../core/imports/mapping.js';
import { LEAD_KINDS } from '../../core/leads/vocabulary.js';
import { CHANNELS } from '../../core/sources.js';
import { Id, Name, strict } from './common.js';
import { component, enumOf, Ref } from './components.js';

const count = (description: string) => Type.Integer({ minimum: 0, description });
const text = (maxLength: number, description: string) => Type.String({ maxLength, description });
const LONGEST_HEADER = 200;
const MOST_COLUMNS = 2_000;

export const ListKind = enumOf(LIST_KINDS, {
  description:
    'The kind of list, which sets defaults. `leads`: people who showed interest. `own_customers`: people who have bought; their leads are disqualified (`existing_customer`), and a known one without interest is closed. `purchased_list`, `event_attendees`: as they say. `crm_export`: leads of another CRM with their stages and owners. `engagement_history`: a row for each thing that a lead did. `deals`: a row for each deal.',
});

export const ImportDateOrder = enumOf(DATE_ORDERS, {
  description: 'Order of numeric dates that do not show it themselves: `dmy` 31/12/2026, `mdy` 12/31/2026.',
});

const ImportColumnSchema = component(
  'ImportColumn',
  Type.Object(
    {
      column: text(LONGEST_HEADER, 'Header of the column in the file.'),
      use: enumOf(COLUMN_USES, {
        description: '`field`: its values fill `field`. `attribute`: they become the attribute. `ignore`: left out.',
      }),
      field: Type.Optional(
        text(
          64,
          'The field that it fills, where `use` is `field`: a field of `POST /v1/leads`, or `source`, `channel`, `campaign`, `occurredAt`, `owner`, `stage`, `dealAmount`, `emailOptOut`, `phoneOptOut` and others that an error lists.',
        ),
      ),
      attribute: text(
        LONGEST_HEADER,
        'Name of the attribute with its values, or with those that do not fit the field.',
      ),
      type: enumOf(ATTRIBUTE_TYPES, {
        description:
          'Type of the attribute. A percentage and an amount become the number that they state, and a `list` several texts.',
      }),
      decimalSign: enumOf(['point', 'comma'] as const, { description: 'The decimal sign of its numbers.' }),
      rank: Type.Integer({
        minimum: 0,
        maximum: 1_000_000,
        description: 'Of several columns for one field, the smallest comes first: of e-mails the main one.',
      }),
    },
    strict('The use of one column.'),
  ),
);

const ImportStageSchema = component(
  'ImportStage',
  Type.Object(
    {
      value: text(500, 'A value of the column of stages.'),
      stage: Type.Optional(text(64, 'Key of a stage of the funnel in which a lead is open.')),
      result: Type.Optional(enumOf(PAST_RESULTS, { description: 'How the lead ended.' })),
      reason: Type.Optional(text(64, 'Why: a reason of that result; `other` when absent.')),
    },
    strict('What a value of the column of stages means.'),
  ),
);

const ImportOwnerSchema = component(
  'ImportOwner',
  Type.Object(
    { value: text(500, 'A value of the column of owners.'), repId: Id('The rep.') },
    strict('The rep that a value of the column of owners names.'),
  ),
);

const ImportSourceSchema = component(
  'ImportSource',
  Type.Object(
    {
      channel: enumOf(CHANNELS, { description: 'The channel of the source.' }),
      name: Name('The name of the source.'),
    },
    strict('The source of rows that name none.'),
  ),
);

export const ImportMappingSchema = component(
  'ImportMapping',
  Type.Object(
    {
      list: ListKind,
      columns: Type.Array(Ref(ImportColumnSchema), {
        maxItems: MOST_COLUMNS,
        description: 'One for each column of the file, in its order.',
      }),
      source: Ref(ImportSourceSchema),
      externalSystem: text(100, 'The system that ids in the file belong to.'),
      kind: Type.Optional(enumOf(LEAD_KINDS, { description: 'Kind of every row; absent: it follows from each row.' })),
      country: Type.Optional(text(2, 'ISO 3166-1 code of the country of rows without one.')),
      phonePrefix: Type.Optional(text(8, 'A prefix such as `+1` for phone numbers without a country.')),
      dateOrder: ImportDateOrder,
      timeZone: Type.Optional(
        text(64, 'IANA zone of times without an offset, such as `Europe/Berlin`; `UTC` when absent.'),
      ),
      rowIds: Type.Boolean({ description: 'Whether no column identifies a row: a fingerprint of each row is its id.' }),
      currency: Type.Optional(text(3, 'ISO 4217 code of amounts of deals that state no currency; `USD` when absent.')),
      stages: Type.Optional(
        Type.Array(Ref(ImportStageSchema), {
          maxItems: 500,
          description:
            'What values of stages mean, in a list with a past. Absent values: the stage of that name, or a common word such as `Closed won`.',
        }),
      ),
      owners: Type.Optional(
        Type.Array(Ref(ImportOwnerSchema), {
          maxItems: 5_000,
          description: 'The reps that owners in the file are. Absent values: the rep with that e-mail address or name.',
        }),
      ),
    },
    strict('How the columns of a file become leads.'),
  ),
);

export const DetectedFileSchema = component(
  'DetectedFile',
  Type.Object(
    {
      format: text(32, 'The format of the file, such as `delimited`.'),
      encoding: Type.Optional(text(64, 'The encoding of its characters.')),
      encodingCertainty: Type.Optional(
        enumOf(CERTAINTIES, { description: 'How certain the encoding is. Check names with accents when it is not.' }),
      ),
      damaged: Type.Optional(Type.Boolean({ description: 'Whether bytes are invalid in the encoding.' })),
      delimiter: Type.Optional(text(8, 'The character between cells.')),
      quote: Type.Optional(text(8, 'The quotation mark; absent: there is none.')),
      headerRow: Type.Optional(count('The row of the headers, from 1; absent: the first row is data.')),
      sheet: Type.Optional(text(200, 'The sheet of the workbook.')),
      timeZone: Type.Optional(
        text(64, 'The zone in which times without an offset are read: that of the upload, else of the workspace.'),
      ),
      dateOrder: Type.Optional(ImportDateOrder),
      dateOrderCertainty: Type.Optional(
        enumOf(CERTAINTIES, {
          description:
            'How certain the order of numeric dates is. `certain`: stated, shown by the dates, or without a date that can be read both ways. `likely`: as in other columns or in the country. `unsure`: a guess. A note names the columns.',
        }),
      ),
    },
    strict('What was found out about the file.'),
  ),
);

const DateEvidenceSchema = component(
  'DateEvidence',
  Type.Object(
    {
      dayFirst: count('Dates with a day above 12 in the first place, or with dots.'),
      monthFirst: count('Dates with a day above 12 in the second place.'),
      ambiguous: count('Dates that can be read both ways.'),
    },
    strict('What the numeric dates of a column show about their order.'),
  ),
);

export const ColumnEvidenceSchema = component(
  'ColumnEvidence',
  Type.Object(
    {
      column: text(LONGEST_HEADER, 'Header of the column.'),
      certainty: enumOf(CERTAINTIES, { description: 'How certain its use is. An unsure column becomes an attribute.' }),
      reasons: Type.Array(text(1_000, 'A sentence.'), { maxItems: 20, description: 'Why it has its proposed use.' }),
      filled: count('Number of rows with a value.'),
      examples: Type.Array(text(500, 'A value.'), { maxItems: 10, description: 'Its first values.' }),
      dates: Type.Optional(Ref(DateEvidenceSchema)),
    },
    strict('Why a column has its proposed use.'),
  ),
);

const ReadValueSchema = component(
  'ReadValue',
  Type.Object(
    {
      field: text(
        128,
        'A field of a lead, or `attributes.` and the name of an attribute; of a past `createdAt`, `ownerId`, `stage`, `outcome`, `deal` and `engagement`.',
      ),
      value: text(
        5_000,
        'Its value as text, at most 500 characters; the entries of a list are separated by semicolons.',
      ),
    },
    strict('A value that was read from a row.'),
  ),
);

export const ReadRowSchema = component(
  'ReadRow',
  Type.Object(
    {
      row: count('Number of the row in the file, from 1; the header counts.'),
      values: Type.Array(Ref(ReadValueSchema), {
        maxItems: MOST_COLUMNS,
        description: 'What would be submitted; empty for a row that becomes no lead.',
      }),
      rejected: Type.Optional(text(500, 'Why the row becomes no lead.')),
    },
    strict('A row as it would be read by the mapping.'),
  ),
);
