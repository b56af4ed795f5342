import { randomUUID } from 'node:crypto';
import type { Channel } from '../../src/core/sources.js';
import { type HttpClient, isObject, problemText } from '../client/http-client.js';
import { startProgress } from '../client/progress.js';
import type { Month } from './history.js';
import { expectBody } from './setup.js';

const LEADS_AT_ONCE = 500;
const EVENTS_AT_ONCE = 1_000;

export interface SendResult {
  touches: Map<Channel, number>;
  sent: number;
  refused: number;
  /** The number of refused records, by reason. */
  reasons: Map<string, number>;
}

/** Sends a history month by month: first the touches in order, then the engagement of those leads. */
export async function sendHistory(client: HttpClient, months: readonly Month[]): Promise<SendResult> {
  const total = months.reduce((sum, month) => sum + month.touches.length + month.engagement.length, 0);
  const progress = startProgress('Filling', total, 'records');
  const result: SendResult = { touches: new Map(), sent: 0, refused: 0, reasons: new Map() };
  const run = randomUUID();
  const send = async (path: string, items: readonly unknown[]) => {
    const response = await client.post(path, { items }, `demo-${run}-${result.sent}`);
    const { results } = expectBody(response, 207, `take ${items.length} records`);
    result.sent += items.length;
    for (const { problem } of Array.isArray(results) ? results.filter(isObject) : []) {
      if (problem === undefined) continue;
      result.refused++;
      const reason = problemText(problem);
      result.reasons.set(reason, (result.reasons.get(reason) ?? 0) + 1);
    }
    progress.advance(items.length);
  };
  try {
    for (const { touches, engagement } of months) {
      for (const { source } of touches) {
        if (source) result.touches.set(source.channel, (result.touches.get(source.channel) ?? 0) + 1);
      }
      for (const part of parts(touches, LEADS_AT_ONCE)) await send('/v1/leads/batch', part);
      for (const part of parts(engagement, EVENTS_AT_ONCE)) await send('/v1/engagement-events/batch', part);
    }
  } finally {
    progress.stop();
  }
  return result;
}

function* parts<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
