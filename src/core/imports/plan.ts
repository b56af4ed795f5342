import type { ZoneOffsets } from '../calendar/zone.js';
import { zoneOffsets } from '../calendar/zone-offsets.js';
import type { LeadKind } from '../leads/vocabulary.js';
import type { Channel } from '../sources.js';
import type { DateOrder } from './dates.js';
import type { ImportField } from './fields.js';
import type { AttributeType, ImportMapping, ListKind, StageMapping } from './mapping.js';
import type { NumberStyle } from './numbers.js';

/** A column that is read, by its place in the row. */
export interface PlannedColumn {
  index: number;
  header: string;
  /** Name of the attribute for its values. */
  attribute: string;
  type: AttributeType;
  style: NumberStyle;
}

/** A mapping as the reader of rows uses it. */
export interface Plan {
  /** Columns of each field, best first. */
  fields: ReadonlyMap<ImportField, readonly PlannedColumn[]>;
  attributes: readonly PlannedColumn[];
  dateOrder: DateOrder;
  /** Of times without an offset. */
  zone: ZoneOffsets;
  kind: LeadKind | undefined;
  country: string | undefined;
  phonePrefix: string | undefined;
  rowIds: boolean;
  /** Whether a column can have a key of a lead. */
  hasKeys: boolean;
  externalSystem: string;
  list: ListKind;
  /** Of amounts without one. */
  currency: string;
  /** What values of the stage column mean, and the reps of values of the owner column, by the value. */
  stages: ReadonlyMap<string, StageMapping>;
  owners: ReadonlyMap<string, string>;
  sourceName: string;
  channel: Channel;
}

const KEY_FIELDS = ['externalId', 'email', 'phone', 'contact'] as const;

/** Whether a field has a key of a lead. */
export const isKeyField = (field: ImportField): boolean => KEY_FIELDS.some((key) => key === field);

export function planOf(mapping: ImportMapping): Plan {
  const fields = new Map<ImportField, PlannedColumn[]>();
  const attributes: PlannedColumn[] = [];
  const ranked = mapping.columns
    .map((column, index) => ({ ...column, index }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index);
  for (const { index, column: header, use, field, attribute, type, decimalSign: style } of ranked) {
    const column = { index, header, attribute, type, style };
    if (use === 'attribute') attributes.push(column);
    if (use === 'field' && field !== undefined) fields.set(field, [...(fields.get(field) ?? []), column]);
  }
  attributes.sort((a, b) => a.index - b.index);
  const { dateOrder, kind, country, phonePrefix, rowIds, externalSystem, source, list, currency = 'USD' } = mapping;
  const { stages = [], owners = [], timeZone = 'UTC' } = mapping;
  return {
    fields,
    attributes,
    dateOrder,
    zone: zoneOffsets(timeZone),
    kind,
    country,
    phonePrefix,
    rowIds,
    hasKeys: KEY_FIELDS.some((field) => fields.has(field)),
    externalSystem,
    list,
    currency,
    stages: new Map(stages.map((stage) => [stage.value, stage])),
    owners: new Map(owners.map(({ value, repId }) => [value, repId])),
    sourceName: source.name,
    channel: source.channel,
  };
}
