import type { Condition } from '../../core/condition.js';
import type { LeadFilters } from '../../core/conditions/lead-filters.js';
import { selectEventTypes } from '../../core/events/type-patterns.js';
import { unknownFields } from '../../core/exports/columns.js';
import { EXPORT_SCOPES, type ExportLayout, type ExportParams, type ExportResource } from '../../core/exports/export.js';
import type { ConsentChannel } from '../../core/leads/consent.js';
import type { RecordKind } from '../../core/records/fields.js';
import type { FieldViolation } from '../../core/violations.js';
import type { StageFilter } from '../../db/repositories/lead-stages.js';
import { AppError } from '../errors.js';
import { prepareSearch } from '../leads/records.js';
import { type SearchContext, selected } from '../leads/search.js';
import type { ExportTables } from './tables.js';

/** A request for a file, as a caller sends it. */
export interface ExportInput extends Partial<ExportLayout>, StageFilter {
  resource: ExportResource;
  where?: Condition | undefined;
  lead?: Condition | undefined;
  /** The short filters of leads. */
  filters: LeadFilters;
  contactableBy?: ConsentChannel | undefined;
  /** Types of events, or patterns such as `lead.*`. */
  types?: readonly string[] | undefined;
  occurredFrom?: number | undefined;
  occurredBefore?: number | undefined;
}

const RECORDS: Partial<Record<ExportResource, RecordKind>> = {
  touches: 'touches',
  engagement_events: 'engagement',
  activities: 'activities',
};

/** The members of a request that select rows of each resource; leads have their short filters too. */
const SELECTING: Record<ExportResource, readonly (keyof ExportInput)[]> = {
  leads: ['where', 'stage', 'rotted', 'contactableBy', 'explanation'],
  touches: ['where', 'lead'],
  engagement_events: ['where', 'lead'],
  activities: ['where', 'lead'],
  deals: [],
  customers: [],
  events: ['types', 'occurredFrom', 'occurredBefore'],
};
const ALL_SELECTING = [...new Set(Object.values(SELECTING).flat())];

/** The request in the form in which it is carried out. Refuses what does not fit the resource, unknown fields and wrong conditions. */
export async function prepareExport(
  tables: ExportTables,
  input: ExportInput,
  context: SearchContext,
): Promise<ExportParams> {
  const { resource, fields, explanation = false, format = 'csv', raw = false, compression = 'uncompressed' } = input;
  const violations = [...misplaced(input), ...unknown(tables, input)];
  if (violations.length > 0)
    throw new AppError('rule_refused', 'The export cannot be so: see `errors`.', { errors: violations });
  const scopes = [EXPORT_SCOPES[resource]];
  return {
    ...{ resource, fields, explanation, format, raw, compression, scopes },
    ...(await selectionOf(input, context)),
  };
}

async function selectionOf(input: ExportInput, context: SearchContext): Promise<Partial<ExportParams>> {
  const { resource, where, lead, filters, stage, rotted, contactableBy, types, occurredFrom, occurredBefore } = input;
  if (resource === 'leads') return { where: await selected(where, filters, context), stage, rotted, contactableBy };
  const kind = RECORDS[resource];
  if (kind !== undefined) {
    const search = await prepareSearch(kind, { where, lead }, context);
    return { where: search.where, lead: search.lead };
  }
  return { types: types && eventTypes(types), occurredFrom, occurredBefore };
}

function misplaced(input: ExportInput): FieldViolation[] {
  const { resource, filters } = input;
  const given = ALL_SELECTING.filter((name) => input[name] !== undefined && input[name] !== false);
  const wrong: string[] = given.filter((name) => !SELECTING[resource].includes(name));
  if (resource !== 'leads')
    wrong.push(...Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [name])));
  const detail = `does not apply to an export of ${resource}`;
  return wrong.map((name) => ({ pointer: `/${name}`, code: 'not_allowed', detail }));
}

function unknown(tables: ExportTables, { resource, fields }: ExportInput): FieldViolation[] {
  const detail = `is no field of an export of ${resource}: leave out \`fields\` to see all of them`;
  const names = new Set(unknownFields(tables[resource].fields, fields));
  return (fields ?? []).flatMap((name, index) =>
    names.has(name) ? [{ pointer: `/fields/${index}`, code: 'unknown_field', detail }] : [],
  );
}

function eventTypes(patterns: readonly string[]) {
  const selected = selectEventTypes(patterns);
  if ('types' in selected) return selected.types;
  const detail = `has ${selected.unknown}, which selects no event type`;
  throw new AppError('rule_refused', 'The export cannot be so: see `errors`.', {
    errors: [{ pointer: '/types', code: 'not_allowed', detail }],
  });
}
