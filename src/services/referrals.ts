import type { SubmitCommand } from '../core/leads/commands/submit.js';
import type { Lead } from '../core/leads/lead.js';
import type { ReferCommand } from '../core/referrals/commands/refer.js';
import { type Referral, type RewardFields, rewardRefusal, STATUS_OF_CATEGORY } from '../core/referrals/referral.js';
import type { IfMatch } from '../core/refusals.js';
import type { KnownReferral } from '../db/repositories/referral-rows.js';
import type { Store, WriteScope } from '../db/store.js';
import type { WriteContext } from './context.js';
import { AppError } from './errors.js';
import { type LeadInput, prepareSubmission, REFERRAL_SOURCE } from './leads/prepare.js';
import type { DefaultCountry } from './leads/settings.js';
import { type ClaimInput, checkedReward, claimOf } from './referrals/claims.js';
import { referralReads } from './referrals/reads.js';
import { refuse } from './transactions/refusals.js';
import type { Transactions } from './transactions/request.js';
import { changedFields, checkVersion, orNotFound } from './versions.js';
import type { WorkspaceTime } from './workspace-time.js';
import type { Write } from './writes.js';

/** The referred lead: exactly one of a known lead and a submission. */
export interface ReferralInput extends ClaimInput {
  referredLeadId?: string | undefined;
  lead?: LeadInput | undefined;
}

export interface ReferralPatch extends RewardFields {
  note?: string | null | undefined;
}

export interface ReferralsOptions {
  store: Store;
  write: Write;
  transactions: Transactions;
  timeOf: WorkspaceTime;
  defaultCountry: DefaultCountry;
}

export type ReferralsService = ReturnType<typeof referralsService>;

export function referralsService({ store, write, transactions, timeOf, defaultCountry }: ReferralsOptions) {
  /** The command that creates the referral, with the lead if it is new. */
  const commandOf = async (workspaceId: string, input: ReferralInput): Promise<ReferCommand | SubmitCommand> => {
    const { lead, referredLeadId } = input;
    if ((lead === undefined) === (referredLeadId === undefined)) {
      throw new AppError('rule_refused', 'Send exactly one of referredLeadId and lead.');
    }
    const referredBy = await claimOf(store.read(workspaceId), input, '/referrer', 'refused');
    if (referredLeadId !== undefined) return { type: 'refer', leadId: referredLeadId, referredBy };
    const [country, now] = [await defaultCountry(workspaceId), await timeOf(workspaceId)];
    return { ...prepareSubmission({ source: REFERRAL_SOURCE, ...lead }, country, now).command, referredBy };
  };
  return {
    async create(context: WriteContext, input: ReferralInput): Promise<KnownReferral> {
      let command: ReferCommand | SubmitCommand;
      try {
        command = await commandOf(context.workspaceId, input);
      } catch (error) {
        if (error instanceof AppError) return refuse(transactions, context, error);
        throw error;
      }
      return transactions.execute(context, command, knownReferral);
    },
    /** Changes note and reward. Null removes (RFC 7396). */
    update: (context: WriteContext, id: string, ifMatch: IfMatch, patch: ReferralPatch) =>
      write(context, (scope) => update(scope, id, ifMatch, patch)),
    ...referralReads(store),
  };
}

async function update(scope: WriteScope, id: string, ifMatch: IfMatch, patch: ReferralPatch): Promise<KnownReferral> {
  const before = orNotFound(await scope.referrals.find(id), 'referral');
  checkVersion(before, ifMatch);
  const wanted = patched(before, patch);
  const changed = changedFields<Pick<Referral, 'note' | 'reward'>>(before, wanted);
  if (!changed) return before;
  const refused = rewardRefusal(before.reward, wanted.reward);
  if (refused) throw new AppError('conflict', refused);
  const after = { ...before, ...wanted, version: before.version + 1, updatedAt: scope.now };
  await scope.referrals.update(before, after);
  scope.emit({
    type: 'referral.updated',
    subjectKind: 'referral',
    subjectId: id,
    cause: 'api',
    before: nulled(changed.before),
    after: nulled(changed.after),
  });
  return after;
}

function knownReferral({ lead, referral }: { lead: Lead; referral?: Referral | undefined }): KnownReferral {
  if (!referral) throw new Error('the command names a referrer, and there is no referral');
  return { ...referral, status: STATUS_OF_CATEGORY[lead.category] };
}

/** Absent keeps, null removes. */
function patched(before: Referral, patch: ReferralPatch): Pick<Referral, 'note' | 'reward'> {
  const { amount, currency, status } = before.reward ?? {};
  const { note = before.note, ...stated } = patch;
  const { rewardAmount = amount, rewardCurrency = currency, rewardStatus = status } = stated;
  return { note: note ?? undefined, reward: checkedReward({ rewardAmount, rewardCurrency, rewardStatus }) };
}

/** Events state a removed value as null. */
function nulled(fields: Partial<Pick<Referral, 'note' | 'reward'>>) {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? null]));
}
