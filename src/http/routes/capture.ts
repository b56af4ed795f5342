import type { PublicInput } from '../../services/leads/prepare.js';
import { operation } from '../operations.js';
import { CaptureReceipt, CaptureSubmission, PageVisit } from '../schemas/capture.js';
import { LEAD_INPUT, OTHER_ID } from '../schemas/examples.js';

export const captureLead = operation({
  id: 'captureLead',
  method: 'POST',
  path: '/v1/capture/leads',
  tag: 'Capture',
  summary: 'Submit a lead from a public page',
  description:
    'For publishable capture keys, which any visitor of a page can read; any other key gets the same treatment here. ' +
    'A new person or organization is matched, scored, classified and assigned as with POST /v1/leads. For a known one the submission adds a touch and fills empty fields. It overwrites nothing, adds no e-mail or phone to a known lead, and never matches one by `otherEmails` or `otherPhones`: values that differ become the `proposal` of its touch. ' +
    'A consent becomes `denied` at once, and `granted` only with `consentText` and never from `denied`. ' +
    'A visitor that belongs to another lead stays there. Sources and campaigns are never created here: an unknown source counts as `Public form` of its channel. ' +
    'The answer is the same whether the person is known or not.',
  scopes: ['leads:capture'],
  body: CaptureSubmission,
  bodyExample: {
    ...LEAD_INPUT,
    emailConsent: 'granted',
    consentText: 'I agree to receive the newsletter by e-mail.',
  },
  success: {
    status: 201,
    schema: CaptureReceipt,
    description: 'The submission is stored durably.',
    example: { touchId: OTHER_ID },
    location: false,
  },
  refusals: ['rule_refused'],
  run: (services, { write, body }) => services.leads.capture(write, body as PublicInput),
  present: ({ touchId }) => ({ body: { touchId } }),
});

export const capturePageVisit = operation({
  id: 'capturePageVisit',
  method: 'POST',
  path: '/v1/capture/visitor-events',
  tag: 'Capture',
  summary: 'Record what a visitor did on a page',
  description:
    'For scripts of pages, with a publishable capture key; `/capture.js` of this service is one. The event is recorded as of its arrival, with the page as `properties`. It becomes that of a lead as with POST /v1/visitor-events, when a submission names the `visitorId`. The answer is the same whether the visitor is known or not.',
  scopes: ['leads:capture'],
  body: PageVisit,
  bodyLimit: 65_536,
  bodyExample: {
    visitorId: '6f1c7ab2-95e3-4a5b-8d52-0c54e1d1b0a7',
    url: 'https://www.acme.example/engines?utm_source=newsletter&utm_campaign=spring',
    title: 'Engines',
    referrer: 'https://search.example/',
  },
  success: { status: 204, description: 'The event is stored durably.' },
  refusals: ['rule_refused'],
  run: (services, { write, body }) => services.engagement.visitPage(write, body),
  present: () => ({}),
});
