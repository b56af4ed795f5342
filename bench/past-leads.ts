import { leadAt } from './leads.js';

const DAY = 86_400_000;
/** The first lead became known then; the last a year later. */
const BEGIN = Date.UTC(2025, 0, 1);
const SPREAD = 365 * DAY;
/** `leadAt` repeats a person at every twentieth index. */
const DISTINCT = 19;

const iso = (at: number): string => new Date(at).toISOString();

/** A lead with a past of five events (three engagement events, a call, a further touch), two stages and mostly an outcome. */
export function pastLeadAt(index: number, total: number): Record<string, unknown> {
  const created = BEGIN + Math.floor((index / total) * SPREAD);
  const after = (days: number) => iso(created + days * DAY);
  const { source, ...facts } = leadAt(index + Math.floor(index / DISTINCT)) as Record<string, unknown>;
  const event = (number: number, type: string) => ({
    ...{ type, occurredAt: after(number), externalId: `past-${index}-${number}`, source },
  });
  const share = index % 20;
  const deal = { amount: '1200.00', currency: 'EUR', openedAt: after(6) };
  const ended = after(30);
  const won = share < 5;
  const outcome = won
    ? { result: 'won', at: ended }
    : share < 12
      ? { result: 'lost', at: ended, reason: 'price', competitor: 'Rival' }
      : share < 14
        ? { result: 'disqualified', at: ended, reason: 'wrong_fit' }
        : share < 15
          ? { result: 'parked', at: ended, reason: 'no_budget' }
          : undefined;
  return {
    ...facts,
    source,
    externalId: `past-${index}`,
    createdAt: after(0),
    stages: [
      { stage: 'lead', at: after(0) },
      { stage: 'sql', at: after(5) },
    ],
    outcome,
    engagement: [event(1, 'page_viewed'), event(2, 'content_downloaded'), event(4, 'demo_requested')],
    activities: [{ kind: 'call', outcome: 'connected', occurredAt: after(5), externalId: `call-${index}` }],
    touches: [{ source: { channel: 'email_marketing', name: 'Newsletter' }, occurredAt: after(3) }],
    deals: won ? [{ ...deal, status: 'won', closedAt: ended }] : [],
  };
}
