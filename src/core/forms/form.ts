import type { TEXT_LENGTHS } from '../leads/limits.js';
import type { FieldViolation } from '../violations.js';
import { CAPTCHA_DEFAULTS, type CaptchaFallback, type CaptchaProvider } from './captcha.js';
import { STAMP_FIELD } from './fill-time.js';

/** Facts that a field can fill. */
export const FORM_FACTS = [
  'name',
  'firstName',
  'lastName',
  'jobTitle',
  'organizationName',
  'industry',
  'website',
  'email',
  'phone',
  'street',
  'city',
  'region',
  'postalCode',
  'country',
  'language',
  'timeZone',
  'need',
  'description',
] as const satisfies readonly (keyof typeof TEXT_LENGTHS)[];
export type FormFact = (typeof FORM_FACTS)[number];

/**
 * What the value of a field becomes: a fact, products of interest (one a line), an attribute, a consent that is granted by ticking, or the
 * id of the visitor whose page views belong to the lead.
 */
export const FORM_TARGETS = [
  ...FORM_FACTS,
  'products',
  'attribute',
  'emailConsent',
  'phoneConsent',
  'visitorId',
] as const;
export type FormTarget = (typeof FORM_TARGETS)[number];

/** An input of the page. */
export interface FormField {
  /** Its name in the page, and in what is submitted. */
  name: string;
  to: FormTarget;
  /** Name of the attribute, for the target `attribute`; that of the field when absent. */
  attribute?: string | undefined;
  required?: boolean | undefined;
  /** The only values that are accepted. */
  options?: string[] | undefined;
}

/** A form of a web page: how what visitors submit becomes a lead. */
export interface Form {
  workspaceId: string;
  id: string;
  version: number;
  name: string;
  sourceId: string;
  campaignId: string | null;
  fields: FormField[];
  /** The text beside the boxes of the consent fields. Null without such a field. */
  consentText: string | null;
  /** An input that people do not see. A submission that fills it comes from a program, and is dropped. */
  trapField: string | null;
  /** Where a browser goes after a plain HTML form was submitted. Null: it shows the answer. */
  redirectUrl: string | null;
  /** Seconds that a person takes at least. A submission that comes sooner after its start stamp is from a program. Null: not measured. */
  minFillSeconds: number | null;
  /** Whether a submission without a valid start stamp is dropped as that of a program. */
  requiresStamp: boolean;
  /** Submissions a minute of all visitors, and of one network address, in each process. Null: as the deployment limits all forms. */
  submissionsPerMinute: number | null;
  addressSubmissionsPerMinute: number | null;
  /** Hours within which a submission is confirmed by a link of an e-mail; it makes no lead before. Null: it needs no confirmation. */
  confirmationHours: number | null;
  /** The link of the e-mail, with `{token}`. Null: the integration makes one of the token. */
  confirmationUrl: string | null;
  /** Where a browser goes after a plain HTML form confirmed. Null: it shows the answer. */
  confirmedUrl: string | null;
  /** Who verifies the captcha of the page. Null: it has none. */
  captchaProvider: CaptchaProvider | null;
  /** What the service proves itself with to the provider. It is never shown. */
  captchaSecret: string | null;
  /** The endpoint that verifies. Null: that of the provider. */
  captchaVerifyUrl: string | null;
  captchaWhenUnavailable: CaptchaFallback;
  /** How many submissions were confirmed, and how many never. */
  confirmedSubmissions: number;
  expiredSubmissions: number;
  createdAt: Date;
  updatedAt: Date;
}

export type FormSettings = Pick<
  Form,
  | 'fields'
  | 'consentText'
  | 'trapField'
  | 'redirectUrl'
  | 'minFillSeconds'
  | 'requiresStamp'
  | 'confirmationHours'
  | 'confirmationUrl'
  | 'confirmedUrl'
>;

/** What a form is without a word about it. */
export const FORM_DEFAULTS = {
  campaignId: null,
  consentText: null,
  trapField: null,
  redirectUrl: null,
  minFillSeconds: null,
  requiresStamp: false,
  submissionsPerMinute: null,
  addressSubmissionsPerMinute: null,
  confirmationHours: null,
  confirmationUrl: null,
  confirmedUrl: null,
  ...CAPTCHA_DEFAULTS,
} satisfies Partial<Form>;

const IDENTITY: ReadonlySet<FormTarget> = new Set([
  'name',
  'firstName',
  'lastName',
  'organizationName',
  'email',
  'phone',
]);

export const isConsentTarget = (target: FormTarget): target is 'emailConsent' | 'phoneConsent' =>
  target === 'emailConsent' || target === 'phoneConsent';

export const attributeOf = ({ attribute, name }: FormField): string => attribute ?? name;

/** Why a form cannot have these settings; pointers name the property. Empty: it can. */
export function formViolations(settings: FormSettings): FieldViolation[] {
  const { fields, consentText, trapField, redirectUrl, confirmationUrl, confirmedUrl } = settings;
  const violations: FieldViolation[] = [];
  const add = (pointer: string, code: string, detail: string) => violations.push({ pointer, code, detail });
  const [names, targets] = [new Set<string>(), new Set<string>()];
  for (const [index, field] of fields.entries()) {
    const target = field.to === 'attribute' ? `attribute ${attributeOf(field)}` : field.to;
    if (field.name === STAMP_FIELD)
      add(`/fields/${index}/name`, 'reserved', 'is the name of the input of the start stamp');
    if (names.has(field.name)) add(`/fields/${index}/name`, 'duplicate', 'is the name of another field');
    if (targets.has(target)) add(`/fields/${index}/to`, 'duplicate', 'is filled by another field');
    names.add(field.name);
    targets.add(target);
    if (field.attribute !== undefined && field.to !== 'attribute')
      add(`/fields/${index}/attribute`, 'not_allowed', 'is for `"to": "attribute"` only');
  }
  if (!fields.some(({ to }) => IDENTITY.has(to)))
    add('/fields', 'required', 'must have one that fills a name, an e-mail address, a phone number or an organization');
  const asks = fields.some(({ to }) => isConsentTarget(to));
  if (asks && consentText === null) add('/consentText', 'required', 'must be there: a field asks for consent');
  if (trapField !== null && (names.has(trapField) || trapField === STAMP_FIELD))
    add('/trapField', 'duplicate', 'is the name of another input');
  if (settings.requiresStamp && settings.minFillSeconds === null)
    add('/minFillSeconds', 'required', 'must be there: `requiresStamp` is about it');
  if (redirectUrl !== null && !isPage(redirectUrl)) add('/redirectUrl', 'wrong_format', PAGE_FORMAT);
  if (confirmedUrl !== null && !isPage(confirmedUrl)) add('/confirmedUrl', 'wrong_format', PAGE_FORMAT);
  if (confirmationUrl !== null && !(isPage(confirmationUrl) && confirmationUrl.includes('{token}')))
    add('/confirmationUrl', 'wrong_format', `${PAGE_FORMAT}, and contain {token}`);
  if (settings.confirmationHours !== null && !fields.some(({ to, required }) => to === 'email' && required))
    add('/confirmationHours', 'not_allowed', 'needs a field for the e-mail address that is required');
  return violations;
}

const PAGE_FORMAT = 'must be an address of a page that begins with https:// or http://, without spaces';

function isPage(text: string): boolean {
  if (/[\s\p{Cc}]/u.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}
