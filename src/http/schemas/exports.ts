import Type from 'typebox';
import {
  EXPORT_COMPRESSIONS,
  EXPORT_FORMATS,
  EXPORT_HOURS,
  EXPORT_RESOURCES,
  MOST_ATTRIBUTE_COLUMNS,
} from '../../core/exports/export.js';
import { CONSENT_CHANNELS } from '../../core/leads/consent.js';
import { bounds, Timestamp } from './common.js';
import { enumOf } from './components.js';
import { When } from './conditions.js';
import { leadSelection } from './lead-search.js';
import { variant } from './rules.js';

const MOST_FIELDS = 500;

const resource = enumOf(EXPORT_RESOURCES, {
  description: 'The rows: one for each of these. The key needs the scope that reads them in other ways.',
});
const lead = Type.Optional(When);

const contactableBy = Type.Optional(
  enumOf(CONSENT_CHANNELS, {
    description:
      'Of leads: only those that have an address for the channel, have not objected to it, do not bounce, and are not on the suppression list. `leftOut` counts the others. For those who have agreed add a condition on `emailConsent` or `phoneConsent`.',
  }),
);

/** What both an operation and its request have. */
const selection = {
  types: Type.Optional(
    Type.Array(
      Type.String({ pattern: '^[a-z_]+\\.(?:[a-z_]+|\\*)$', maxLength: 100, description: 'A type, or `lead.*`.' }),
      { maxItems: 20, description: 'Of events: any of these types; all when absent.' },
    ),
  ),
  ...bounds('occurred', 'Of events: decided'),
};

const layout = {
  fields: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 201, description: 'A field.' }), {
      minItems: 1,
      maxItems: MOST_FIELDS,
      uniqueItems: true,
      description:
        'The columns, in this order, by the names of the API: `email`, `score.total`, `attributes.plan`. An object, such as `score` or `attributes`, stands for all its fields. All columns when absent.',
    }),
  ),
};

export const ExportCreate = variant(
  'ExportCreate',
  {
    resource,
    lead,
    ...leadSelection,
    contactableBy,
    ...selection,
    ...layout,
    explanation: Type.Optional(
      Type.Boolean({
        description:
          'Of leads: adds `scoreExplanation`, the points of each rule, exact for the instant of the file. It takes about a millisecond for each lead.',
      }),
    ),
    format: Type.Optional(
      enumOf(EXPORT_FORMATS, {
        description: `\`csv\` (default): RFC 4180 in UTF-8, with one column for each attribute, at most ${MOST_ATTRIBUTE_COLUMNS.toLocaleString('en')}. \`ndjson\`: one JSON object in a line, in the shape of the API.`,
      }),
    ),
    raw: Type.Optional(
      Type.Boolean({
        description:
          'true: CSV texts as they are. Else a text that a spreadsheet would compute (it begins with `=`, `+`, `-`, `@`, a tab, a line break, NUL or one of these signs in full width) gets an apostrophe in front, which an import takes away.',
      }),
    ),
    compression: Type.Optional(
      enumOf(EXPORT_COMPRESSIONS, { description: '`uncompressed` (default), or a `gzip` file.' }),
    ),
  },
  'The rows and the columns of a file. `where` and `lead` are conditions: `where` on leads, or on touches, engagement events and activities; `lead` on the leads of these. `stage`, `rotted` and the short filters are for leads; `types` and the period are for events. A member that does not fit the resource is refused.',
);

const whenSucceeded = 'present when it has succeeded';

export const ExportDetails = variant(
  'ExportDetails',
  {
    resource,
    where: Type.Optional(When),
    lead,
    stage: leadSelection.stage,
    rotted: leadSelection.rotted,
    contactableBy,
    ...selection,
    ...layout,
    explanation: Type.Boolean({ description: 'Whether scores are explained.' }),
    format: enumOf(EXPORT_FORMATS, { description: 'The format of the file.' }),
    raw: Type.Boolean({ description: 'Whether CSV texts are as they are.' }),
    compression: enumOf(EXPORT_COMPRESSIONS, { description: 'Whether the file is compressed.' }),
    rows: Type.Optional(
      Type.Integer({ minimum: 0, description: `Rows of the file; ${whenSucceeded}, as the following fields.` }),
    ),
    leftOut: Type.Optional(Type.Integer({ minimum: 0, description: 'Leads that `contactableBy` left out.' })),
    bytes: Type.Optional(Type.Integer({ minimum: 0, description: 'Size of the file.' })),
    snapshotAt: Type.Optional(Timestamp('All rows are as they were at this instant.')),
    expiresAt: Type.Optional(
      Timestamp(
        `Until when the file can be read, ${EXPORT_HOURS} hours by the real clock. It goes earlier when a lead or customer of the workspace is deleted.`,
      ),
    ),
  },
  'A file of rows. The short filters of leads are part of `where`.',
);
