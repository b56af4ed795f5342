import { EVENT_TYPES } from '../core/events/events.js';
import type { DocumentSchemas } from './openapi-schemas.js';
import { EventSchema } from './schemas/events.js';

type Json = Record<string, unknown>;

const HEADERS: readonly [name: string, description: string, schema: Json][] = [
  ['webhook-id', 'The id of the event, the same in all attempts.', { type: 'string', format: 'uuid' }],
  ['webhook-timestamp', 'When the attempt was made, Unix seconds.', { type: 'integer', format: 'int64', minimum: 0 }],
  [
    'webhook-signature',
    'Signatures over id, timestamp and body by Standard Webhooks 1.0, separated by blanks: `v1,...` (HMAC with SHA-256) or `v1a,...` (Ed25519).',
    { type: 'string', maxLength: 1_000 },
  ],
];

/**
 * What receivers of webhooks get: one entry for the event types of each noun. In the document they are `x-webhooks`: of `webhooks`
 * openapi-generator makes classes that meet those of the operations, and in Python some that do not compile.
 */
export function documentWebhooks(schemas: DocumentSchemas): Json {
  const nouns = [...new Set(EVENT_TYPES.map((type) => nounOf(type)))].sort();
  return Object.fromEntries(nouns.map((noun) => [noun, { post: receivedOperation(noun, schemas) }]));
}

const nounOf = (type: string): string => type.slice(0, type.indexOf('.'));

function receivedOperation(noun: string, schemas: DocumentSchemas): Json {
  const types = EVENT_TYPES.filter((type) => nounOf(type) === noun);
  const name = noun.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return {
    tags: ['Webhooks'],
    operationId: `receive${name}Event`,
    summary: `Events ${noun}.*`,
    description: `Sent to endpoints that select \`${noun}.*\` or one of: ${types.map((type) => `\`${type}\``).join(', ')}.`,
    security: [],
    parameters: HEADERS.map(([header, description, schema]) => ({
      ...{ name: header, in: 'header', required: true, description, schema },
    })),
    requestBody: {
      required: true,
      content: { 'application/json': { schema: schemas.refer(EventSchema.$id, 'answer') } },
    },
    responses: {
      204: { description: 'Received. Every other 2xx counts the same.' },
      410: { description: 'The receiver is gone: the endpoint is disabled. Other failures are sent again.' },
    },
  };
}
