import { type FormFact, type FormField, isConsentTarget } from '../forms/form.js';
import { type FormLead, readForm } from '../forms/submission.js';
import { EARLIEST_INSTANT } from '../instants.js';
import { TEXT_LENGTHS } from '../leads/limits.js';
import type { FieldViolation } from '../violations.js';
import { type Connector, type ConnectorField, IDENTITY, isFormTarget } from './connector.js';
import { valueAt } from './pointer.js';

/** What the mapping reads from a payload. */
export interface PayloadLead {
  lead: FormLead;
  externalId?: string;
  /** Epoch milliseconds. */
  occurredAt?: number;
}

export type ReadPayload = { read: PayloadLead } | { violations: FieldViolation[] };

type Mapping = Pick<Connector, 'fields' | 'consentText'>;

/** Whether a payload makes no lead: it has neither a name, an address or an organization, nor the id of the sender. Tools post test events too. */
export const namesNobody = ({ lead, externalId }: PayloadLead): boolean =>
  externalId === undefined && !Object.keys(lead).some((target) => IDENTITY.has(target));

const EXTERNAL_ID_LENGTH = 200;
const ATTRIBUTE_LENGTH = 2_000;

/**
 * Reads a payload by the mapping. Of several fields for one target the first with a value counts. Texts are cut where they exceed what a lead
 * holds: the sender of a webhook cannot shorten them. Pointers of violations name the field of the mapping.
 */
export function readPayload(document: unknown, { fields, consentText }: Mapping): ReadPayload {
  const violations: FieldViolation[] = [];
  const texts = new Map<string, { field: ConnectorField; text: string }>();
  for (const [index, field] of fields.entries()) {
    const target = field.to === 'attribute' ? `attribute ${field.attribute}` : field.to;
    const known = texts.get(target);
    const text = known === undefined ? textOf(document, field) : known.text;
    if (text === undefined) violations.push({ pointer: `/fields/${index}/pointer`, ...NO_TEXT });
    else if (text === '' && field.required) violations.push({ pointer: `/fields/${index}`, ...MISSING });
    else if (known === undefined && text !== '') texts.set(target, { field, text });
  }
  const occurredAt = instantOf(texts.get('occurredAt')?.text);
  if (occurredAt === null) {
    const index = fields.findIndex(({ to }) => to === 'occurredAt');
    violations.push({ pointer: `/fields/${index}`, ...NO_INSTANT });
  }
  if (violations.length > 0) return { violations };
  const lead = leadOf([...texts.values()], consentText);
  if ('violations' in lead) return lead;
  const externalId = texts.get('externalId')?.text.slice(0, EXTERNAL_ID_LENGTH);
  return {
    read: { lead: lead.lead, ...(externalId && { externalId }), ...(typeof occurredAt === 'number' && { occurredAt }) },
  };
}

const NO_TEXT = { code: 'wrong_type', detail: 'names an object: point at a value in it' };
const MISSING = { code: 'required', detail: 'has no value in this payload' };
const NO_INSTANT = { code: 'wrong_format', detail: 'is no date and time with offset, and no Unix time, since 1970' };

function leadOf(
  found: readonly { field: ConnectorField; text: string }[],
  consentText: string | null,
): { lead: FormLead } | { violations: FieldViolation[] } {
  const inputs: FormField[] = [];
  const values: Record<string, string> = {};
  for (const { field, text } of found) {
    if (!isFormTarget(field.to)) continue;
    const name = String(inputs.length);
    inputs.push({ name, to: field.to, attribute: field.attribute });
    values[name] = cut(field.to, text);
  }
  const read = readForm({ fields: inputs, trapField: null, consentText }, values);
  if (read.type === 'lead') return read;
  return { violations: read.type === 'refused' ? read.violations.map((one) => ({ ...one, pointer: '/fields' })) : [] };
}

function cut(to: FormField['to'], text: string): string {
  if (to === 'attribute') return text.slice(0, ATTRIBUTE_LENGTH);
  if (to === 'products' || to === 'visitorId' || isConsentTarget(to)) return text;
  return text.slice(0, TEXT_LENGTHS[to satisfies FormFact]);
}

/** The text of a field; empty where the payload has none, undefined where it has an object. */
function textOf(document: unknown, { pointer, item, constant, values }: ConnectorField): string | undefined {
  const found = pointer === undefined ? constant : valueAt(document, pointer);
  const text = asText(item === undefined ? found : itemValue(found, item));
  const replaced = text === undefined ? undefined : values?.find(({ from }) => isSame(from, text));
  return replaced?.to.trim() ?? text;
}

function itemValue(list: unknown, { pointer, equals, value }: NonNullable<ConnectorField['item']>): unknown {
  if (!Array.isArray(list)) return undefined;
  const item = list.find((one) => isSame(asText(valueAt(one, pointer)) ?? '', equals));
  return item === undefined ? undefined : valueAt(item, value);
}

const isSame = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Several values are lines of one text. */
function asText(value: unknown): string | undefined {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) {
    const texts = value.map(asText);
    return texts.includes(undefined) ? undefined : texts.filter((text) => text !== '').join('\n');
  }
  return typeof value === 'object' ? undefined : String(value).trim();
}

/** Dates below are Unix seconds; above, milliseconds: 1e11 seconds are the year 5138, as milliseconds 1973. */
const MOST_SECONDS = 1e11;

/** An instant as ISO 8601 with offset or as Unix time; null for any other text, undefined without one. */
function instantOf(text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined;
  if (/^\d{9,14}(?:\.\d+)?$/.test(text))
    return Math.trunc(Number(text) < MOST_SECONDS ? Number(text) * 1000 : Number(text));
  const iso = text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2').replace(/^(\d{4}-\d\d-\d\d) /, '$1T');
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(iso)) return null;
  const at = Date.parse(iso);
  return at >= EARLIEST_INSTANT ? at : null;
}
