import type { ConnectorField } from '../../src/core/connectors/connector.js';
import type { PayloadLead } from '../../src/core/connectors/reading.js';

/** Payloads in the shapes of the tools, with a mapping for each and what it reads. */
export interface PayloadCase {
  tool: string;
  fields: ConnectorField[];
  payload: unknown;
  read: PayloadLead;
}

/** An answer of Typeform is found by the reference of its question: questions without an answer are left out. */
const answerOf = (ref: string, value: string): Pick<ConnectorField, 'pointer' | 'item'> => ({
  pointer: '/form_response/answers',
  item: { pointer: '/field/ref', equals: ref, value },
});
const TYPEFORM: PayloadCase = {
  tool: 'a form tool: Typeform',
  fields: [
    { to: 'email', ...answerOf('email', '/email'), required: true },
    { to: 'name', ...answerOf('name', '/text') },
    { to: 'products', ...answerOf('interests', '/choices/labels') },
    { to: 'emailConsent', ...answerOf('newsletter', '/boolean') },
    { to: 'attribute', attribute: 'campaignOfPage', pointer: '/form_response/hidden/utm_campaign' },
    { to: 'externalId', pointer: '/form_response/token' },
    { to: 'occurredAt', pointer: '/form_response/submitted_at' },
  ],
  payload: {
    event_id: '01HXYZ5T4K2V3N8Q9R7S6P5M4J',
    event_type: 'form_response',
    form_response: {
      form_id: 'lT4Z3j',
      token: 'a3a12ec67a1365927098a606107fac15',
      landed_at: '2026-11-20T18:16:12Z',
      submitted_at: '2026-11-20T18:17:02Z',
      hidden: { utm_campaign: 'spring' },
      definition: { id: 'lT4Z3j', title: 'Contact', fields: [{ id: 'DlXFaesGBpoF', ref: 'name', type: 'short_text' }] },
      answers: [
        { type: 'text', text: 'Ada King', field: { id: 'DlXFaesGBpoF', type: 'short_text', ref: 'name' } },
        { type: 'email', email: 'ada@engines.example', field: { id: 'SMEUb7VJz92Q', type: 'email', ref: 'email' } },
        {
          ...{ type: 'choices', choices: { ids: ['a', 'b'], labels: ['Engine', 'Loom'] } },
          field: { id: 'k6TP9oLGgHjl', type: 'multiple_choice', ref: 'interests' },
        },
        { type: 'boolean', boolean: true, field: { id: 'gFFf3xAkJKsr', type: 'legal', ref: 'newsletter' } },
      ],
    },
  },
  read: {
    lead: {
      ...{ email: 'ada@engines.example', name: 'Ada King', products: ['Engine', 'Loom'] },
      ...{ emailConsent: 'granted', consentText: 'I agree.', attributes: { campaignOfPage: 'spring' } },
    },
    externalId: 'a3a12ec67a1365927098a606107fac15',
    occurredAt: Date.parse('2026-11-20T18:17:02Z'),
  },
};

const labelled = (label: string): Pick<ConnectorField, 'pointer' | 'item'> => ({
  pointer: '/data/fields',
  item: { pointer: '/label', equals: label, value: '/value' },
});
const TALLY: PayloadCase = {
  tool: 'a form tool: Tally',
  fields: [
    { to: 'email', ...labelled('Work e-mail') },
    { to: 'phone', ...labelled('Phone') },
    { to: 'organizationName', ...labelled('Company') },
    { to: 'emailConsent', ...labelled('Newsletter') },
    { to: 'externalId', pointer: '/data/responseId' },
  ],
  payload: {
    eventId: 'a4cb511e-d513-4fa5-baee-b815d718dfd1',
    eventType: 'FORM_RESPONSE',
    createdAt: '2026-11-20T08:20:29.508Z',
    data: {
      ...{ responseId: '2wgx4n', submissionId: '2wgx4n', respondentId: 'dwQKYm', formId: 'VwbNEw' },
      ...{ formName: 'Demo', createdAt: '2026-11-20T08:20:29.000Z' },
      fields: [
        { key: 'question_mVGEg3', label: 'Work e-mail', type: 'INPUT_EMAIL', value: 'grace@navy.example' },
        { key: 'question_nPpjVn', label: 'Phone', type: 'INPUT_PHONE_NUMBER', value: '+14155550123' },
        { key: 'question_3EKz4n', label: 'Company', type: 'INPUT_TEXT', value: null },
        { key: 'question_newslt', label: 'Newsletter', type: 'CHECKBOXES', value: false },
      ],
    },
  },
  read: { lead: { email: 'grace@navy.example', phone: '+14155550123' }, externalId: '2wgx4n' },
};

const CHAT: PayloadCase = {
  tool: 'a chat tool: tawk.to',
  fields: [
    { to: 'email', pointer: '/visitor/email' },
    { to: 'name', pointer: '/visitor/name' },
    { to: 'country', pointer: '/visitor/country' },
    { to: 'need', pointer: '/message/text' },
    { to: 'externalId', pointer: '/chatId' },
    { to: 'occurredAt', pointer: '/time' },
    { to: 'attribute', attribute: 'channel', constant: 'chat' },
  ],
  payload: {
    event: 'chat:start',
    chatId: '70fe3290-99ad-11e9-a30a-51567162179f',
    time: '2026-11-20T14:03:04.646Z',
    message: { text: 'Do you ship to Malta?', type: 'msg', sender: { type: 'visitor' } },
    visitor: { name: 'V1561719148780935', email: 'hello@test.example', city: 'Rajkot', country: 'IN' },
    property: { id: '58ca8453b8a7e060cd3b1ecb', name: 'Bobs Burgers' },
  },
  read: {
    lead: {
      ...{ email: 'hello@test.example', name: 'V1561719148780935', country: 'IN', need: 'Do you ship to Malta?' },
      attributes: { channel: 'chat' },
    },
    externalId: '70fe3290-99ad-11e9-a30a-51567162179f',
    occurredAt: Date.parse('2026-11-20T14:03:04.646Z'),
  },
};

const CALL: PayloadCase = {
  tool: 'a call tracker: CallRail',
  fields: [
    { to: 'phone', pointer: '/customer_phone_number' },
    { to: 'name', pointer: '/customer_name', values: [{ from: 'wireless caller', to: '' }] },
    { to: 'region', pointer: '/customer_state' },
    { to: 'attribute', attribute: 'callAnswered', pointer: '/answered', values: [{ from: 'true', to: 'yes' }] },
    { to: 'externalId', pointer: '/resource_id' },
    { to: 'occurredAt', pointer: '/start_time' },
  ],
  payload: {
    ...{ answered: true, business_phone_number: '', call_type: 'voicemail', company_name: 'Acme' },
    ...{ customer_city: 'Denver', customer_country: 'US', customer_name: 'WIRELESS CALLER', customer_state: 'CO' },
    ...{ customer_phone_number: '+13036231131', direction: 'inbound', duration: 4, first_call: false, gclid: null },
    ...{ resource_id: 'CAL8154748ae6bd4e278a7cddd38a662f4f', start_time: '2026-11-20T09:55:49.142-0500' },
    ...{ source_name: 'Google Ads', tracking_phone_number: '+13036231100' },
  },
  read: {
    lead: { phone: '+13036231131', region: 'CO', attributes: { callAnswered: 'yes' } },
    externalId: 'CAL8154748ae6bd4e278a7cddd38a662f4f',
    occurredAt: Date.parse('2026-11-20T14:55:49.142Z'),
  },
};

export const PAYLOAD_CASES: PayloadCase[] = [TYPEFORM, TALLY, CHAT, CALL];
