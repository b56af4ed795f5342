import Type from 'typebox';
import { CONNECTOR_TARGETS } from '../../core/connectors/connector.js';
import { PAYLOAD_STATES, REPLAYED_STATES } from '../../core/connectors/payload.js';
import { Id, listOf, PastInstant, strict, Timestamp } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { connectorParams } from './connectors.js';

const PayloadViolation = component(
  'ConnectorPayloadViolation',
  Type.Object(
    {
      pointer: Type.String({ description: 'The field of the mapping, or of the lead.' }),
      code: Type.String({ description: 'What is wrong, as a word.' }),
      detail: Type.String({ description: 'What is wrong, as a sentence.' }),
    },
    strict('Something that does not fit.'),
  ),
);

const PayloadProblem = component(
  'ConnectorPayloadProblem',
  Type.Object(
    {
      code: Type.String({ description: 'The code of the refusal.' }),
      detail: Type.String({ description: 'What is wrong.' }),
      errors: Type.Optional(
        Type.Array(Ref(PayloadViolation), { maxItems: 200, description: 'What does not fit, one by one.' }),
      ),
    },
    strict('Why a payload has no lead, or was not corrected. It repeats nothing of the payload.'),
  ),
);

const PayloadValue = component(
  'ConnectorPayloadValue',
  Type.Object(
    {
      to: enumOf(CONNECTOR_TARGETS, { description: 'What the value became.' }),
      attribute: Type.Optional(Type.String({ description: 'The name of the attribute.' })),
      value: Type.String({ description: 'The value. Several products are lines.' }),
    },
    strict('A value that the mapping read.'),
  ),
);

const PayloadState = (description: string) =>
  enumOf(PAYLOAD_STATES, {
    description: `${description} \`waiting\`: not processed yet. \`accepted\`: it has a lead. \`test\`: the platform marks it as a test, and no lead was made. \`suppressed\`: the person is on the suppression list, and nothing is kept. \`dead\`: the platform did not give it in any attempt over two days. \`failed\`: the mapping or a rule refuses it; see \`problem\`.`,
  });

export const ConnectorPayloadSchema = component(
  'ConnectorPayload',
  Type.Object(
    {
      id: Id('The id.'),
      connectorId: Id('The connector.'),
      state: PayloadState('What came of it.'),
      isTest: Type.Boolean({ description: 'Whether the platform marks it as a test.' }),
      receivedAt: Timestamp('When it was received. It is removed 30 days later.'),
      processedAt: nullable(Timestamp('When it was processed last.')),
      nextAttemptAt: nullable(Timestamp('When it is processed next.')),
      attempts: Type.Integer({ minimum: 0, description: 'Attempts that met a fault since it began to wait.' }),
      leadId: nullable(Id('Its lead.')),
      touchId: nullable(Id('The touch of that lead which it made.')),
      problem: Type.Optional(Ref(PayloadProblem)),
      values: Type.Optional(
        Type.Array(Ref(PayloadValue), {
          maxItems: 200,
          description: 'What the mapping read, when it was accepted. Not in lists.',
        }),
      ),
      fetched: Type.Optional(Type.String({ description: 'What the platform has of it, as JSON text. Not in lists.' })),
      content: Type.Optional(
        Type.String({
          description:
            'What was received, as JSON text; a form is an object of texts. Not in lists, and not once it was erased with its lead.',
        }),
      ),
    },
    strict('What a connector received.'),
  ),
);
export const ConnectorPayloadList = listOf('ConnectorPayloadList', ConnectorPayloadSchema, 'Payloads, newest first.');

export const ConnectorPayloadCreate = component(
  'ConnectorPayloadCreate',
  Type.Object(
    { text: Type.String({ minLength: 1, maxLength: 262_144, description: 'The payload, as JSON text.' }) },
    strict('A payload that is given by hand.'),
  ),
);

export const ConnectorReplay = component(
  'ConnectorReplay',
  Type.Object(
    {
      states: Type.Optional(
        Type.Array(enumOf(REPLAYED_STATES, { description: 'A state.' }), {
          minItems: 1,
          maxItems: 4,
          uniqueItems: true,
          description: 'Payloads in these states; `failed` when absent.',
        }),
      ),
      receivedFrom: Type.Optional(
        PastInstant('Payloads that were received at this instant or later; all when absent.'),
      ),
    },
    strict('Which payloads are read again by the present mapping.'),
  ),
);
export const ConnectorReplayResult = component(
  'ConnectorReplayResult',
  Type.Object(
    { payloads: Type.Integer({ minimum: 0, description: 'How many payloads wait for it now.' }) },
    strict('What is read again.'),
  ),
);

export const payloadParams = Type.Object(
  { ...connectorParams.properties, payloadId: Id('The payload.') },
  { additionalProperties: false },
);
