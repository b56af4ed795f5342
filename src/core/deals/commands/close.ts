import type { Batch } from '../../batch/batch.js';
import type { IfMatch, Refusal } from '../../refusals.js';
import {
  type Loss,
  loseRefusal,
  lostDeal,
  reopenedDeal,
  reopenRefusal,
  type Win,
  winRefusal,
  wonDeal,
} from '../closing.js';
import type { Deal } from '../deal.js';
import { withBuyer } from './buyers.js';
import { changeDeal } from './record.js';

interface DealCommand {
  dealId: string;
  ifMatch?: IfMatch;
}

export interface WinDealCommand extends DealCommand {
  type: 'win_deal';
  win: Win;
}

export interface LoseDealCommand extends DealCommand {
  type: 'lose_deal';
  loss: Loss;
}

/** Reopens a won or lost deal. */
export interface ReopenDealCommand extends DealCommand {
  type: 'reopen_deal';
}

const current = (batch: Batch, { dealId }: DealCommand): Deal => withBuyer(batch, batch.sales.deals.get(dealId));

export function winDealRefusal(batch: Batch, command: WinDealCommand): Refusal | undefined {
  return winRefusal(current(batch, command), command.win, batch.now);
}

export function winDeal(batch: Batch, command: WinDealCommand): { deal: Deal } {
  return changeDeal(batch, 'deal.won', wonDeal(current(batch, command), command.win, batch.now));
}

export function loseDealRefusal(batch: Batch, command: LoseDealCommand): Refusal | undefined {
  return loseRefusal(current(batch, command), command.loss, batch.now);
}

export function loseDeal(batch: Batch, command: LoseDealCommand): { deal: Deal } {
  return changeDeal(batch, 'deal.lost', lostDeal(current(batch, command), command.loss, batch.now));
}

export function reopenDealRefusal(batch: Batch, command: ReopenDealCommand): Refusal | undefined {
  return reopenRefusal(current(batch, command));
}

export function reopenDeal(batch: Batch, command: ReopenDealCommand): { deal: Deal } {
  return changeDeal(batch, 'deal.reopened', reopenedDeal(current(batch, command), batch.now));
}
