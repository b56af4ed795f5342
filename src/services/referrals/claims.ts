import { normalizeCurrency } from '../../core/identity/currencies.js';
import { matchKeysOf } from '../../core/leads/keys.js';
import type { ReferralClaim } from '../../core/referrals/claims.js';
import { type Referrer, type Reward, type RewardFields, rewardOf } from '../../core/referrals/referral.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { AppError } from '../errors.js';
import { normalizeEmail } from '../identity/emails.js';

/** Exactly one member is present. */
export interface ReferrerInput {
  leadId?: string | undefined;
  customerId?: string | undefined;
  repId?: string | undefined;
  partner?: string | undefined;
}

export interface ClaimInput extends RewardFields {
  referrer: ReferrerInput;
  note?: string | undefined;
}

/** What claims read: the repositories, or what a batch has loaded before. */
export interface ReferrerReads {
  reps: Pick<Repositories['reps'], 'find'>;
  customers: Pick<Repositories['customers'], 'find'>;
  leads: Pick<Repositories['leads'], 'find'>;
}

/** The reps and customers that refer in a batch, with the leads of those customers: three statements for any number. */
export async function loadReferrers(
  read: Repositories,
  referrers: readonly (ReferrerInput | undefined)[],
): Promise<ReferrerReads> {
  const customerIds = new Set(referrers.flatMap((referrer) => referrer?.customerId ?? []));
  const hasRep = referrers.some((referrer) => referrer?.repId !== undefined);
  const [customers, reps] = await Promise.all([
    read.customers.findMany([...customerIds]),
    hasRep ? read.reps.all() : [],
  ]);
  const leadIds = new Set(customers.flatMap(({ leadId }) => leadId ?? []));
  const leads = leadIds.size === 0 ? [] : await read.leads.findMany([...leadIds]);
  return { reps: finderOf(reps), customers: finderOf(customers), leads: finderOf(leads) };
}

function finderOf<Row extends { id: string }>(rows: readonly Row[]) {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { find: async (id: string): Promise<Row | undefined> => byId.get(id) };
}

/** The referral claim of a command. `pointer` locates the referrer in the request. */
export async function claimOf(
  read: ReferrerReads,
  { referrer, note, ...stated }: ClaimInput,
  pointer: string,
  again: ReferralClaim['again'],
): Promise<ReferralClaim> {
  const { leadId, customerId, repId, partner } = referrer;
  if ([leadId, customerId, repId, partner].filter((given) => given !== undefined).length !== 1) {
    throw refused(pointer, 'Name the referrer by exactly one of leadId, customerId, repId and partner.');
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
  if (customerId !== undefined) return claim(...(await customerOf(read, customerId, pointer)));
  const rep = await read.reps.find(repId as string);
  if (!rep) throw unknown('rep', `${pointer}/repId`);
  const { normalized } = normalizeEmail(rep.email ?? '');
  return claim({ kind: 'rep', repId: rep.id }, normalized === undefined ? [] : [{ kind: 'email', value: normalized }]);
}

/** The customer, with the lead that it was converted from if that still exists. */
async function customerOf(
  read: ReferrerReads,
  customerId: string,
  pointer: string,
): Promise<[referrer: Referrer, keys: ReferralClaim['keys']]> {
  const customer = await read.customers.find(customerId);
  if (!customer) throw unknown('customer', `${pointer}/customerId`);
  const lead = customer.leadId === undefined ? undefined : await read.leads.find(customer.leadId);
  return [{ kind: 'customer', customerId, leadId: lead?.id }, matchKeysOf(customer.facts)];
}

function unknown(noun: string, pointer: string): AppError {
  const detail = `There is no such ${noun} in this workspace.`;
  return new AppError('reference_not_found', detail, { errors: [{ pointer, code: 'reference_not_found', detail }] });
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
