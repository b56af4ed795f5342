import Type from 'typebox';
import { ACTOR_KINDS, EVENT_TYPES, SUBJECT_KINDS } from '../../core/events/events.js';
import { MOST_TYPE_PATTERNS } from '../../core/events/type-patterns.js';
import { eventBody } from '../../services/event-body.js';
import { operation } from '../operations.js';
import { pageOut, pageRequest } from '../resource.js';
import { bounds, listQueryProperties } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { EventList } from '../schemas/events.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import { parseInstant } from './instants.js';

/** A type, or all types of a noun. */
const TYPE_PATTERN = '[a-z_]+\\.(?:[a-z_]+|\\*)';
/** Below the time-outs of usual proxies. */
const MOST_SECONDS = 25;

export const listEvents = operation({
  id: 'listEvents',
  method: 'GET',
  path: '/v1/events',
  tag: 'Events',
  summary: 'Follow the event log',
  description:
    'Everything that changed, oldest first, numbered without gaps. Keep `nextCursor` and request again to follow the log; `hasMore` is true while more events follow. A page of a filter reads 20,000 events at most, so it may be empty while `hasMore` is true. With `wait` an empty page comes only after that time: followers need no pause of their own. When more than 100 requests of a workspace wait, further ones are answered at once. A cursor past the end of a log that was restored to an earlier state gets 410. An event about an API key that exceeds the calling key in scopes, kind, expiry or addresses contains only the id of that key.',
  scopes: ['events:read'],
  query: Type.Object(
    {
      ...listQueryProperties,
      type: Type.Optional(enumOf(EVENT_TYPES, { description: 'Of this type.' })),
      types: Type.Optional(
        Type.String({
          pattern: `^${TYPE_PATTERN}(?:,${TYPE_PATTERN})*$`,
          maxLength: 1_000,
          description: `Of any of these types, at most ${MOST_TYPE_PATTERNS}, separated by commas. \`lead.*\` is every type that begins with \`lead.\`.`,
          examples: ['lead.*,deal.won'],
        }),
      ),
      subjectKind: Type.Optional(enumOf(SUBJECT_KINDS, { description: 'About this kind of resource.' })),
      actorKind: Type.Optional(enumOf(ACTOR_KINDS, { description: 'By this kind of actor.' })),
      actorId: Type.Optional(
        Type.String({ minLength: 1, maxLength: 64, description: 'By this API key or component of the service.' }),
      ),
      ...bounds('occurred', 'Decided'),
      wait: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: MOST_SECONDS,
          default: 0,
          description: `Seconds to wait for an event where there is none yet, 0 to ${MOST_SECONDS}. The answer comes as soon as there is one.`,
        }),
      ),
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
  run: (services, { principal, query, whileIdle }) => {
    const { limit, cursor, wait = 0, types, occurredFrom, occurredBefore, ...equal } = query;
    const occurred = { occurredFrom: parseInstant(occurredFrom), occurredBefore: parseInstant(occurredBefore) };
    const filter = { ...equal, types: types?.split(','), ...occurred };
    const waiting = { milliseconds: wait * 1_000, whileIdle };
    return services.events.list(principal, filter, pageRequest({ limit, cursor }), waiting);
  },
  present: (page) => ({ body: { ...pageOut(page, eventBody), epoch: page.epoch } }),
});
