import Type from 'typebox';
import { ACTOR_KINDS, EVENT_TYPES, SUBJECT_KINDS } from '../../core/events/events.js';
import { Id, listProperties, Timestamp } from './common.js';
import { component, enumOf } from './components.js';

const free = (description: string) =>
  Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true, description });

export const EventSchema = component(
  'Event',
  Type.Object(
    {
      sequence: Type.Integer({ minimum: 1, description: 'Its number in the workspace: 1, 2, 3 ... without gaps.' }),
      id: Id('The event.'),
      type: enumOf(EVENT_TYPES, { description: 'The type of the event. An open set: new types will be added.' }),
      subjectKind: enumOf(SUBJECT_KINDS, { description: 'The kind of the changed resource.' }),
      subjectId: Type.String({ description: 'The id of the changed resource; the version, for policies.' }),
      subjectVersion: Type.Optional(
        Type.Integer({ minimum: 1, description: 'Version of the lead after the event; absent for other kinds.' }),
      ),
      actorKind: enumOf(ACTOR_KINDS, { description: 'The kind of actor.' }),
      actorId: Type.String({ description: 'The API key, or the component of the service.' }),
      requestId: Type.String({ description: 'The request that caused it.' }),
      cause: Type.String({
        description:
          'The cause: `api` (a request for this change), or what triggered it, such as `touch` or `engagement`.',
      }),
      occurredAt: Timestamp('When it was decided.'),
      erasedAt: Type.Optional(
        Timestamp(
          'When its personal values were erased, because the lead or customer was deleted: `before` and `after` no longer have them, and a visitor is named `erased`. Erasure is the only change to an event; absent otherwise.',
        ),
      ),
      before: Type.Optional(free('The changed values before the event; absent for a new resource.')),
      after: Type.Optional(free('The changed values after the event; absent for a deleted resource.')),
    },
    {
      additionalProperties: false,
      description:
        'One entry of the append-only log, written in the transaction of the change that it records. It never changes, except that personal values are erased when their lead or customer is deleted.',
    },
  ),
);
export const EventList = component(
  'EventList',
  Type.Object(
    {
      ...listProperties(EventSchema),
      epoch: Id(
        'Changes when the database is restored or moved: the same sequence number in another epoch may be another event. A cursor that is still accepted has missed no event.',
      ),
    },
    {
      additionalProperties: false,
      description: 'Events, oldest first. `nextCursor` is present on the last page too: continue from it later.',
    },
  ),
);
