import Type from 'typebox';
import type { Form } from '../../core/forms/form.js';
import { iso } from '../../core/time.js';
import type { NameLookup } from '../../services/names.js';
import { operation } from '../operations.js';
import { pageRequest, resource } from '../resource.js';
import { CaptureReceipt } from '../schemas/capture.js';
import { Id } from '../schemas/common.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import {
  FormConfirmationSchema,
  FormConfirmationToken,
  FormCreate,
  FormList,
  FormPatch,
  FormSchema,
  FormStart,
  FormSubmission,
} from '../schemas/forms.js';

const INPUT = {
  name: 'Newsletter',
  sourceId: OTHER_ID,
  fields: [
    { name: 'email', to: 'email', required: true },
    { name: 'your-name', to: 'name' },
    { name: 'size', to: 'attribute', attribute: 'companySize', options: ['1-9', '10-99', '100 or more'] },
    { name: 'newsletter', to: 'emailConsent' },
  ],
  consentText: 'I agree to receive the newsletter by e-mail.',
  trapField: 'fax',
  redirectUrl: 'https://www.acme.example/thank-you',
  minFillSeconds: 3,
};
const FORM = {
  ...{ id: EXAMPLE_ID, version: 1, ...INPUT },
  ...{ requiresStamp: false, submissionsPerMinute: null, addressSubmissionsPerMinute: null },
  ...{ confirmationHours: null, confirmationUrl: null, confirmedUrl: null },
  ...{ captchaProvider: null, captchaVerifyUrl: null, captchaWhenUnavailable: 'refuse' as const },
  ...{ confirmedSubmissions: 0, expiredSubmissions: 0 },
  ...{ sourceName: 'Spring fair', campaignId: null, createdAt: AT, updatedAt: AT },
};

function formOut(form: Form, names: NameLookup) {
  const { id, version, name, sourceId, campaignId, fields, consentText, trapField, redirectUrl } = form;
  const { minFillSeconds, requiresStamp, submissionsPerMinute, addressSubmissionsPerMinute } = form;
  const { confirmationHours, confirmationUrl, confirmedUrl, confirmedSubmissions, expiredSubmissions } = form;
  const { captchaProvider, captchaVerifyUrl, captchaWhenUnavailable } = form;
  return {
    ...{ id, version, name, sourceId, sourceName: names(sourceId), campaignId },
    ...(campaignId !== null && { campaignName: names(campaignId) }),
    ...{ fields, consentText, trapField, redirectUrl },
    ...{ minFillSeconds, requiresStamp, submissionsPerMinute, addressSubmissionsPerMinute },
    ...{ confirmationHours, confirmationUrl, confirmedUrl, confirmedSubmissions, expiredSubmissions },
    ...{ captchaProvider, captchaVerifyUrl, captchaWhenUnavailable },
    createdAt: form.createdAt.toISOString(),
    updatedAt: form.updatedAt.toISOString(),
  };
}

const forms = resource({
  tag: 'Capture',
  noun: 'form',
  plural: 'forms',
  path: '/v1/forms',
  read: ['sources:read'],
  write: ['sources:write'],
  schema: FormSchema,
  list: FormList,
  example: FORM,
  out: formOut,
  // Counts change without a new version.
  variantOf: ({ confirmedSubmissions: confirmed, expiredSubmissions: expired }) =>
    confirmed + expired === 0 ? undefined : `${confirmed.toString(16)}c${expired.toString(16)}`,
});

export const createForm = forms.create({
  id: 'createForm',
  summary: 'Create a form',
  description:
    'Describes a form of a web page: its inputs and what they fill, its source, its consent text. Pages submit it with a publishable key (`"kind": "capture"`), as JSON or as plain HTML form.',
  body: FormCreate,
  bodyExample: INPUT,
  refusals: ['rule_refused', 'conflict'],
  run: (services, { write, body }) => services.forms.create(write, body),
});

export const listForms = forms.listed({
  id: 'listForms',
  summary: 'List forms',
  description: 'Newest first.',
  filters: {
    sourceId: Type.Optional(Id('Of this source.')),
    campaignId: Type.Optional(Id('Of this campaign.')),
  },
  run: (services, { principal, query: { limit, cursor, ...filter } }) =>
    services.forms.list(principal.workspaceId, filter, pageRequest({ limit, cursor })),
});

export const getForm = forms.get({
  id: 'getForm',
  summary: 'Read a form',
  description: 'With its inputs.',
  run: (services, { principal, params }) => services.forms.get(principal.workspaceId, params.formId),
});

export const updateForm = forms.update({
  id: 'updateForm',
  summary: 'Change a form',
  description: 'What is submitted from then on is read by it. Consents that were given keep the text that was shown.',
  body: FormPatch,
  bodyExample: { redirectUrl: 'https://www.acme.example/thanks' },
  refusals: ['rule_refused'],
  run: (services, { write, params, ifMatch, body }) => services.forms.update(write, params.formId, ifMatch, body),
});

export const deleteForm = forms.remove({
  id: 'deleteForm',
  summary: 'Delete a form',
  description: 'Pages that still have it get 404. Leads that came by it stay.',
  run: (services, { write, params, ifMatch }) => services.forms.remove(write, params.formId, ifMatch),
});

const inAddress = Type.Object(
  {
    key: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'A publishable key, where no Authorization header can be sent. No other key is accepted here.',
      }),
    ),
  },
  { additionalProperties: false },
);

export const confirmForm = operation({
  id: 'confirmForm',
  method: 'POST',
  path: '/v1/forms/:formId/confirmations',
  tag: 'Capture',
  summary: 'Confirm the submission of a form',
  description:
    'For the page of `confirmationUrl`, with a publishable key: it sends the token of its address, as JSON or as a plain HTML form, which is answered by 303 to `confirmedUrl`. The submission then becomes a lead, as if it were submitted now; its consents have the instants of submission and confirmation in their proof. ' +
    'A second time changes nothing and gives the same answer. There is no confirmation by GET: programs that check e-mails open their links.',
  scopes: ['leads:capture'],
  params: forms.params,
  query: inAddress,
  body: FormConfirmationToken,
  bodyExample: { token: 'AZMq0VvCcAC3Q0xXv3k2bQn0mC0yC6b4i2pT8l0hQ9sJm0Zq2b6Vb3' },
  bodyLimit: 65_536,
  htmlForm: true,
  success: {
    status: 200,
    schema: FormConfirmationSchema,
    description: 'The submission is confirmed.',
    example: { submissionId: OTHER_ID },
  },
  refusals: ['rule_refused'],
  once: true,
  run: (services, { write, params, body }) => services.forms.confirm(write, params.formId, body.token),
  present: ({ submissionId, confirmedUrl }) => ({ body: { submissionId }, nextPage: confirmedUrl ?? undefined }),
});

export const startForm = operation({
  id: 'startForm',
  method: 'GET',
  path: '/v1/forms/:formId/start',
  tag: 'Capture',
  summary: 'Get a start stamp for a page',
  description:
    'For pages that show a form with `minFillSeconds`, with a publishable key: the stamp goes into the hidden input `startStamp`. `/capture.js` does it for an input with `data-form`. A page that is made by a server of yours can have it from the start.',
  scopes: ['leads:capture'],
  params: forms.params,
  success: {
    status: 200,
    schema: FormStart,
    description: 'A stamp of now.',
    example: { stamp: 'm9hzk3v0.Jm0Zq2b6Vb3y1xXcM1dFQ0r0mC0yC6b4i2pT8l0hQ9s', expiresAt: AT },
  },
  run: (services, { principal, params }) => services.forms.start(principal.workspaceId, params.formId),
  present: ({ stamp, expiresAt }) => ({ body: { stamp, expiresAt: iso(expiresAt) } }),
});

export const submitForm = operation({
  id: 'submitForm',
  method: 'POST',
  path: '/v1/forms/:formId/submissions',
  tag: 'Capture',
  summary: 'Submit a form from a page',
  description:
    'For pages, with a publishable key. A body of JSON is an object of texts. A plain HTML form (`application/x-www-form-urlencoded`) has the key in its address, as `?key=`, and is answered by 303 to the page `redirectUrl` of the form. ' +
    'What was filled in is a public submission as with POST /v1/capture/leads: it adds leads, fills empty facts and overwrites nothing. With `confirmationHours` it waits for its confirmation first. A ticked consent is granted with the consent text of the form. The answer is the same whether the person is known or not, and for a program that filled the trap or was too fast. More than the form takes a minute is answered 429. A form with a `captchaProvider` refuses what has no right token, with the pointer of its input.',
  scopes: ['leads:capture'],
  params: forms.params,
  query: inAddress,
  body: FormSubmission,
  bodyExample: { email: 'ada@engines.example', 'your-name': 'Ada King', size: '10-99', newsletter: 'on' },
  bodyLimit: 65_536,
  htmlForm: true,
  success: {
    status: 201,
    schema: CaptureReceipt,
    description: 'The submission is stored durably.',
    example: { touchId: OTHER_ID },
    location: false,
  },
  refusals: ['rule_refused', 'captcha_unavailable'],
  run: (services, { write, params, body, caller, whileIdle }) =>
    services.forms.submit(write, params.formId, body, { ...caller(), whileIdle }),
  present: ({ touchId, redirectUrl }) => ({ body: { touchId }, nextPage: redirectUrl ?? undefined }),
});
