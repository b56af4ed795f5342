import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';

const COLUMN = { type: 'text', decimalSign: 'point', rank: 0 } as const;

/** The file of examples. */
export const IMPORT_FILE = 'First name,E-mail\nGrace,grace@navy.example\n';

/** An uploaded file, for examples. */
export const IMPORT = {
  id: EXAMPLE_ID,
  version: 1,
  name: 'import',
  state: 'ready',
  fileBytes: 43,
  fileSha256: '4e8fb24ab2a37a670277cabef1d64d0ace8398f52206750e2d070a41f7e12f62',
  rows: 1,
  header: ['First name', 'E-mail'],
  detected: {
    format: 'delimited',
    encoding: 'utf-8',
    encodingCertainty: 'certain',
    damaged: false,
    delimiter: ',',
    quote: '"',
    headerRow: 1,
    timeZone: 'Europe/Berlin',
    dateOrder: 'dmy',
    dateOrderCertainty: 'certain',
  },
  mapping: {
    list: 'leads',
    columns: [
      { column: 'First name', use: 'field', field: 'firstName', attribute: 'First name', ...COLUMN },
      { column: 'E-mail', use: 'field', field: 'email', attribute: 'E-mail', ...COLUMN },
    ],
    source: { channel: 'import', name: 'import' },
    externalSystem: 'import 4e8fb24ab2a37a67',
    dateOrder: 'dmy',
    timeZone: 'Europe/Berlin',
    rowIds: false,
  },
  evidence: [
    {
      column: 'First name',
      certainty: 'likely',
      reasons: ['Its name is a known one.'],
      filled: 1,
      examples: ['Grace'],
    },
    {
      column: 'E-mail',
      certainty: 'likely',
      reasons: ['Its name is a known one.'],
      filled: 1,
      examples: ['grace@navy.example'],
    },
  ],
  notes: [],
  firstRows: [
    {
      row: 2,
      values: [
        { field: 'firstName', value: 'Grace' },
        { field: 'email', value: 'grace@navy.example' },
        { field: 'source', value: 'import; import' },
      ],
    },
  ],
  rehearsalId: null,
  revertId: null,
  createdAt: AT,
  updatedAt: AT,
};

const { firstRows: _firstRows, ...listed } = IMPORT;

/** The same in a list. */
export const LISTED_IMPORT = listed;

/** The same while it is run. */
export const RUNNING_IMPORT = {
  ...IMPORT,
  version: 2,
  state: 'running',
  run: {
    operationId: OTHER_ID,
    done: 0,
    rowsPerSecond: null,
    remainingSeconds: null,
    startedAt: null,
    finishedAt: null,
  },
};
