import { basename, extname } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '../../src/command.js';
import { DATE_ORDERS, type DateOrder } from '../../src/core/imports/dates.js';
import { LEAD_KINDS, type LeadKind } from '../../src/core/leads/vocabulary.js';
import { CHANNELS, type Channel } from '../../src/core/sources.js';
import { normalizeCountry } from '../../src/services/identity/countries.js';

export const USAGE = `Loads a lead list (CSV, TSV, any delimiter and encoding, JSON, XLSX) through /v1/imports.

  headwater import <file> [options]

  --map "Column=field"   use a column for a field; repeatable. Fields: those of POST /v1/leads, and source, channel,
                         campaign, occurredAt, emailOptOut, phoneOptOut, attribute, attributes.<name>, ignore
  --source <name>        name of the source when no column has it, and of the system that ids belong to
                         (default: the file's name)
  --channel <channel>    channel of that source (default: import)
  --kind <kind>          person or organization (default: decided from the file)
  --country <XX>         country of rows without one
  --date-order <order>   dmy or mdy, for dates such as 3/4/2024 (default: decided from the column)
  --encoding <name>      encoding of the file (default: detected)
  --batch <n>            without effect; accepted from older calls
  --dry-run              rehearse: show what would become of the rows, change nothing
  --again                import rows again that were imported from this file in the last 30 days; the earlier imports of
                         the file are deleted, so they can no longer be reverted
  --url, --key           service and API key (default: HEADWATER_URL, HEADWATER_API_KEY, else the local one).
                         Scopes: leads:read, leads:write, customers:write, deals:write, operations:read`;

export interface LoadOptions {
  file: string;
  /** Each `Column=field`. */
  map: string[];
  sourceName: string;
  channel: Channel;
  kind: LeadKind | undefined;
  country: string | undefined;
  dateOrder: DateOrder | undefined;
  encoding: string | undefined;
  dryRun: boolean;
  again: boolean;
  url: string | undefined;
  key: string | undefined;
}

const word = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  map: { type: 'string', multiple: true },
  source: word,
  channel: word,
  kind: word,
  country: word,
  'date-order': word,
  encoding: word,
  batch: word,
  'dry-run': flag,
  again: flag,
  url: word,
  key: word,
} as const;

/** Reads the command line; throws `UsageError` with the reason. */
export function readOptions(args: string[]): LoadOptions {
  const { values, positionals } = parse(args);
  const [file] = positionals;
  checkBatchSize(values.batch ?? '500');
  if (file === undefined || positionals.length > 1) throw new UsageError('Name exactly one file.');
  return {
    file,
    map: (values.map ?? []).map(checkedMapping),
    sourceName: (values.source ?? basename(file, extname(file))).trim().slice(0, 100) || 'file',
    channel: values.channel === undefined ? 'import' : oneOf('--channel', CHANNELS, values.channel),
    kind: values.kind === undefined ? undefined : oneOf('--kind', LEAD_KINDS, values.kind),
    country: values.country === undefined ? undefined : readCountry(values.country),
    dateOrder:
      values['date-order'] === undefined ? undefined : oneOf('--date-order', DATE_ORDERS, values['date-order']),
    encoding: values.encoding,
    dryRun: values['dry-run'] ?? false,
    again: values.again ?? false,
    url: values.url,
    key: values.key,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function oneOf<T extends string>(option: string, allowed: readonly T[], given: string): T {
  const found = allowed.find((value) => value === given.trim().toLowerCase());
  if (found === undefined) throw new UsageError(`${option} is one of ${allowed.join(', ')}.`);
  return found;
}

function checkedMapping(given: string): string {
  if (given.lastIndexOf('=') < 1) throw new UsageError(`--map is "Column=field", not "${given}".`);
  return given;
}

function readCountry(given: string): string {
  const code = normalizeCountry(given);
  if (code === undefined) throw new UsageError(`--country does not know "${given}": give a two-letter code.`);
  return code;
}

function checkBatchSize(given: string): void {
  const size = Number(given);
  if (!Number.isInteger(size) || size < 1 || size > 1000)
    throw new UsageError('--batch is a whole number from 1 to 1000.');
}
