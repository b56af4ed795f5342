import { createHash } from 'node:crypto';
import type { Static } from 'typebox';
import type { LeadBatchResult } from '../../src/http/schemas/leads.js';
import { type HttpClient, isObject, problemText } from '../client/http.js';
import { Obstacle } from '../client/misuse.js';
import type { Lead } from './reading.js';

type BatchResult = Static<typeof LeadBatchResult>;
export type Taken = NonNullable<BatchResult['results'][number]['result']>;
export type Outcome = { taken: Taken } | { refused: string };

export interface SentBatch {
  /** One per lead, in order. */
  outcomes: Outcome[];
  /** The service had answered this very batch in the last 24 hours and did nothing this time. */
  replayed: boolean;
}

/** Refusals of a whole batch that one of its leads may be to blame for. */
const DIVIDED = new Set([400, 413, 422]);

/**
 * Sends leads in order. The Idempotency-Key is a fingerprint of the leads and of their place in the run, so a run that is
 * started again after a crash repeats nothing. `run` tells runs apart that shall.
 */
export function createSender(client: HttpClient, run: string) {
  return (leads: readonly Lead[], place: number): Promise<SentBatch> => send(client, run, leads, String(place));
}

async function send(client: HttpClient, run: string, leads: readonly Lead[], place: string): Promise<SentBatch> {
  const json = JSON.stringify({ mode: 'partial', items: leads });
  const fingerprint = createHash('sha256').update(`${run}\n${place}\n`).update(json).digest('hex').slice(0, 40);
  const answer = await client.postJson('/v1/leads/batch', json, `load-${fingerprint}`);
  if (answer.status === 207) {
    const { results } = answer.body as BatchResult;
    return { outcomes: results.map(outcomeOf), replayed: answer.replayed };
  }
  if (!DIVIDED.has(answer.status)) throw new Obstacle(refusalOf(answer.status, answer.body));
  if (leads.length === 1) return { outcomes: [{ refused: problemText(answer.body) }], replayed: answer.replayed };
  const half = Math.ceil(leads.length / 2);
  const first = await send(client, run, leads.slice(0, half), `${place}a`);
  const second = await send(client, run, leads.slice(half), `${place}b`);
  return { outcomes: [...first.outcomes, ...second.outcomes], replayed: first.replayed && second.replayed };
}

function outcomeOf({ result, problem }: BatchResult['results'][number]): Outcome {
  return result ? { taken: result } : { refused: problemText(problem) };
}

function refusalOf(status: number, body: unknown): string {
  const hint =
    status === 401 ? ' Give a valid key with --key.' : status === 403 ? ' The key needs the scope leads:write.' : '';
  return `The service refused the leads (${status}): ${isObject(body) ? problemText(body) : 'no reason given'}${hint}`;
}
