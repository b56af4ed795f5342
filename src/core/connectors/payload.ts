import type { FieldViolation } from '../violations.js';
import type { PayloadLead } from './reading.js';

/**
 * `waiting`: it is not processed yet, or waits for a replay. `accepted`: it has a lead. `test`: the platform marks it as a test, and no lead
 * was made. `suppressed`: the person is not to be stored. `failed`: the mapping or a rule refuses it. `dead`: the platform did
 * not give it in any attempt.
 */
export const PAYLOAD_STATES = ['waiting', 'accepted', 'test', 'suppressed', 'failed', 'dead'] as const;
export type PayloadState = (typeof PAYLOAD_STATES)[number];

/** States in which a payload can be read again. */
export const REPLAYED_STATES = ['failed', 'dead', 'accepted', 'test'] as const satisfies PayloadState[];

/** Why a payload has no lead. Without personal values. */
export interface PayloadProblem {
  code: string;
  detail: string;
  errors?: FieldViolation[];
}

/** One payload as it was received. `content`, `fetched` and `lead` are personal: they are null once they were erased. */
export interface ConnectorPayload {
  workspaceId: string;
  id: string;
  connectorId: string;
  state: PayloadState;
  /** SHA-256 of what makes it the same payload: the id of the platform, or the whole body. */
  dedupeKey: string;
  isTest: boolean;
  receivedAt: Date;
  attempts: number;
  /** Null: nothing is to be done. */
  nextAttemptAt: Date | null;
  processedAt: Date | null;
  leadId: string | null;
  touchId: string | null;
  problem: PayloadProblem | null;
  /** The payload as JSON text. */
  content: string | null;
  /** What the platform has of it, as JSON text; null: not fetched yet, or the payload has everything. */
  fetched: string | null;
  /** What the mapping read from it when its lead was made or corrected. */
  lead: PayloadLead | null;
}

const MINUTE = 60_000;
/** Pauses before the attempts after the first, in milliseconds. */
const PAUSES = [1, 5, 15, 60, 180, 360, 720, 1_440].map((minutes) => minutes * MINUTE);

/** Attempts to fetch a lead, over two days. */
export const MOST_FETCHES = PAUSES.length + 1;

/** The pause after so many attempts that met a fault of ours; the last one repeats. */
export const pauseAfter = (attempts: number): number => PAUSES[Math.min(attempts, PAUSES.length) - 1] ?? MINUTE;
