import Type from 'typebox';
import { operation } from '../operations.js';
import { Id } from '../schemas/common.js';
import { component } from '../schemas/components.js';
import { LEAD_INPUT, OTHER_ID } from '../schemas/examples.js';
import { LeadSubmission } from '../schemas/referrers.js';
import { leadInput } from './lead-writes.js';

const CaptureReceipt = component(
  'CaptureReceipt',
  Type.Object(
    { touchId: Id('The submission, to refer to it.') },
    { additionalProperties: false, description: 'The submission is safe. What is known about the person is not told.' },
  ),
);

export const captureLead = operation({
  id: 'captureLead',
  method: 'POST',
  path: '/v1/capture/leads',
  tag: 'Capture',
  summary: 'Submit a lead from a public page',
  description:
    'For publishable capture keys: the same pipeline as POST /v1/leads, but the answer says only that it was received, never whether the person was known, how it was scored or who owns it.',
  scopes: ['leads:capture'],
  body: LeadSubmission,
  bodyExample: LEAD_INPUT,
  success: {
    status: 201,
    schema: CaptureReceipt,
    description: 'Received and durable.',
    example: { touchId: OTHER_ID },
    location: false,
  },
  refusals: ['rule_refused'],
  run: (services, { write, body }) => services.leads.create(write, leadInput(body)),
  present: ({ touchId }) => ({ body: { touchId } }),
});
