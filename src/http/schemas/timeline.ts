import Type, { type TProperties } from 'typebox';
import { EVENT_TYPES } from '../../core/events/events.js';
import { NEXT_ACTION_KINDS } from '../../core/playbooks/next-action.js';
import { TIMELINE_KINDS } from '../../core/timeline/timeline.js';
import { Id, listOf, strict, Timestamp } from './common.js';
import { component, enumOf, Ref } from './components.js';
import { contactChannels } from './contact-channels.js';
import { TaskKindSchema } from './tasks.js';

const word = (description: string) => Type.String({ description });
const optional = <P extends TProperties>(fields: P) =>
  Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, Type.Optional(schema)])) as {
    [Name in keyof P]: ReturnType<typeof Type.Optional<P[Name]>>;
  };

const TimelineActorSchema = component(
  'TimelineActor',
  Type.Object(
    {
      kind: enumOf(['api_key', 'system'] as const, { description: 'The kind of actor.' }),
      id: word('The API key, or the component of the service.'),
    },
    strict('The actor of an entry of a timeline.'),
  ),
);

export const TimelineDetailsSchema = component(
  'TimelineDetails',
  Type.Object(
    optional({
      touchId: Id('The touch.'),
      sourceId: Id('Where it came from.'),
      sourceName: word('The name of that source.'),
      matchedBy: word('The key that matched the lead.'),
      engagementId: Id('The engagement event.'),
      engagementType: word('What the lead did.'),
      activityId: Id('The activity.'),
      activityKind: word('The kind of activity: note, call, meeting or email.'),
      direction: word('Who initiated it: outgoing or incoming.'),
      subject: word('The subject of the activity.'),
      body: word('The text.'),
      durationSeconds: Type.Integer({ minimum: 0, description: 'How long it took, seconds.' }),
      taskId: Id('The task.'),
      taskKind: word('The kind of work.'),
      title: word('What is to be done.'),
      dueAt: Timestamp('When it is due.'),
      templateKey: word('The template of the playbook.'),
      outcome: word('How it ended.'),
      reason: word('Why.'),
      competitor: word('The competitor that won the lead.'),
      category: word('The category now.'),
      previousCategory: word('The category before.'),
      temperature: word('The temperature now.'),
      previousTemperature: word('The temperature before.'),
      grade: word('The grade now.'),
      previousGrade: word('The grade before.'),
      stage: word('The stage now.'),
      previousStage: word('The stage before.'),
      ownerId: Id('The owner now.'),
      ownerName: word('The name of that rep.'),
      previousOwnerId: Id('The owner before.'),
      previousOwnerName: word('The name of that rep.'),
      repId: Id('The rep it is about.'),
      repName: word('The name of that rep.'),
      teamId: Id('The team it is about.'),
      teamName: word('The name of that team.'),
      ruleId: word('The rule that decided.'),
      dealId: Id('The deal.'),
      changedFields: Type.Array(word('A field.'), { maxItems: 100, description: 'The fields that changed.' }),
    }),
    strict('Details of an entry; which fields are present depends on its kind.'),
  ),
);

const TimelineEntrySchema = component(
  'TimelineEntry',
  Type.Object(
    {
      id: Id('The event of the entry.'),
      kind: enumOf(TIMELINE_KINDS, { description: 'The kind of entry. An open set: new kinds will be added.' }),
      eventType: enumOf(EVENT_TYPES, { description: 'The event type, as in the event log.' }),
      occurredAt: Timestamp('When it happened.'),
      recordedAt: Timestamp('When it was recorded: entries are in this order.'),
      actor: Ref(TimelineActorSchema),
      cause: word('The cause: `api` (a request for this change), or what triggered it.'),
      summary: word('A short summary for people.'),
      details: Ref(TimelineDetailsSchema),
    },
    strict('One entry in the timeline of a lead.'),
  ),
);
export const Timeline = listOf('Timeline', TimelineEntrySchema, 'What happened to a lead, the last recorded first.');

export const NextActionSchema = component(
  'NextAction',
  Type.Object(
    {
      leadId: Id('The lead.'),
      kind: enumOf(NEXT_ACTION_KINDS, {
        description:
          'The kind of action, in order of priority: an overdue task; a hand-off to accept; an SLA clock that warns; a parked lead whose time has come; interest of a lead that stayed closed, to decide about (`review_interest`); the next task of the playbook; another open task; waiting for the wake-up of a parked lead; `no_channel`: every task left would contact the lead, and no channel is allowed; `await_sequence`: waiting for the next step of a sequence; none.',
      }),
      reason: word('The reason, as a sentence.'),
      title: Type.Optional(word('What to do, in one line.')),
      taskKind: Type.Optional(TaskKindSchema),
      guidance: Type.Optional(word('Guidance of the playbook.')),
      dueAt: Type.Optional(Timestamp('When it is due.')),
      taskId: Type.Optional(Id('The existing task, if there is one.')),
      templateKey: Type.Optional(word('The template of the playbook: create a task from it with this key.')),
      entryId: Type.Optional(word('The playbook entry that matches the lead; absent: none.')),
      playbookVersion: Type.Integer({ minimum: 1, description: 'The version of the playbook that decided.' }),
      channels: contactChannels('Whether the lead may be contacted by e-mail and by phone.'),
    },
    strict('The best next action for a lead, with its reason.'),
  ),
);
