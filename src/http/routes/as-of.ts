import Type from 'typebox';
import { Timestamp } from '../schemas/common.js';

/** Of operations that can tell the past. */
export const asOfQuery = Type.Object(
  {
    asOf: Type.Optional(
      Timestamp(
        'Answer as this instant was answered: the last state decided by then. An instant yet to come is answered as now.',
      ),
    ),
  },
  { additionalProperties: false },
);

/** Epoch milliseconds. */
export const instant = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));
