import { FORM_TARGETS, type FormTarget, isConsentTarget } from '../forms/form.js';
import type { FieldViolation } from '../violations.js';
import { isPointer } from './pointer.js';

/** Where payloads come from. The kind decides how a payload is verified and which fields are mapped without a mapping. */
export const CONNECTOR_KINDS = ['generic', 'meta_lead_ads', 'google_lead_form', 'linkedin_lead_gen'] as const;
export type ConnectorKind = (typeof CONNECTOR_KINDS)[number];

/** What a value of a payload becomes: as in a form, or the id of the lead in the other system, or when it was submitted. */
export const CONNECTOR_TARGETS = [...FORM_TARGETS, 'externalId', 'occurredAt'] as const;
export type ConnectorTarget = (typeof CONNECTOR_TARGETS)[number];

/** Picks one item of a list: that whose text at `pointer` equals `equals`. `value` points from the item to the value. */
export interface ConnectorItem {
  pointer: string;
  equals: string;
  value: string;
}

/** What `from` is replaced by, compared without regard to case. */
export interface ConnectorValue {
  from: string;
  to: string;
}

/** A rule of the mapping: where a value is, and what it becomes. */
export interface ConnectorField {
  to: ConnectorTarget;
  /** Name of the attribute, for the target `attribute`. */
  attribute?: string | undefined;
  /** JSON Pointer (RFC 6901) to a value or, with `item`, to a list. */
  pointer?: string | undefined;
  item?: ConnectorItem | undefined;
  /** A fixed value, instead of `pointer`. */
  constant?: string | undefined;
  /** Replacements; a value that none names stays as it is. */
  values?: ConnectorValue[] | undefined;
  /** Whether a payload without it fails. */
  required?: boolean | undefined;
}

/** How a sender signs a body: HMAC with the secret, as hexadecimal or base64 text in a header. */
export const SIGNATURE_ALGORITHMS = ['sha256', 'sha1'] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

/** Takes payloads of another system, and makes leads of them. */
export interface Connector {
  workspaceId: string;
  id: string;
  version: number;
  name: string;
  kind: ConnectorKind;
  sourceId: string;
  campaignId: string | null;
  /** A disabled connector refuses payloads. */
  enabled: boolean;
  fields: ConnectorField[];
  /** The text that people agreed to. Null without a consent field. */
  consentText: string | null;
  /** Whether payloads that the platform marks as a test become leads. */
  createsTestLeads: boolean;
  /** Of `generic`: the header with the signature. Null: the address is the only secret. */
  signatureHeader: string | null;
  signatureAlgorithm: SignatureAlgorithm;
  /** What requests are verified with: of Meta and LinkedIn that of the app, of Google the key of the form. Never shown. */
  secret: string | null;
  /** With which leads are read from the platform. Never shown. */
  accessToken: string | null;
  /** Where leads are read from; null: the API of the platform. */
  baseUrl: string | null;
  /** Of Meta: the forms whose leads are read again every hour, for those that no notification named. Empty: none. */
  formIds: string[];
  createdAt: Date;
  updatedAt: Date;
}

export type ConnectorSettings = Pick<
  Connector,
  'kind' | 'fields' | 'consentText' | 'signatureHeader' | 'secret' | 'accessToken' | 'formIds'
>;

/** Targets that name a person or an organization. */
export const IDENTITY: ReadonlySet<string> = new Set<ConnectorTarget>([
  'name',
  'firstName',
  'lastName',
  'organizationName',
  'email',
  'phone',
]);

export const isFormTarget = (target: ConnectorTarget): target is FormTarget =>
  target !== 'externalId' && target !== 'occurredAt';

/** Why a connector cannot have these settings; pointers name the property. Empty: it can. */
export function connectorViolations({
  kind,
  fields,
  consentText,
  signatureHeader,
  secret,
  accessToken,
  formIds,
}: ConnectorSettings) {
  const violations: FieldViolation[] = fields.flatMap(fieldViolations);
  const add = (pointer: string, code: string, detail: string) => violations.push({ pointer, code, detail });
  if (kind === 'generic' && !fields.some(({ to }) => IDENTITY.has(to)))
    add('/fields', 'required', 'must have one that fills a name, an e-mail address, a phone number or an organization');
  if (fields.some(({ to }) => isFormTarget(to) && isConsentTarget(to)) && consentText === null)
    add('/consentText', 'required', 'must be there: a field grants consent');
  if (formIds.length > 0 && kind !== 'meta_lead_ads') add('/formIds', 'not_allowed', 'is for `meta_lead_ads`');
  if (kind !== 'generic') {
    if (signatureHeader !== null) add('/signatureHeader', 'not_allowed', 'is for `generic`: the platform has its own');
    if (secret === null) add('/secret', 'required', 'must be there: requests of the platform are verified with it');
    if (accessToken === null && kind !== 'google_lead_form')
      add('/accessToken', 'required', 'must be there: leads are read from the platform with it');
  } else if (signatureHeader !== null && secret === null)
    add('/secret', 'required', 'must be there: signatures are verified with it');
  return violations;
}

function fieldViolations({ to, attribute, pointer, item, constant }: ConnectorField, index: number): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const add = (name: string, code: string, detail: string) =>
    violations.push({ pointer: `/fields/${index}${name}`, code, detail });
  if ((to === 'attribute') !== (attribute !== undefined))
    add('/attribute', to === 'attribute' ? 'required' : 'not_allowed', 'is for `"to": "attribute"`, which needs it');
  if ((pointer === undefined) === (constant === undefined))
    add('/pointer', 'required', 'must be there, or `constant`, but not both');
  if (item !== undefined && pointer === undefined) add('/item', 'not_allowed', 'is for `pointer` only');
  const pointers = { '/pointer': pointer, '/item/pointer': item?.pointer, '/item/value': item?.value };
  for (const [name, text] of Object.entries(pointers)) {
    if (text !== undefined && !isPointer(text))
      add(name, 'wrong_format', 'must be a JSON Pointer: empty, or beginning with /, with ~0 for ~ and ~1 for /');
  }
  return violations;
}
