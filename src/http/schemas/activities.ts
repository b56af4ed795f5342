import Type from 'typebox';
import {
  ACTIVITY_DIRECTIONS,
  ACTIVITY_KINDS,
  ACTIVITY_OUTCOMES,
  ACTIVITY_LIMITS as LIMITS,
} from '../../core/activities/activities.js';
import { Id, listOf, NameOf, PastInstant, strict, Timestamp } from './common.js';
import { component, enumOf, Ref } from './components.js';
import { EngagementLead } from './engagement.js';

const text = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, description });

const content = {
  kind: enumOf(ACTIVITY_KINDS, { description: 'What was done.' }),
  direction: Type.Optional(
    enumOf(ACTIVITY_DIRECTIONS, {
      description: 'Who initiated it: `outgoing` (when absent), the rep; `incoming`, the lead. Notes have none.',
    }),
  ),
  subject: Type.Optional(text(LIMITS.subject, 'The subject, in one line.')),
  body: Type.Optional(text(LIMITS.body, 'The text. Required for a note.')),
  outcome: Type.Optional(
    enumOf(ACTIVITY_OUTCOMES, {
      description:
        'How it ended. Calls: connected, no_answer, busy, left_voicemail, wrong_number, callback_requested, not_interested. Meetings: held, no_show, rescheduled, cancelled. E-mails: sent, delivered, replied, bounced. Notes: none.',
    }),
  ),
  automatic: Type.Optional(
    Type.Boolean({
      description:
        'True for an e-mail that a system sent by itself. It is not a contact unless the SLA policy counts it.',
    }),
  ),
  durationSeconds: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: LIMITS.durationSeconds,
      description: 'How long a call or meeting took, 0 to 86,400 seconds.',
    }),
  ),
  repId: Type.Optional(Id('The rep who performed it.')),
  externalId: Type.Optional(
    text(
      LIMITS.externalId,
      'Your id of it, unique in the workspace: repeated submissions with the same id are recorded once.',
    ),
  ),
  metadata: Type.Optional(
    Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      additionalProperties: true,
      maxProperties: 50,
      description: 'Further data, such as a recording, thread or calendar entry. At most 50 entries.',
    }),
  ),
};

/** What a caller states about an activity. */
export const activityFields = {
  ...content,
  occurredAt: Type.Optional(
    PastInstant('When it was done; now when absent. May be in the past; use a task for the future.'),
  ),
};

export const ActivityCreate = component(
  'ActivityCreate',
  Type.Object(
    {
      ...activityFields,
    },
    strict('A note, call, meeting or e-mail.'),
  ),
);

export const ActivityResult = component(
  'ActivityResult',
  Type.Object(
    {
      id: Id('The activity.'),
      duplicate: Type.Boolean({ description: 'True when the external id is already recorded; nothing changed.' }),
      lead: Ref(EngagementLead),
    },
    strict('The recorded activity.'),
  ),
);

export const ActivitySchema = component(
  'Activity',
  Type.Object(
    {
      id: Id('The activity.'),
      leadId: Id('The lead that it is about.'),
      ...content,
      repName: NameOf('that rep'),
      taskId: Type.Optional(Id('The task that was completed with it.')),
      occurredAt: Timestamp('When it was done.'),
      recordedAt: Timestamp('When it was recorded here.'),
    },
    strict('A note, call, meeting or e-mail about a lead.'),
  ),
);
export const ActivityList = listOf('ActivityList', ActivitySchema, 'What was done about a lead, newest first.');
