import Type from 'typebox';
import { iso } from '../../core/time.js';
import type { LeadPatch } from '../../services/leads/prepare.js';
import { Timestamp } from '../schemas/common.js';

/** The query of operations that can answer for the past. */
export const asOfQuery = Type.Object(
  {
    asOf: Type.Optional(
      Timestamp('Return the last state that was decided by this instant. A future instant returns the state of now.'),
    ),
  },
  { additionalProperties: false },
);

/** Epoch milliseconds of a validated instant. */
export const parseInstant = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));

export const formatInstant = (ms: number | undefined) => (ms === undefined ? undefined : iso(ms));

/** A correction of a lead with its instant as epoch milliseconds; null removes it. */
export function leadPatch(body: object): LeadPatch {
  const { timeframeStatedAt, ...rest } = body as Record<string, unknown>;
  if (timeframeStatedAt === undefined) return rest as LeadPatch;
  const at = typeof timeframeStatedAt === 'string' ? Date.parse(timeframeStatedAt) : null;
  return { ...rest, timeframeStatedAt: at } as LeadPatch;
}
