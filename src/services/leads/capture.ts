import type { SubmitCommand } from '../../core/leads/commands/submit.js';
import type { ConsentProof } from '../../core/leads/consent.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { prepareItem } from '../transactions/items.js';
import { refuse, resultOf } from '../transactions/refusals.js';
import type { Transactions } from '../transactions/request.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { type PublicInput, preparePublicSubmission } from './prepare.js';
import { checkPublicAttributes } from './public-attributes.js';
import { withUnconfirmed } from './public-consents.js';
import type { PublicPace } from './public-pace.js';
import type { DefaultCountry } from './settings.js';

export interface CaptureOptions {
  store: Store;
  transactions: Transactions;
  timeOf: WorkspaceTime;
  defaultCountry: DefaultCountry;
  newId: () => string;
  pace: PublicPace;
}

/** Stores a submission from a public page, if its attributes fit. */
export async function capture(
  options: CaptureOptions,
  context: WriteContext,
  input: PublicInput,
): Promise<{ touchId: string }> {
  await checkPublicAttributes(options.store, context.workspaceId, input.attributes);
  return captureChecked(options, context, input);
}

/** Stores a submission whose attributes are checked. The answer is the same for known, unknown and suppressed people. */
export async function captureChecked(
  { store, transactions, timeOf, defaultCountry, newId, pace }: CaptureOptions,
  context: WriteContext,
  input: PublicInput,
  proof?: ConsentProof,
): Promise<{ touchId: string }> {
  const { workspaceId, actor } = context;
  const [country, now] = [await defaultCountry(workspaceId), await timeOf(workspaceId)];
  const prepared = prepareItem({ input }, () =>
    preparePublicSubmission(input, { keyId: actor.id, proof }, country, now),
  );
  if ('error' in prepared) return refuse(transactions, context, prepared.error);
  const command = await withUnconfirmed(store, workspaceId, prepared.command);
  const beganAt = performance.now();
  let isSuppressed = false;
  const receipt = await transactions.run<SubmitCommand, { touchId: string }>({
    ...{ context, commands: [command], mode: 'partial' },
    // A visitor does not learn who is suppressed: the answer is that of every submission, and nothing is stored.
    answer: ([outcome]) => {
      isSuppressed = outcome !== undefined && 'refusal' in outcome && outcome.refusal.code === 'suppressed';
      return { touchId: isSuppressed ? newId() : resultOf(outcome).touchId };
    },
  });
  if (isSuppressed) await pace.wait(beganAt);
  else pace.note(performance.now() - beganAt);
  return receipt;
}
