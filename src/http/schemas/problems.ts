import Type from 'typebox';
import { ERROR_CODES } from '../../services/errors.js';
import { component, Ref } from './components.js';

export const FieldErrorSchema = component(
  'FieldError',
  Type.Object(
    {
      pointer: Type.Optional(
        Type.String({
          description: 'RFC 6901 JSON Pointer to the offending value in the body; the empty string is the whole body.',
        }),
      ),
      parameter: Type.Optional(Type.String({ description: 'Name of the offending query, path or header parameter.' })),
      code: Type.String({
        description: 'Stable code of the violated rule, such as `required`, `unknown_field` or `too_long`.',
      }),
      detail: Type.String({ description: 'What is expected, as a sentence for people.' }),
    },
    {
      additionalProperties: false,
      description: 'One violated rule, with its location in the body or a parameter.',
    },
  ),
);

/** RFC 9457. `code` is an open set on purpose: new codes may come, and clients must not break on them. */
export const Problem = component(
  'Problem',
  Type.Object(
    {
      type: Type.String({
        format: 'uri-reference',
        description: 'URL of a description of this kind of problem, relative to the service: `/problems/{code}`.',
      }),
      title: Type.String({
        description: 'The kind of problem in a few words; the same for every problem of this code.',
      }),
      status: Type.Integer({ minimum: 400, maximum: 599, description: 'The HTTP status code, repeated.' }),
      detail: Type.String({ description: 'What is wrong with this request and what to do about it.' }),
      instance: Type.String({ description: 'Path of the request, without its query.' }),
      code: Type.String({
        description: `Stable code. An open set; today: ${ERROR_CODES.map((code) => `\`${code}\``).join(', ')}.`,
      }),
      requestId: Type.String({
        minLength: 8,
        maxLength: 128,
        description: 'The `X-Request-Id` of this answer, for support and logs.',
      }),
      errors: Type.Optional(
        Type.Array(Ref(FieldErrorSchema), { maxItems: 50, description: 'Every violated rule at once, at most 50.' }),
      ),
    },
    {
      additionalProperties: false,
      description: 'Problem details by RFC 9457: the body of every answer that is not a success.',
    },
  ),
);
