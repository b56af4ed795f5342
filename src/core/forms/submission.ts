import { TEXT_LENGTHS } from '../leads/limits.js';
import type { FieldViolation } from '../violations.js';
import { attributeOf, type Form, type FormFact, type FormField, isConsentTarget } from './form.js';

/** Values of a submitted form by the name of their field. Several values of one name are lines of one text. */
export type FormValues = Readonly<Record<string, string>>;

/** The lead that a form submits. */
export type FormLead = { [Fact in FormFact]?: string } & {
  products?: string[];
  attributes?: Record<string, string>;
  emailConsent?: 'granted';
  phoneConsent?: 'granted';
  /** The text beside the ticked boxes. */
  consentText?: string;
  visitorId?: string;
};

export type ReadForm =
  | { type: 'lead'; lead: FormLead }
  | { type: 'refused'; violations: FieldViolation[] }
  /** A program filled a field that people do not see. */
  | { type: 'trapped' };

const MOST_PRODUCTS = 50;
const PRODUCT_LENGTH = 200;
const ATTRIBUTE_LENGTH = 2_000;
const VISITOR_ID_LENGTH = 200;
/** What an unticked box may be sent as. A ticked one has any other value. */
const UNTICKED: ReadonlySet<string> = new Set(['', '0', 'false', 'no', 'off']);

/** Reads what was submitted by the fields of the form. Names that are no field of it are left out, such as that of the button. */
export function readForm(
  { fields, trapField, consentText }: Pick<Form, 'fields' | 'trapField' | 'consentText'>,
  values: FormValues,
): ReadForm {
  if (trapField !== null && filledIn(values, trapField) !== '') return { type: 'trapped' };
  const lead: FormLead = {};
  const violations: FieldViolation[] = [];
  for (const field of fields) {
    const value = filledIn(values, field.name);
    const problem = problemOf(field, value);
    if (problem) violations.push({ pointer: pointerTo(field.name), ...problem });
    else if (value !== '') put(lead, field, value);
  }
  if (violations.length > 0) return { type: 'refused', violations };
  const consents = lead.emailConsent !== undefined || lead.phoneConsent !== undefined;
  if (consents && consentText !== null) lead.consentText = consentText;
  return { type: 'lead', lead };
}

const filledIn = (values: FormValues, name: string): string =>
  (Object.hasOwn(values, name) ? values[name] : '')?.trim() ?? '';

/** The pointer of an input. */
export const pointerTo = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

function problemOf({ to, required, options }: FormField, value: string): Omit<FieldViolation, 'pointer'> | undefined {
  const isEmpty = isConsentTarget(to) ? !isTicked(value) : value === '';
  if (isEmpty) return required ? { code: 'required', detail: 'must be filled' } : undefined;
  const lines = to === 'products' ? linesOf(value) : [value];
  if (options && !lines.every((line) => options.includes(line))) return { code: 'not_allowed', detail: oneOf(options) };
  if (lines.length > MOST_PRODUCTS) return { code: 'too_many', detail: `must have at most ${MOST_PRODUCTS} lines` };
  const most = mostCharacters(to);
  if (lines.some((line) => line.length > most))
    return { code: 'too_long', detail: `must have at most ${most} characters` };
  return undefined;
}

function oneOf(options: readonly string[]): string {
  const shown = options.join(', ');
  return shown.length <= 200 ? `must be one of: ${shown}` : 'must be one of the options of this input';
}

function mostCharacters(to: FormField['to']): number {
  if (to === 'products') return PRODUCT_LENGTH;
  if (to === 'attribute') return ATTRIBUTE_LENGTH;
  if (to === 'visitorId') return VISITOR_ID_LENGTH;
  return isConsentTarget(to) ? Infinity : TEXT_LENGTHS[to];
}

function put(lead: FormLead, field: FormField, value: string): void {
  const { to } = field;
  if (to === 'products') lead.products = linesOf(value);
  else if (to === 'attribute') lead.attributes = { ...lead.attributes, [attributeOf(field)]: value };
  else if (isConsentTarget(to)) {
    if (isTicked(value)) lead[to] = 'granted';
  } else lead[to] = value;
}

const isTicked = (value: string): boolean => !UNTICKED.has(value.toLowerCase());

const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];
