import type { LeaseCommand } from '../../core/assignment/commands/claim.js';
import type { CommandOf } from '../../core/commands/table.js';
import type { Job, RerunRoutingShape } from '../../core/jobs/shapes.js';
import { type Lead, OPEN_CATEGORIES } from '../../core/leads/lead.js';
import type { IfMatch } from '../../core/refusals.js';
import type { Store } from '../../db/store.js';
import { enqueueReassign } from '../assignment/reassignment.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { enqueue } from '../jobs/states.js';
import type { Transactions } from '../transactions/request.js';
import { orNotFound } from '../versions.js';
import type { Write } from '../writes.js';
import { searchable } from './search.js';
import type { ReadSettings } from './settings.js';

/** A lead that a rep claims; `masked`: its contact details are hidden for now. */
export interface ClaimedLead {
  lead: Lead;
  masked: boolean;
}

/** The effect that a reassignment of a rep's leads would have. */
export interface ReassignmentPreview {
  repId: string;
  /** Open leads that the rep would lose. */
  movable: number;
  /** Open leads that a person assigned: they stay. */
  byHand: number;
}

export type LeadOwnersService = ReturnType<typeof leadOwnersService>;

/** Owner changes by people and other applications. */
export function leadOwnersService(store: Store, write: Write, transactions: Transactions, settings: ReadSettings) {
  const one = (context: WriteContext, command: CommandOf<'assign' | 'unlock'>): Promise<Lead> =>
    transactions.execute(context, command, ({ lead }) => lead);
  const lease = (context: WriteContext, command: LeaseCommand): Promise<ClaimedLead> =>
    transactions.execute(context, command, ({ lead, masked }) => ({ lead, masked }));
  return {
    /** Assigns the lead to a rep. No rule changes the owner until it is released. */
    assign: (context: WriteContext, leadId: string, ifMatch: IfMatch, assignment: { repId: string; reason: string }) =>
      one(context, { type: 'assign', leadId, ifMatch, actorId: context.actor.id, ...assignment }),
    releaseOwner: (context: WriteContext, leadId: string, ifMatch: IfMatch) =>
      one(context, { type: 'unlock', leadId, ifMatch }),
    /** Leases the best waiting lead to the rep for `leaseMs`; undefined when none waits. */
    claimNext: (context: WriteContext, repId: string, leaseMs: number): Promise<ClaimedLead | undefined> =>
      transactions.execute(context, { type: 'claim', repId, leaseMs }, ({ lead, masked }) => lead && { lead, masked }),
    renewLease: (context: WriteContext, leadId: string, repId: string, leaseMs: number) =>
      lease(context, { type: 'lease', action: 'renew', leadId, repId, leaseMs }),
    returnLease: (context: WriteContext, leadId: string, repId: string) =>
      lease(context, { type: 'lease', action: 'return', leadId, repId }),
    takeLease: (context: WriteContext, leadId: string, repId: string) =>
      lease(context, { type: 'lease', action: 'take', leadId, repId }),
    async previewReassignment(workspaceId: string, repId: string): Promise<ReassignmentPreview> {
      const read = store.read(workspaceId);
      orNotFound(await read.reps.find(repId), 'rep');
      const { movable, byHand } = await read.leads.movableOf(repId, [...OPEN_CATEGORIES]);
      return { repId, movable, byHand };
    },
    /** Enqueues the reassignment of a rep's open leads, or returns the unended job of an earlier request. */
    reassign: (context: WriteContext, repId: string): Promise<Job<'reassign'>> =>
      write(context, async (scope) => {
        orNotFound(await scope.reps.find(repId), 'rep');
        return enqueueReassign(scope, context, { repId, cause: 'request' });
      }),
    /** Enqueues a job that applies the published rules again to all open leads found, or a dry run of it. */
    rerun: (context: WriteContext, params: RerunRoutingShape['params']): Promise<Job<'rerun_routing'>> =>
      write(context, async (scope) => {
        const { where: given, repId, teamId } = params;
        const where = given && (await searchable(given, { ...(await settings(context.workspaceId)), now: scope.now }));
        if (repId !== undefined && !(await scope.reps.find(repId))) throw unknown('/repId', 'rep');
        if (teamId !== undefined && !(await scope.teams.find(teamId))) throw unknown('/teamId', 'team');
        return enqueue(scope, context, 'rerun_routing', where === undefined ? params : { ...params, where });
      }),
  };
}

function unknown(pointer: string, noun: string): AppError {
  const detail = `There is no such ${noun} in this workspace.`;
  return new AppError('reference_not_found', detail, { errors: [{ pointer, code: 'reference_not_found', detail }] });
}
