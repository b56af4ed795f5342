import { IMPORT_FIELDS, type ImportField } from './fields.js';
import { keyOf, matchHeader } from './headers.js';

/** A column and its use. */
export interface Column {
  index: number;
  header: string;
  /** The field that the column fills; undefined for a custom attribute. */
  field: ImportField | undefined;
  /** Among the columns of one field, smaller is better. */
  rank: number;
  /** Name of the custom attribute, when the column has no field. */
  attribute: string;
  /** Left out on request. */
  ignored: boolean;
  /** Chosen by a person, so its values are not checked. */
  chosen: boolean;
}

/** A choice of a person: a column by its header, and a field, `attribute`, `attributes.<name>` or `ignore`. */
export interface ColumnChoice {
  column: string;
  field: string;
}

/** Reads `Column=field`; the name of a column may have equals signs. */
export function choiceOf(text: string): ColumnChoice {
  const cut = text.lastIndexOf('=');
  return { column: text.slice(0, cut).trim(), field: text.slice(cut + 1).trim() };
}

/** Maps each column by its name, then applies the choices; a choice that names no column or field is returned as a fault. */
export function mapColumns(
  headers: readonly string[],
  choices: readonly ColumnChoice[],
): { columns: Column[]; faults: string[] } {
  const columns = headers.map((header, index): Column => {
    const match = matchHeader(header);
    return {
      index,
      header,
      field: match?.field,
      rank: match?.rank ?? 0,
      attribute: header,
      ignored: false,
      chosen: false,
    };
  });
  fixSingleNames(columns);
  leaveOutContactPersons(columns);
  const faults = choices.flatMap((choice) => applyChoice(columns, choice) ?? []);
  return { columns, faults };
}

/** Words for a part of a name that stand for the full name where there is no other name column. */
const FULL_NAMES_TOO = new Set(
  [
    'nombre',
    'nome',
    'nom',
    'nume',
    'jméno',
    'meno',
    'ad',
    'adı',
    'isim',
    'όνομα',
    'имя',
    'ім’я',
    'tên',
    'họ',
    '名',
  ].map(keyOf),
);

/** "Nome" and "Nom" are a first or last name next to another name column, and a full name without one. */
function fixSingleNames(columns: Column[]): void {
  const has = (field: ImportField) => columns.some((column) => column.field === field);
  for (const [part, other] of [
    ['firstName', 'lastName'],
    ['lastName', 'firstName'],
  ] as const) {
    if (has(other) || has('name')) continue;
    for (const column of columns) {
      if (column.field === part && FULL_NAMES_TOO.has(keyOf(column.header))) column.field = 'name';
    }
  }
}

/** Words for the person to talk to: the lead where no other column names it, else a rep or somebody else. */
const CONTACT_PERSONS = new Set(
  ['ansprechpartner', 'ansprechperson', 'kontaktperson', 'contact person', 'person in charge name'].map(keyOf),
);

function leaveOutContactPersons(columns: Column[]): void {
  const has = (field: ImportField) => columns.some((column) => column.field === field);
  if (!has('firstName') || !has('lastName')) return;
  for (const column of columns) {
    if (column.field === 'name' && CONTACT_PERSONS.has(keyOf(column.header))) column.field = undefined;
  }
}

/** Returns what is wrong with the choice. */
function applyChoice(columns: Column[], { column: name, field }: ColumnChoice): string | undefined {
  const lowerCase = name.toLowerCase();
  const column =
    columns.find(({ header }) => header.toLowerCase() === lowerCase) ??
    columns.find(({ header }) => keyOf(header) === keyOf(name));
  if (!column)
    return `There is no column "${name}". There are ${columns.map(({ header }) => `"${header}"`).join(', ')}.`;
  column.chosen = true;
  column.rank = -1;
  column.field = undefined;
  const attribute = /^attributes?(?:\.(.{1,100}))?$/i.exec(field);
  if (attribute) {
    column.attribute = attribute[1] ?? column.header;
    return undefined;
  }
  if (/^ignore$/i.test(field)) {
    column.ignored = true;
    return undefined;
  }
  column.field = fieldNamed(field);
  return column.field === undefined
    ? `There is no field "${field}". Fields: ${IMPORT_FIELDS.join(', ')}, attribute, attributes.<name>, ignore.`
    : undefined;
}

const SYNONYMS: Record<string, ImportField> = { otheremails: 'email', otherphones: 'phone' };

function fieldNamed(name: string): ImportField | undefined {
  const key = name.toLowerCase();
  return IMPORT_FIELDS.find((field) => field.toLowerCase() === key) ?? SYNONYMS[key];
}
