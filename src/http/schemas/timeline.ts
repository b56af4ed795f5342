import Type, { type TProperties } from 'typebox';
import { EVENT_TYPES } from '../../core/events/events.js';
import { NEXT_ACTION_KINDS } from '../../core/playbooks/next-action.js';
import { TIMELINE_KINDS } from '../../core/timeline/timeline.js';
import { Id, listOf, strict, Timestamp } from './common.js';
import { component, enumOf, Ref } from './components.js';
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
      kind: enumOf(['api_key', 'system'] as const, { description: 'Who did it.' }),
      id: word('The API key, or the part of the system.'),
    },
    strict('Who caused an entry of a timeline.'),
  ),
);

export const TimelineDetailsSchema = component(
  'TimelineDetails',
  Type.Object(
    optional({
      touchId: Id('The touch.'),
      sourceId: Id('Where it came from.'),
      matchedBy: word('By what the lead was recognised.'),
      engagementId: Id('The engagement event.'),
      engagementType: word('What the lead did.'),
      activityId: Id('The activity.'),
      activityKind: word('What we did: note, call, meeting or email.'),
      direction: word('Who began it: outgoing or incoming.'),
      subject: word('What the activity was about.'),
      body: word('What was said or written.'),
      durationSeconds: Type.Integer({ minimum: 0, description: 'How long it took, seconds.' }),
      taskId: Id('The task.'),
      taskKind: word('What kind of work it is.'),
      title: word('What is to be done.'),
      dueAt: Timestamp('When it is due.'),
      templateKey: word('The template of the playbook.'),
      outcome: word('How it ended.'),
      reason: word('Why.'),
      competitor: word('Who won the lead instead.'),
      category: word('The category now.'),
      previousCategory: word('The category before.'),
      temperature: word('The temperature now.'),
      previousTemperature: word('The temperature before.'),
      grade: word('The grade now.'),
      previousGrade: word('The grade before.'),
      stage: word('The stage now.'),
      previousStage: word('The stage before.'),
      ownerId: Id('The owner now.'),
      previousOwnerId: Id('The owner before.'),
      repId: Id('The rep it is about.'),
      teamId: Id('The team it is about.'),
      ruleId: word('The rule that decided.'),
      dealId: Id('The deal.'),
      changedFields: Type.Array(word('A field.'), { maxItems: 100, description: 'The fields that changed.' }),
    }),
    strict('What is known about an entry, as far as it applies to its kind.'),
  ),
);

const TimelineEntrySchema = component(
  'TimelineEntry',
  Type.Object(
    {
      id: Id('The event that the entry tells of.'),
      kind: enumOf(TIMELINE_KINDS, { description: 'What it belongs to. More kinds will come.' }),
      eventType: enumOf(EVENT_TYPES, { description: 'What happened, as the event log names it.' }),
      occurredAt: Timestamp('When it happened.'),
      recordedAt: Timestamp('When it was recorded: entries are in this order.'),
      actor: Ref(TimelineActorSchema),
      cause: word('Why: `api` (asked for), or what led to it.'),
      summary: word('The same in a few words, for people.'),
      details: Ref(TimelineDetailsSchema),
    },
    strict('One thing that happened to a lead.'),
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
          'What it is, in the order in which they are looked for: an overdue task; a hand-off to accept; an SLA clock that warns; a parked lead whose time has come; what the playbook asks for next; another open task; waiting for the wake-up of a parked lead; nothing.',
      }),
      reason: word('Why, as a sentence.'),
      title: Type.Optional(word('What to do, in a line.')),
      taskKind: Type.Optional(TaskKindSchema),
      guidance: Type.Optional(word('How to go about it, by the playbook.')),
      dueAt: Type.Optional(Timestamp('When it has to be done.')),
      taskId: Type.Optional(Id('The task it is, if there is one.')),
      templateKey: Type.Optional(word('The template of the playbook: make a task of it with this key.')),
      entryId: Type.Optional(word('The playbook entry that fits the lead; absent: none does.')),
      playbookVersion: Type.Integer({ minimum: 1, description: 'The version of the playbook that decided.' }),
    },
    strict('What is best done next about a lead, and why.'),
  ),
);
