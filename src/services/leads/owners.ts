import type { IngestResult } from '../../core/ingest/commands.js';
import { type Lead, OPEN_CATEGORIES } from '../../core/leads/lead.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import type { Ingest, IngestOrder } from '../ingest/orders.js';
import { refusalError } from '../ingest/refusals.js';
import type { Operation, RerunRoutingShape } from '../operations/kinds.js';
import { enqueueReassign } from '../operations/reassign.js';
import { enqueue } from '../operations/states.js';
import { notFound } from '../versions.js';
import type { Write } from '../writes.js';
import { leadOf } from './moves.js';
import { assertSearchable } from './search.js';

type IfMatch = readonly number[] | undefined;

/** A lead that somebody claims; `masked`: how to reach it is not to be shown yet. */
export interface ClaimedLead {
  lead: Lead;
  masked: boolean;
}

/** What giving the leads of a rep to others would come to. */
export interface ReassignmentPreview {
  repId: string;
  /** Open leads that it would lose. */
  movable: number;
  /** Open leads that a person gave it: they stay. */
  byHand: number;
}

export type LeadOwnersService = ReturnType<typeof leadOwnersService>;

/** What people and other applications do about the owners of leads. */
export function leadOwnersService(store: Store, write: Write, ingest: Ingest) {
  const one = (context: WriteContext, order: IngestOrder): Promise<Lead> =>
    ingest({ context, orders: [order], mode: 'partial', finish: ([result]) => leadOf(result) });
  const lease = (context: WriteContext, order: IngestOrder): Promise<ClaimedLead> =>
    ingest({ context, orders: [order], mode: 'partial', finish: leased });
  return {
    /** Gives the lead to a rep; no rule takes it away until that is released. */
    assign: (context: WriteContext, leadId: string, ifMatch: IfMatch, gift: { repId: string; reason: string }) =>
      one(context, { type: 'assign', leadId, ifMatch, actorId: context.actor.id, ...gift }),
    releaseOwner: (context: WriteContext, leadId: string, ifMatch: IfMatch) =>
      one(context, { type: 'unlock', leadId, ifMatch }),
    /** The best lead that waits, held for the rep for so many milliseconds; undefined when there is none. */
    claimNext: (context: WriteContext, repId: string, leaseMs: number): Promise<ClaimedLead | undefined> =>
      ingest({ context, orders: [{ type: 'claim', repId, leaseMs }], mode: 'partial', finish: claimed }),
    renewLease: (context: WriteContext, leadId: string, repId: string, leaseMs: number) =>
      lease(context, { type: 'lease', action: 'renew', leadId, repId, leaseMs }),
    returnLease: (context: WriteContext, leadId: string, repId: string) =>
      lease(context, { type: 'lease', action: 'return', leadId, repId }),
    takeLease: (context: WriteContext, leadId: string, repId: string) =>
      lease(context, { type: 'lease', action: 'take', leadId, repId }),
    async previewReassignment(workspaceId: string, repId: string): Promise<ReassignmentPreview> {
      const read = store.read(workspaceId);
      if (!(await read.reps.find(repId))) throw notFound('rep');
      const { movable, byHand } = await read.leads.movableOf(repId, [...OPEN_CATEGORIES]);
      return { repId, movable, byHand };
    },
    /** Gives the open leads of a rep to others, as an operation; while one that was asked for is under way, that is it. */
    reassign: (context: WriteContext, repId: string): Promise<Operation<'reassign'>> =>
      write(context, async (scope) => {
        if (!(await scope.reps.find(repId))) throw notFound('rep');
        return enqueueReassign(scope, context, { repId, cause: 'request' });
      }),
    /** Asks the published rules anew about all open leads that are found, as an operation; or only tries it. */
    rerun: (context: WriteContext, params: RerunRoutingShape['params']): Promise<Operation<'rerun_routing'>> =>
      write(context, async (scope) => {
        const { where, repId, teamId } = params;
        if (where !== undefined) assertSearchable(where);
        if (repId !== undefined && !(await scope.reps.find(repId))) throw unknown('/repId', 'rep');
        if (teamId !== undefined && !(await scope.teams.find(teamId))) throw unknown('/teamId', 'team');
        return enqueue(scope, context, 'rerun_routing', params);
      }),
  };
}

function unknown(pointer: string, noun: string): AppError {
  const detail = `There is no such ${noun} in this workspace.`;
  return new AppError('reference_not_found', detail, { errors: [{ pointer, code: 'reference_not_found', detail }] });
}

function leased([result]: IngestResult[]): ClaimedLead {
  return { lead: leadOf(result), masked: result?.type === 'lease' && result.masked };
}

function claimed([result]: IngestResult[]): ClaimedLead | undefined {
  if (result?.type === 'refused') throw refusalError(result.refusal);
  if (result?.type !== 'claim') throw new Error('the pipeline answered something else');
  const { lead, masked } = result;
  return lead && { lead, masked };
}
