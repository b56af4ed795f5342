import type { IngestResult } from '../../core/ingest/commands.js';
import { type Lead, OPEN_CATEGORIES } from '../../core/leads/lead.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import type { Ingest, IngestOrder } from '../ingest/orders.js';
import { refusalError } from '../ingest/refusals.js';
import { notFound } from '../versions.js';
import { leadOf } from './moves.js';

type IfMatch = readonly number[] | undefined;

/** What became of the open leads of a rep. */
export interface Reassignment {
  repId: string;
  /** Leads that no person had assigned by hand, as far as one call goes. */
  found: number;
  /** Those that have another owner now; the others wait in the queue. */
  reassigned: number;
  queued: number;
  /** Whether there are more: call again. */
  more: boolean;
}

/** Leads moved by one call at most: they are one transaction. */
const MOVED_AT_ONCE = 500;

export type LeadOwnersService = ReturnType<typeof leadOwnersService>;

/** What people and other applications do about the owners of leads. */
export function leadOwnersService(store: Store, ingest: Ingest) {
  const one = (context: WriteContext, order: IngestOrder): Promise<Lead> =>
    ingest({ context, orders: [order], mode: 'partial', finish: ([result]) => leadOf(result) });
  return {
    /** Gives the lead to a rep; no rule takes it away until that is released. */
    assign: (context: WriteContext, leadId: string, ifMatch: IfMatch, gift: { repId: string; reason: string }) =>
      one(context, { type: 'assign', leadId, ifMatch, actorId: context.actor.id, ...gift }),
    releaseOwner: (context: WriteContext, leadId: string, ifMatch: IfMatch) =>
      one(context, { type: 'unlock', leadId, ifMatch }),
    /** The best lead that waits, held for the rep for so many milliseconds; undefined when there is none. */
    claimNext: (context: WriteContext, repId: string, leaseMs: number): Promise<Lead | undefined> =>
      ingest({ context, orders: [{ type: 'claim', repId, leaseMs }], mode: 'partial', finish: claimed }),
    renewLease: (context: WriteContext, leadId: string, repId: string, leaseMs: number) =>
      one(context, { type: 'lease', action: 'renew', leadId, repId, leaseMs }),
    returnLease: (context: WriteContext, leadId: string, repId: string) =>
      one(context, { type: 'lease', action: 'return', leadId, repId }),
    takeLease: (context: WriteContext, leadId: string, repId: string) =>
      one(context, { type: 'lease', action: 'take', leadId, repId }),
    /** Takes the open leads of a rep away, but not those assigned by hand, and lets the rules give each to somebody else. */
    async reassign(context: WriteContext, repId: string): Promise<Reassignment> {
      const read = store.read(context.workspaceId);
      if (!(await read.reps.find(repId))) throw notFound('rep');
      const ids = await read.leads.movable(repId, [...OPEN_CATEGORIES], MOVED_AT_ONCE + 1);
      const moved = ids.slice(0, MOVED_AT_ONCE);
      return ingest({
        context,
        orders: moved.map((leadId) => ({ type: 'route', leadId, from: repId })),
        mode: 'partial',
        finish: (results) => ({ repId, ...outcomeOf(results), more: ids.length > MOVED_AT_ONCE }),
      });
    },
  };
}

function claimed([result]: IngestResult[]): Lead | undefined {
  if (result?.type === 'refused') throw refusalError(result.refusal);
  if (result?.type !== 'claim') throw new Error('the pipeline answered something else');
  return result.lead;
}

function outcomeOf(results: readonly IngestResult[]): Omit<Reassignment, 'repId' | 'more'> {
  const moved = results.flatMap((result) =>
    result.type === 'route' && result.changed && result.lead ? [result.lead] : [],
  );
  const reassigned = moved.filter(({ ownerId }) => ownerId !== undefined).length;
  return { found: results.length, reassigned, queued: moved.length - reassigned };
}
