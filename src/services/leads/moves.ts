import type { MoveCommand } from '../../core/leads/commands/move.js';
import type { Lead } from '../../core/leads/lead.js';
import type { IfMatch } from '../../core/refusals.js';
import type { WriteContext } from '../context.js';
import type { Transactions } from '../transactions/request.js';

type Move = Pick<MoveCommand, 'category' | 'reason'>;

/** Category changes by people. */
export function leadMoves({ execute }: Transactions) {
  return {
    /** Moves a lead to a category by hand. Rules don't change it until it is released. */
    move(context: WriteContext, leadId: string, ifMatch: IfMatch, move: Move): Promise<Lead> {
      const command = { type: 'move', leadId, ifMatch, actorId: context.actor.id, ...move } as const;
      return execute(context, command, ({ lead }) => lead);
    },
    /** The rules decide on the category again, at once. */
    release: (context: WriteContext, leadId: string, ifMatch: IfMatch): Promise<Lead> =>
      execute(context, { type: 'release', leadId, ifMatch }, ({ lead }) => lead),
  };
}
