import Type from 'typebox';
import { EVENT_TYPES } from '../../core/events/events.js';
import { MOST_TYPE_PATTERNS } from '../../core/events/type-patterns.js';
import {
  DELIVERY_ERRORS,
  DELIVERY_STATES,
  WEBHOOK_DISABLED_REASONS,
  WEBHOOK_PAYLOADS,
  WEBHOOK_SIGNATURES,
} from '../../core/webhooks/endpoint.js';
import { Id, listOf, PastInstant, strict, Timestamp, versioned } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { When } from './conditions.js';

const Url = Type.String({
  minLength: 10,
  maxLength: 2_000,
  pattern: '^[Hh][Tt][Tt][Pp][Ss]?://\\S+$',
  examples: ['https://hooks.example.com/headwater'],
  description: 'Where events are sent: https, without user name or fragment. Its host must be on the public Internet.',
});
const Description = Type.String({ minLength: 1, maxLength: 2_000, description: 'A description for people.' });
const Types = Type.Array(
  Type.String({
    pattern: '^[a-z_]+\\.(?:[a-z_]+|\\*)$',
    maxLength: 100,
    description: 'An event type, or `lead.*` for every type that begins with `lead.`.',
  }),
  {
    maxItems: MOST_TYPE_PATTERNS,
    uniqueItems: true,
    description: `The event types that are sent, 1 to ${MOST_TYPE_PATTERNS}.`,
  },
);
const Payload = enumOf(WEBHOOK_PAYLOADS, {
  description: '`full`: the event as the feed shows it. `thin`: the same without `before` and `after`.',
});
const Signature = enumOf(WEBHOOK_SIGNATURES, {
  description:
    '`hmac_sha256`: a shared secret (`v1` of Standard Webhooks). `ed25519`: the receiver needs only a public key (`v1a`).',
});
const HeaderName = Type.String({
  pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$",
  description: 'Its name; neither one that the connection or the service sets, nor one that begins with `webhook-`.',
});
const HeaderValue = Type.String({
  pattern: '^[\\x21-\\x7E](?:[\\x20-\\x7E]{0,998}[\\x21-\\x7E])?$',
  description: 'Its value: printable ASCII, without spaces around it.',
});
const WebhookHeader = component(
  'WebhookHeader',
  Type.Object({ name: HeaderName, value: HeaderValue }, strict('A header of every request to the endpoint.')),
);
const MOST_HEADERS = 10;
const Headers = Type.Array(Ref(WebhookHeader), {
  maxItems: MOST_HEADERS,
  description: 'Headers of every request, such as a token of the receiver; at most 10. Answers show only their names.',
});
const SkipOwn = Type.Array(Id('An API key.'), {
  maxItems: 20,
  uniqueItems: true,
  description:
    'API keys whose changes are not sent, nor those of keys that replace them by rotation: name the key of the receiver, so that it does not answer itself.',
});
const Enabled = Type.Boolean({
  description: 'Whether events are sent. Those of the time without it follow once it is true.',
});

const shown = {
  url: Url,
  types: Types,
  description: nullable(Description),
  where: Type.Optional(When),
  payload: Payload,
  headerNames: Type.Array(HeaderName, { maxItems: MOST_HEADERS, description: 'The names of its own headers.' }),
  skipOwn: SkipOwn,
  signature: Signature,
  enabled: Enabled,
  disabledReason: nullable(
    enumOf(WEBHOOK_DISABLED_REASONS, {
      description:
        'Why the service disabled it: `gone` (the receiver answered 410), `failing` (no attempt succeeded for five days), `key_ended` (the API key `principalId` was revoked or has expired) or `condition_invalid` (`where` names something that is gone); null otherwise.',
    }),
  ),
  disabledAt: nullable(Timestamp('When the service disabled it; null otherwise.')),
  principalId: Id(
    'The API key that created it or changed it last, or the first of the keys that replaced each other: events are sent with its rights.',
  ),
  position: Type.Integer({ minimum: 0, description: 'The number of the last event that was sent or queued.' }),
  failures: Type.Integer({ minimum: 0, description: 'Failed attempts since the last that succeeded.' }),
  failingSince: nullable(Timestamp('When the first of them failed; null when the last attempt succeeded.')),
};

export const WebhookEndpointSchema = component(
  'WebhookEndpoint',
  Type.Object(
    versioned(shown),
    strict('A receiver of events. Deliveries change its position and failures, not its version.'),
  ),
);
export const WebhookEndpointList = listOf('WebhookEndpointList', WebhookEndpointSchema, 'Endpoints, newest first.');

export const IssuedWebhookEndpoint = component(
  'IssuedWebhookEndpoint',
  Type.Object(
    {
      ...versioned(shown),
      secret: Type.String({
        description:
          'What the receiver verifies signatures with: a secret `whsec_...`, or for `ed25519` the public key `whpk_...`. It is in this answer and nowhere else.',
      }),
    },
    strict('An endpoint with its secret.'),
  ),
);

export const WebhookEndpointCreate = component(
  'WebhookEndpointCreate',
  Type.Object(
    {
      url: Url,
      types: Types,
      description: Type.Optional(Description),
      where: Type.Optional(When),
      payload: Type.Optional(Payload),
      headers: Type.Optional(Headers),
      skipOwn: Type.Optional(SkipOwn),
      signature: Type.Optional(Signature),
      enabled: Type.Optional(Enabled),
    },
    strict(
      'A new endpoint. When absent: `full`, `hmac_sha256`, enabled, no headers, no condition. With `where`, an event about a lead is sent only if the lead fulfils it when it is sent; other events are sent all the same.',
    ),
  ),
);

export const WebhookEndpointPatch = component(
  'WebhookEndpointPatch',
  Type.Object(
    {
      url: Type.Optional(Url),
      types: Type.Optional(Types),
      description: Type.Optional(nullable(Description)),
      where: Type.Optional(When),
      removeWhere: Type.Optional(
        Type.Boolean({
          description: 'true removes the condition, so that events of all leads are sent. Not together with `where`.',
        }),
      ),
      payload: Type.Optional(Payload),
      headers: Type.Optional(Headers),
      skipOwn: Type.Optional(SkipOwn),
      enabled: Type.Optional(Enabled),
    },
    { ...strict('A JSON Merge Patch (RFC 7396).'), minProperties: 1 },
  ),
);

export const WebhookSecretRotate = component(
  'WebhookSecretRotate',
  Type.Object(
    {
      overlapHours: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 168,
          default: 24,
          description: 'Hours in which the replaced secret signs as well, 0 to 168; 24 when absent.',
        }),
      ),
    },
    strict('How long both secrets are good.'),
  ),
);

export const WebhookResend = component(
  'WebhookResend',
  Type.Object(
    {
      eventId: Type.Optional(Id('The event to send again, whether it succeeded or not.')),
      failedSince: Type.Optional(
        PastInstant(
          'Every delivery that failed for good at this instant or later, and every one that waits for its next attempt after one that failed then.',
        ),
      ),
    },
    strict('What is sent again: exactly one of the two.'),
  ),
);
export const WebhookResendResult = component(
  'WebhookResendResult',
  Type.Object(
    { deliveries: Type.Integer({ minimum: 0, description: 'How many deliveries are sent again.' }) },
    strict('What is sent again.'),
  ),
);
export const WebhookReplay = component(
  'WebhookReplay',
  Type.Object(
    {
      fromSequence: Type.Integer({
        minimum: 1,
        description: 'The number of the first event of the log that is sent next; one after the last skips all.',
      }),
    },
    strict('Where in the log to continue.'),
  ),
);

const eventReference = {
  sequence: Type.Integer({ minimum: 1, description: 'The number of the event in the log.' }),
  eventId: Id('The event; the header `webhook-id`.'),
  type: enumOf(EVENT_TYPES, { description: 'The type of the event. An open set: new types will be added.' }),
};
const Status = (description: string) => nullable(Type.Integer({ minimum: 0, maximum: 999, description }));
const DeliveryError = (description: string) => nullable(enumOf(DELIVERY_ERRORS, { description }));
const ERRORS =
  '`status` (no 2xx), `address_refused` (not on the public Internet), `name_not_resolved`, `connection_failed`, `tls_failed`, `timed_out`';

export const WebhookDeliverySchema = component(
  'WebhookDelivery',
  Type.Object(
    {
      ...eventReference,
      state: enumOf(DELIVERY_STATES, {
        description:
          '`waiting` for its next attempt or for an earlier event of the same subject, `succeeded`, or `failed` after ten attempts.',
      }),
      attempts: Type.Integer({ minimum: 0, description: 'Attempts so far.' }),
      nextAttemptAt: nullable(
        Timestamp('When it is sent again; null when it has ended or waits for an earlier event of the same subject.'),
      ),
      lastStatus: Status('HTTP status of the last attempt; null without an answer.'),
      lastError: DeliveryError(`Why the last attempt failed: ${ERRORS}; null when it succeeded.`),
      createdAt: Timestamp('When the event reached the endpoint.'),
      endedAt: nullable(Timestamp('When it succeeded or failed for good; null while it waits.')),
    },
    strict('An event on its way to an endpoint. It refers to the event and holds none of its values.'),
  ),
);
export const WebhookDeliveryList = listOf(
  'WebhookDeliveryList',
  WebhookDeliverySchema,
  'Deliveries, in the reverse order of the log.',
);

export const WebhookAttemptSchema = component(
  'WebhookAttempt',
  Type.Object(
    {
      id: Id('The attempt.'),
      ...eventReference,
      at: Timestamp('When it ended.'),
      status: Status('HTTP status; null without an answer.'),
      errorKind: DeliveryError(`Why it failed: ${ERRORS}; null when it succeeded.`),
      durationMs: Type.Integer({ minimum: 0, description: 'How long it took, milliseconds.' }),
      answer: nullable(
        Type.String({
          maxLength: 1_024,
          description:
            'The first 1,024 characters of the answer of a failed attempt; erased with the lead of the event.',
        }),
      ),
    },
    strict('One request to the receiver.'),
  ),
);
export const WebhookAttemptList = listOf('WebhookAttemptList', WebhookAttemptSchema, 'Attempts, newest first.');
