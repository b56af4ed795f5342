import { createHash } from 'node:crypto';
import type { Static } from 'typebox';
import { CommandError } from '../../src/command.js';
import type { LeadBatchResult } from '../../src/http/schemas/leads.js';
import { type HttpClient, isObject, problemText } from '../client/http-client.js';
import type { Lead } from './lead-body.js';

type BatchResult = Static<typeof LeadBatchResult>;
export type LeadResult = NonNullable<BatchResult['results'][number]['result']>;
export type Outcome = { accepted: LeadResult } | { refused: string };

export interface SentBatch {
  /** One per lead, in order. */
  outcomes: Outcome[];
  /** The service had answered the same batch in the last 24 hours, and did nothing this time. */
  replayed: boolean;
}

/** Statuses of a whole batch that a single lead may have caused; such a batch is sent again in halves. */
const DIVIDED = new Set([400, 413, 422]);

/**
 * Sends leads in order. The Idempotency-Key is a fingerprint of `run`, the leads and their position in the run, so a
 * run that is repeated after a crash repeats no write. Another `run` sends the same leads again.
 */
export function createSender(client: HttpClient, run: string) {
  return (leads: readonly Lead[], position: number): Promise<SentBatch> => send(client, run, leads, String(position));
}

async function send(client: HttpClient, run: string, leads: readonly Lead[], position: string): Promise<SentBatch> {
  const json = JSON.stringify({ mode: 'partial', items: leads });
  const fingerprint = createHash('sha256').update(`${run}\n${position}\n`).update(json).digest('hex').slice(0, 40);
  const response = await client.postJson('/v1/leads/batch', json, `load-${fingerprint}`);
  if (response.status === 207) {
    const { results } = response.body as BatchResult;
    return { outcomes: results.map(outcomeOf), replayed: response.replayed };
  }
  if (!DIVIDED.has(response.status)) throw new CommandError(refusalOf(response.status, response.body));
  if (leads.length === 1) return { outcomes: [{ refused: problemText(response.body) }], replayed: response.replayed };
  const half = Math.ceil(leads.length / 2);
  const first = await send(client, run, leads.slice(0, half), `${position}a`);
  const second = await send(client, run, leads.slice(half), `${position}b`);
  return { outcomes: [...first.outcomes, ...second.outcomes], replayed: first.replayed && second.replayed };
}

function outcomeOf({ result, problem }: BatchResult['results'][number]): Outcome {
  return result ? { accepted: result } : { refused: problemText(problem) };
}

function refusalOf(status: number, body: unknown): string {
  const hint =
    status === 401 ? ' Give a valid key with --key.' : status === 403 ? ' The key needs the scope leads:write.' : '';
  return `The service refused the leads (${status}): ${isObject(body) ? problemText(body) : 'no reason given'}${hint}`;
}
