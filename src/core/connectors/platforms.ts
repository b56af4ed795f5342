import type { ConnectorField, ConnectorKind } from './connector.js';
import { valueAt } from './pointer.js';

/** One lead of a request: a platform may send several together. */
export interface PayloadPart {
  content: unknown;
  /** The id that the platform gives the lead; absent: the same content is the same payload. */
  identity?: string;
  isTest: boolean;
}

/** How a platform sends leads. */
interface Platform {
  /** The parts of a request, without secrets; undefined where it is none of the platform. */
  partsOf(document: unknown): PayloadPart[] | undefined;
  /** The request that fetches the rest of a part; absent: a part has everything. */
  fetch?: { baseUrl: string; pathOf(content: unknown): string };
  /** What the mapping reads: the part, and what was fetched. */
  documentOf(content: unknown, fetched: unknown): unknown;
  isTest(fetched: unknown): boolean;
  /** Read after the fields of the connector, which therefore count first. */
  fields: ConnectorField[];
}

const text = (value: unknown, pointer: string): string => {
  const found = valueAt(value, pointer);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
};
const list = (value: unknown, pointer: string): unknown[] => {
  const found = valueAt(value, pointer);
  return Array.isArray(found) ? found : [];
};
const never = () => false;

/** Fields by the names that a platform gives its standard questions. */
const standard = (targets: Partial<Record<ConnectorField['to'], readonly string[]>>): ConnectorField[] =>
  Object.entries(targets).flatMap(([to, names]) =>
    names.map((name) => ({ to: to as ConnectorField['to'], pointer: `/fields/${name}` })),
  );

const GENERIC: Platform = {
  partsOf: (document) => [{ content: document, isTest: false }],
  documentOf: (content) => content,
  isTest: never,
  fields: [],
};

/** Meta writes this into each field of a lead of its testing tool. */
const META_TEST = /^<test lead: dummy data for /;
const META_ID = /^\d{1,40}$/;
export const META_FIELDS =
  'id,created_time,ad_id,ad_name,campaign_id,campaign_name,form_id,is_organic,platform,field_data,custom_disclaimer_responses';

/** Webhooks of Meta lead ads have ids; the answers are read from the Graph API. */
const META: Platform = {
  partsOf(document) {
    if (text(document, '/object') !== 'page') return undefined;
    const changes = list(document, '/entry').flatMap((entry) => list(entry, '/changes'));
    const values = changes.flatMap((change) =>
      text(change, '/field') === 'leadgen' ? [valueAt(change, '/value')] : [],
    );
    const parts = values.map((content) => ({ content, identity: text(content, '/leadgen_id'), isTest: false }));
    return parts.every(({ identity }) => META_ID.test(identity)) ? parts : undefined;
  },
  fetch: {
    baseUrl: 'https://graph.facebook.com/v24.0',
    pathOf: (content) => `/${text(content, '/leadgen_id')}?fields=${META_FIELDS}`,
  },
  documentOf: (content, fetched) => ({
    fields: Object.fromEntries(list(fetched, '/field_data').map((one) => [text(one, '/name'), list(one, '/values')])),
    disclaimers: Object.fromEntries(
      list(fetched, '/custom_disclaimer_responses').map((one) => [
        text(one, '/checkbox_key'),
        valueAt(one, '/is_checked'),
      ]),
    ),
    lead: fetched,
    notification: content,
  }),
  isTest: (fetched) => list(fetched, '/field_data').some((one) => META_TEST.test(text(one, '/values/0'))),
  fields: [
    ...standard({
      email: ['email', 'work_email'],
      name: ['full_name'],
      firstName: ['first_name'],
      lastName: ['last_name'],
      phone: ['phone_number', 'work_phone_number'],
      organizationName: ['company_name'],
      jobTitle: ['job_title'],
      street: ['street_address'],
      city: ['city'],
      region: ['state', 'province'],
      postalCode: ['zip_code', 'post_code'],
      country: ['country'],
      website: ['website'],
    }),
    { to: 'externalId', pointer: '/lead/id' },
    { to: 'occurredAt', pointer: '/lead/created_time' },
  ],
};

/** The webhook of Google lead forms has everything, and a key in place of a signature. */
const GOOGLE: Platform = {
  partsOf(document) {
    const identity = text(document, '/lead_id');
    if (identity === '' || !Array.isArray(valueAt(document, '/user_column_data'))) return undefined;
    const { google_key: _, ...content } = document as Record<string, unknown>;
    return [{ content, identity, isTest: valueAt(document, '/is_test') === true }];
  },
  documentOf: (content) => ({
    fields: Object.fromEntries(
      list(content, '/user_column_data').map((one) => [
        text(one, '/column_id') || text(one, '/column_name'),
        text(one, '/string_value'),
      ]),
    ),
    lead: content,
  }),
  isTest: never,
  fields: [
    ...standard({
      email: ['WORK_EMAIL', 'EMAIL'],
      name: ['FULL_NAME'],
      firstName: ['FIRST_NAME'],
      lastName: ['LAST_NAME'],
      phone: ['WORK_PHONE', 'PHONE_NUMBER'],
      organizationName: ['COMPANY_NAME'],
      jobTitle: ['JOB_TITLE'],
      street: ['STREET_ADDRESS'],
      city: ['CITY'],
      region: ['REGION'],
      postalCode: ['POSTAL_CODE'],
      country: ['COUNTRY'],
    }),
    { to: 'externalId', pointer: '/lead/lead_id' },
    { to: 'occurredAt', pointer: '/lead/lead_submit_time' },
  ],
};

const LINKEDIN_ID = /^[A-Za-z0-9-]{1,100}$/;
const LINKEDIN_RESPONSE = 'urn:li:leadGenFormResponse:';
const LINKEDIN_FIELDS =
  'id,submittedAt,testLead,leadType,leadMetadataInfo,versionedLeadGenFormUrn,formResponse,form:(id,name,hiddenFields,content)';

/** Notifications of LinkedIn name a response, which is read with its form: answers have only the numbers of the questions. */
const LINKEDIN: Platform = {
  partsOf(document) {
    const notifications = Array.isArray(document) ? document : [document];
    const created = notifications.filter((one) => text(one, '/leadAction') !== 'DELETED');
    const parts = created.map((content) => ({ content, identity: linkedInId(content), isTest: false }));
    return parts.every(({ identity }) => LINKEDIN_ID.test(identity)) ? parts : undefined;
  },
  fetch: {
    baseUrl: 'https://api.linkedin.com/rest',
    pathOf: (content) => `/leadFormResponses/${linkedInId(content)}?fields=${LINKEDIN_FIELDS}`,
  },
  documentOf: (content, fetched) => ({
    fields: Object.fromEntries(list(fetched, '/form/content/questions').flatMap((one) => answerOf(one, fetched))),
    lead: fetched,
    notification: content,
  }),
  isTest: (fetched) => valueAt(fetched, '/testLead') === true,
  fields: [
    ...standard({
      email: ['WORK_EMAIL', 'EMAIL'],
      firstName: ['FIRST_NAME'],
      lastName: ['LAST_NAME'],
      phone: ['WORK_PHONE_NUMBER', 'PHONE_NUMBER'],
      organizationName: ['COMPANY_NAME'],
      jobTitle: ['JOB_TITLE'],
      city: ['CITY'],
      region: ['STATE'],
      postalCode: ['ZIP_CODE'],
      country: ['COUNTRY'],
    }),
    { to: 'externalId', pointer: '/lead/id' },
    { to: 'occurredAt', pointer: '/lead/submittedAt' },
  ],
};

const linkedInId = (notification: unknown): string =>
  text(notification, '/leadGenFormResponse').replace(LINKEDIN_RESPONSE, '');

/** The answer of a question, by its standard field and by its name. */
function answerOf(question: unknown, response: unknown): [string, unknown][] {
  const id = text(question, '/questionId');
  const found = list(response, '/formResponse/answers').find((one) => text(one, '/questionId') === id);
  const answer =
    valueAt(found, '/answerDetails/textQuestionAnswer/answer') ??
    valueAt(found, '/answerDetails/multipleChoiceAnswer/options');
  const names = [text(question, '/predefinedField'), text(question, '/name')].filter((name) => name !== '');
  return answer === undefined ? [] : names.map((name) => [name, answer]);
}

export const PLATFORMS: Record<ConnectorKind, Platform> = {
  generic: GENERIC,
  meta_lead_ads: META,
  google_lead_form: GOOGLE,
  linkedin_lead_gen: LINKEDIN,
};
