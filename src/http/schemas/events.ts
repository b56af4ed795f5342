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
      type: enumOf(EVENT_TYPES, { description: 'What happened. More kinds will come.' }),
      subjectKind: enumOf(SUBJECT_KINDS, { description: 'What it happened to.' }),
      subjectId: Type.String({ description: 'Id of what it happened to; the version, for policies.' }),
      subjectVersion: Type.Optional(
        Type.Integer({ minimum: 1, description: 'Version of the lead after it; absent for other subjects.' }),
      ),
      actorKind: enumOf(ACTOR_KINDS, { description: 'Who did it.' }),
      actorId: Type.String({ description: 'The API key, or the part of the system.' }),
      requestId: Type.String({ description: 'The request that led to it.' }),
      cause: Type.String({
        description: 'Why: `api` (asked for), or what led to it, such as `touch` or `engagement`.',
      }),
      occurredAt: Timestamp('When it was decided.'),
      erasedAt: Type.Optional(
        Timestamp(
          'When the personal values were taken out of it, because the lead or customer was deleted: since then `before` and `after` are without them, and a visitor is called `erased`. The only change that an event can meet; absent for all others.',
        ),
      ),
      before: Type.Optional(free('The changed values before; absent for something new. Instants as everywhere.')),
      after: Type.Optional(free('The changed values after; absent for something gone. Instants as everywhere.')),
    },
    {
      additionalProperties: false,
      description:
        'One entry of the append-only log, written with the change it tells. It never changes, except that personal values go when their lead or customer is deleted.',
    },
  ),
);
export const EventList = component(
  'EventList',
  Type.Object(
    {
      ...listProperties(EventSchema),
      epoch: Id(
        'Changes when the database was restored or moved: a number of another epoch may be of another event. A cursor that is still accepted has lost nothing.',
      ),
    },
    {
      additionalProperties: false,
      description: 'Events, oldest first. `nextCursor` is there at the end too: read on from it later.',
    },
  ),
);
