import { randomUUID } from 'node:crypto';
import type { Channel } from '../../src/core/sources.js';
import { type HttpClient, isObject, problemText } from '../client/http.js';
import { startProgress } from '../client/progress.js';
import type { Month } from './history.js';
import { expectBody } from './setup.js';

const LEADS_AT_ONCE = 500;
const EVENTS_AT_ONCE = 1_000;

export interface Filled {
  touches: Map<Channel, number>;
  sent: number;
  refused: number;
  /** Why, and how often. */
  reasons: Map<string, number>;
}

/** Sends a history month by month, as it would have come in: touches in order, then what those leads did. */
export async function fill(client: HttpClient, months: readonly Month[]): Promise<Filled> {
  const total = months.reduce((sum, month) => sum + month.touches.length + month.engagement.length, 0);
  const progress = startProgress('Filling', total, 'records');
  const filled: Filled = { touches: new Map(), sent: 0, refused: 0, reasons: new Map() };
  const run = randomUUID();
  const send = async (path: string, items: readonly unknown[]) => {
    const answer = await client.post(path, { items }, `demo-${run}-${filled.sent}`);
    const { results } = expectBody(answer, 207, `take ${items.length} records`);
    filled.sent += items.length;
    for (const result of Array.isArray(results) ? results.filter(isObject) : []) {
      if (result.problem === undefined) continue;
      filled.refused++;
      const reason = problemText(result.problem);
      filled.reasons.set(reason, (filled.reasons.get(reason) ?? 0) + 1);
    }
    progress.advance(items.length);
  };
  try {
    for (const { touches, engagement } of months) {
      for (const { source } of touches) {
        if (source) filled.touches.set(source.channel, (filled.touches.get(source.channel) ?? 0) + 1);
      }
      for (const part of parts(touches, LEADS_AT_ONCE)) await send('/v1/leads/batch', part);
      for (const part of parts(engagement, EVENTS_AT_ONCE)) await send('/v1/engagement-events/batch', part);
    }
  } finally {
    progress.stop();
  }
  return filled;
}

function* parts<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
