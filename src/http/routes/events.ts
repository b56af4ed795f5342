import Type from 'typebox';
import { EVENT_TYPES } from '../../core/events/events.js';
import { operation } from '../operations.js';
import { pageOut, pageRequest } from '../resource.js';
import { listQueryProperties } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { EventList } from '../schemas/events.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import { eventOut } from './event-presenters.js';

export const listEvents = operation({
  id: 'listEvents',
  method: 'GET',
  path: '/v1/events',
  tag: 'Events',
  summary: 'Follow the event log',
  description:
    'Everything that changed, oldest first, numbered without gaps. Keep `nextCursor` and request again to follow the log; an empty page means that nothing is new. A cursor past the end of a log that was restored to an earlier state gets 410. An event about an API key that exceeds the calling key in scopes, kind, expiry or addresses contains only the id of that key.',
  scopes: ['events:read'],
  query: Type.Object(
    {
      ...listQueryProperties,
      type: Type.Optional(enumOf(EVENT_TYPES, { description: 'Of this type.' })),
      subjectId: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'About this lead, rep, ...' })),
    },
    { additionalProperties: false },
  ),
  success: {
    status: 200,
    schema: EventList,
    description: 'A page of the log.',
    example: {
      data: [
        {
          sequence: 12,
          id: OTHER_ID,
          type: 'lead.assigned',
          subjectKind: 'lead',
          subjectId: EXAMPLE_ID,
          subjectVersion: 1,
          actorKind: 'api_key',
          actorId: OTHER_ID,
          requestId: '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8ea1',
          cause: 'api',
          occurredAt: AT,
          after: { ownerId: OTHER_ID, teamId: OTHER_ID, ruleId: null, routingPolicyVersion: 2 },
        },
      ],
      hasMore: false,
      nextCursor: 'Zk3v...',
      epoch: EXAMPLE_ID,
    },
  },
  refusals: ['cursor_invalid', 'feed_epoch_changed'],
  run: (services, { principal, query }) => {
    const { limit, cursor, ...filter } = query;
    return services.events.list(principal, filter, pageRequest({ limit, cursor }));
  },
  present: (page) => ({ body: { ...pageOut(page, eventOut), epoch: page.epoch } }),
});
