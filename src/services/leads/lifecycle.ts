import type { CommandOf } from '../../core/commands/table.js';
import type { Lead } from '../../core/leads/lead.js';
import type { DisqualifyCommand } from '../../core/lifecycle/commands/disqualify.js';
import type { StageCommand } from '../../core/lifecycle/commands/move-stage.js';
import type { ParkCommand } from '../../core/lifecycle/commands/park.js';
import type { RecycleCommand } from '../../core/lifecycle/commands/recycle.js';
import { type StageStay, stageHistory } from '../../core/lifecycle/stage-history.js';
import type { IfMatch } from '../../core/refusals.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { withNormalValues } from '../identity/condition-values.js';
import type { Transactions } from '../transactions/request.js';
import { orNotFound } from '../versions.js';
import type { WorkspaceTime } from '../workspace-time.js';
import type { DefaultCountry } from './settings.js';

type Disqualification = Pick<DisqualifyCommand, 'reason' | 'detail'>;
type Parking = Pick<ParkCommand, 'reason' | 'detail' | 'competitor' | 'wakeWhen'>;
type Recycling = Pick<RecycleCommand, 'reason' | 'product'> & { campaign?: string | undefined };

/** The source of a win-back. */
const WIN_BACK = { channel: 'win_back', name: 'Win-back' } as const;

interface LeadLifecycleOptions {
  store: Store;
  transactions: Transactions;
  timeOf: WorkspaceTime;
  defaultCountry: DefaultCountry;
}

export type LeadLifecycleService = ReturnType<typeof leadLifecycleService>;

/** Changes of a lead's stage by people, and its stage history. */
export function leadLifecycleService({ store, transactions, timeOf, defaultCountry }: LeadLifecycleOptions) {
  type LifecycleCommand = CommandOf<'move_stage' | 'disqualify' | 'park' | 'recycle'>;
  const one = (context: WriteContext, command: LifecycleCommand): Promise<Lead> =>
    transactions.execute(context, command, ({ lead }) => lead);
  return {
    /** Moves the lead to a stage and so into its category, where it stays until it is released. */
    moveStage: (
      context: WriteContext,
      leadId: string,
      ifMatch: IfMatch,
      move: Pick<StageCommand, 'stage' | 'reason' | 'competitor'>,
    ) => one(context, { type: 'move_stage', leadId, ifMatch, actorId: context.actor.id, ...move }),
    disqualify: (context: WriteContext, leadId: string, ifMatch: IfMatch, why: Disqualification) =>
      one(context, { type: 'disqualify', leadId, ifMatch, actorId: context.actor.id, ...why }),
    /** Parks the lead until a wake condition holds. */
    async park(context: WriteContext, leadId: string, ifMatch: IfMatch, parking: Parking) {
      const wakeWhen = normalWakeWhen(parking.wakeWhen, await defaultCountry(context.workspaceId), '/wakeWhen');
      return one(context, { type: 'park', leadId, ifMatch, actorId: context.actor.id, ...parking, wakeWhen });
    },
    /** Reopens the lead. With another product it is a win-back: a touch of that channel. */
    recycle(context: WriteContext, leadId: string, ifMatch: IfMatch, { reason, product, campaign }: Recycling) {
      const source = product === undefined ? undefined : { ...WIN_BACK, campaign };
      const command = { type: 'recycle', leadId, ifMatch, actorId: context.actor.id, reason, product, source } as const;
      return one(context, command);
    },
    /** Every stay in a stage, oldest first. */
    async stageHistory(workspaceId: string, leadId: string): Promise<StageStay[]> {
      const { leads, events } = store.read(workspaceId);
      orNotFound(await leads.find(leadId), 'lead');
      const history = (await events.histories([leadId])).get(leadId) ?? [];
      return stageHistory(history, await timeOf(workspaceId));
    },
  };
}

/** With normalised values in its condition; refuses values that no lead can have. */
export function normalWakeWhen(
  given: Parking['wakeWhen'],
  country: string | undefined,
  pointer: string,
): Parking['wakeWhen'] {
  const { document, violations } = withNormalValues(given, country);
  if (violations.length === 0) return document;
  const errors = violations.map((one) => ({ ...one, pointer: `${pointer}${one.pointer}` }));
  throw new AppError('rule_refused', 'The condition cannot work: see `errors`.', { errors });
}
