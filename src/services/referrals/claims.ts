import { normalizeCurrency } from '../../core/identity/currencies.js';
import type { ReferralClaim } from '../../core/referrals/desk.js';
import { type Referrer, type Reward, type RewardFields, rewardOf } from '../../core/referrals/referral.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { AppError } from '../errors.js';
import { normalizeEmail } from '../identity/emails.js';

/** Exactly one of these. */
export interface ReferrerInput {
  leadId?: string | undefined;
  repId?: string | undefined;
  partner?: string | undefined;
}

export interface ClaimInput extends RewardFields {
  referrer: ReferrerInput;
  note?: string | undefined;
}

/** What a caller says of a referrer, as the pipeline takes it. `pointer` is where the referrer stands in the request. */
export async function claimOf(
  read: Repositories,
  { referrer, note, ...stated }: ClaimInput,
  pointer: string,
  again: ReferralClaim['again'],
): Promise<ReferralClaim> {
  const { leadId, repId, partner } = referrer;
  if ([leadId, repId, partner].filter((given) => given !== undefined).length !== 1) {
    throw refused(pointer, 'Name the referrer by exactly one of leadId, repId and partner.');
  }
  const reward = checkedReward(stated);
  const claim = (of: Referrer, keys: ReferralClaim['keys'] = []) => ({
    referrer: of,
    keys,
    note,
    reward,
    pointer,
    again,
  });
  if (leadId !== undefined) return claim({ kind: 'lead', leadId });
  if (partner !== undefined) return claim({ kind: 'partner', partner: partner.trim() });
  const rep = await read.reps.find(repId as string);
  if (!rep) {
    const detail = 'There is no such rep in this workspace.';
    throw new AppError('reference_not_found', detail, {
      errors: [{ pointer: `${pointer}/repId`, code: 'reference_not_found', detail }],
    });
  }
  const { normalized } = normalizeEmail(rep.email ?? '');
  return claim({ kind: 'rep', repId: rep.id }, normalized === undefined ? [] : [{ kind: 'email', value: normalized }]);
}

export function checkedReward(stated: RewardFields): Reward | undefined {
  const found = rewardOf(stated);
  if ('fault' in found) throw refused('/rewardAmount', found.fault);
  const { reward } = found;
  if (reward && normalizeCurrency(reward.currency) !== reward.currency) {
    throw refused('/rewardCurrency', 'This is no ISO 4217 currency.');
  }
  return reward;
}

function refused(pointer: string, detail: string): AppError {
  return new AppError('rule_refused', detail, { errors: [{ pointer, code: 'rule_refused', detail }] });
}
