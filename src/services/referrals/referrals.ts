import type { IngestResult } from '../../core/ingest/commands.js';
import type { Lead } from '../../core/leads/lead.js';
import { type Referral, type RewardFields, rewardRefusal, STATUS_OF_CATEGORY } from '../../core/referrals/referral.js';
import type { KnownReferral } from '../../db/repositories/referral-rows.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import type { Ingest, IngestOrder } from '../ingest/orders.js';
import { refusalError, refuse } from '../ingest/refusals.js';
import { type LeadInput, prepareSubmission, REFERRAL_SOURCE } from '../leads/prepare.js';
import type { DefaultCountry } from '../leads/settings.js';
import { changedFields, checkVersion, notFound } from '../versions.js';
import type { WorkspaceTime } from '../workspace-time.js';
import type { Write } from '../writes.js';
import { type ClaimInput, checkedReward, claimOf } from './claims.js';
import { referralReads } from './reads.js';

/** Whom it is about: exactly one of a known lead and a submission. */
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
  ingest: Ingest;
  timeOf: WorkspaceTime;
  defaultCountry: DefaultCountry;
}

export type ReferralsService = ReturnType<typeof referralsService>;

export function referralsService({ store, write, ingest, timeOf, defaultCountry }: ReferralsOptions) {
  /** The order that makes the link, and the lead with it if it is new. */
  const orderOf = async (workspaceId: string, input: ReferralInput): Promise<IngestOrder> => {
    const { lead, referredLeadId } = input;
    if ((lead === undefined) === (referredLeadId === undefined)) {
      throw new AppError('rule_refused', 'Send exactly one of referredLeadId and lead.');
    }
    const referredBy = await claimOf(store.read(workspaceId), input, '/referrer', 'refused');
    if (referredLeadId !== undefined) return { type: 'refer', leadId: referredLeadId, referredBy };
    const [country, now] = [await defaultCountry(workspaceId), await timeOf(workspaceId)];
    return { ...prepareSubmission({ source: REFERRAL_SOURCE, ...lead }, country, now).order, referredBy };
  };
  return {
    async create(context: WriteContext, input: ReferralInput): Promise<KnownReferral> {
      let order: IngestOrder;
      try {
        order = await orderOf(context.workspaceId, input);
      } catch (error) {
        if (error instanceof AppError) return refuse(ingest, context, error);
        throw error;
      }
      return ingest({ context, orders: [order], mode: 'partial', finish: ([result]) => referralOf(result) });
    },
    /** Note and reward. Null removes (RFC 7396). */
    update: (context: WriteContext, id: string, ifMatch: readonly number[] | undefined, patch: ReferralPatch) =>
      write(context, (scope) => update(scope, id, ifMatch, patch)),
    ...referralReads(store),
  };
}

async function update(
  scope: WriteScope,
  id: string,
  ifMatch: readonly number[] | undefined,
  patch: ReferralPatch,
): Promise<KnownReferral> {
  const before = await scope.referrals.find(id);
  if (!before) throw notFound('referral');
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

function referralOf(result: IngestResult | undefined): KnownReferral {
  if (result?.type === 'refused') throw refusalError(result.refusal);
  const referral = result && 'referral' in result ? result.referral : undefined;
  if (!referral) throw new Error('the pipeline answered something else');
  return { ...referral, status: STATUS_OF_CATEGORY[(result as { lead: Lead }).lead.category] };
}

/** Absent keeps, null removes. */
function patched(before: Referral, patch: ReferralPatch): Pick<Referral, 'note' | 'reward'> {
  const { amount, currency, status } = before.reward ?? {};
  const { note = before.note, ...stated } = patch;
  const { rewardAmount = amount, rewardCurrency = currency, rewardStatus = status } = stated;
  return { note: note ?? undefined, reward: checkedReward({ rewardAmount, rewardCurrency, rewardStatus }) };
}

/** An event tells what is gone as null. */
function nulled(fields: Partial<Pick<Referral, 'note' | 'reward'>>) {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? null]));
}
