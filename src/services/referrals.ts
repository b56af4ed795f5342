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
import { type ClaimInput, checkedReward, claimOf, loadReferrers, type ReferrerReads } from './referrals/claims.js';
import { referralReads } from './referrals/reads.js';
import { type BatchItem, type ItemResult, invalidItem, type PreparedItem, runItems } from './transactions/items.js';
import { refuse } from './transactions/refusals.js';
import type { BatchMode, Transactions } from './transactions/request.js';
import { turnsAfter } from './turns.js';
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
  const preparing = async (workspaceId: string, read: ReferrerReads): Promise<Preparing> => {
    return { read, country: await defaultCountry(workspaceId), now: await timeOf(workspaceId) };
  };
  return {
    async create(context: WriteContext, input: ReferralInput): Promise<KnownReferral> {
      const { workspaceId } = context;
      const prepared = await prepareReferral({ input }, await preparing(workspaceId, store.read(workspaceId)));
      if ('error' in prepared) return refuse(transactions, context, prepared.error);
      return transactions.execute(context, prepared.command, knownReferral);
    },
    /** Several referrals, each accepted or refused by itself; with `atomic`, all or none. */
    async createBatch(
      context: WriteContext,
      items: readonly BatchItem<ReferralInput>[],
      mode: BatchMode,
    ): Promise<ItemResult<KnownReferral>[]> {
      const { workspaceId } = context;
      const referrers = items.map((item) => ('input' in item ? item.input.referrer : undefined));
      const how = await preparing(workspaceId, await loadReferrers(store.read(workspaceId), referrers));
      const turns = turnsAfter(TURN_MS);
      const prepared: PreparedItem<{ command: ReferralCommand }>[] = [];
      for (const item of items) {
        prepared.push(await prepareReferral(item, how));
        await turns.due();
      }
      const request = { context, mode, items: prepared };
      return runItems<ReferralCommand, { command: ReferralCommand }, KnownReferral>(
        transactions,
        request,
        knownReferral,
      );
    },
    /** Changes note and reward. Null removes (RFC 7396). */
    update: (context: WriteContext, id: string, ifMatch: IfMatch, patch: ReferralPatch) =>
      write(context, (scope) => update(scope, id, ifMatch, patch)),
    ...referralReads(store),
  };
}

type ReferralCommand = ReferCommand | SubmitCommand;

/** Milliseconds of normalising after which other requests get a turn of the event loop. */
const TURN_MS = 10;

interface Preparing {
  read: ReferrerReads;
  country: string | undefined;
  now: number;
}

async function prepareReferral(
  item: BatchItem<ReferralInput>,
  how: Preparing,
): Promise<PreparedItem<{ command: ReferralCommand }>> {
  if ('invalid' in item) return { error: invalidItem(item.invalid) };
  try {
    return { command: await commandOf(item.input, how) };
  } catch (error) {
    if (error instanceof AppError) return { error };
    throw error;
  }
}

/** The command that creates the referral, with the lead if it is new. */
async function commandOf(input: ReferralInput, { read, country, now }: Preparing): Promise<ReferralCommand> {
  const { lead, referredLeadId } = input;
  if ((lead === undefined) === (referredLeadId === undefined)) {
    throw new AppError('rule_refused', 'Send exactly one of referredLeadId and lead.');
  }
  const referredBy = await claimOf(read, input, '/referrer', 'refused');
  if (referredLeadId !== undefined) return { type: 'refer', leadId: referredLeadId, referredBy };
  return { ...prepareSubmission({ source: REFERRAL_SOURCE, ...lead }, country, now).command, referredBy };
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
