import type { IngestResult, MoveCommand } from '../../core/ingest/commands.js';
import type { Lead } from '../../core/leads/lead.js';
import type { WriteContext } from '../context.js';
import type { Ingest, IngestOrder } from '../ingest/orders.js';
import { refusalError } from '../ingest/refusals.js';

type IfMatch = readonly number[] | undefined;
type Move = Pick<MoveCommand, 'category' | 'reason' | 'competitor'>;

/** What people decide about the category of a lead. */
export function leadMoves(ingest: Ingest) {
  return {
    /** Puts a lead where a person wants it; rules leave it there until it is released. */
    move(context: WriteContext, leadId: string, ifMatch: IfMatch, move: Move): Promise<Lead> {
      const order: IngestOrder = { type: 'move', leadId, ifMatch, actorId: context.actor.id, ...move };
      return ingest({ context, orders: [order], mode: 'partial', finish: ([result]) => leadOf(result) });
    },
    /** Lets the rules decide on the category again, at once. */
    release(context: WriteContext, leadId: string, ifMatch: IfMatch): Promise<Lead> {
      const order: IngestOrder = { type: 'release', leadId, ifMatch };
      return ingest({ context, orders: [order], mode: 'partial', finish: ([result]) => leadOf(result) });
    },
  };
}

/** The lead that an order about a known one left behind, or its refusal. */
export function leadOf(result: IngestResult | undefined): Lead {
  if (result?.type === 'refused') throw refusalError(result.refusal);
  if (result === undefined || !('lead' in result) || result.lead === undefined) {
    throw new Error('the pipeline answered something else');
  }
  return result.lead;
}
