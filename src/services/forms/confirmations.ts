import { createHash, timingSafeEqual } from 'node:crypto';
import { isContactKey } from '../../core/consents/consent.js';
import { suppressionKeysOf } from '../../core/consents/suppression.js';
import {
  addressOfLink,
  confirmationLink,
  greetingName,
  MOST_WAITING,
  proofOf,
} from '../../core/forms/confirmations.js';
import type { Form } from '../../core/forms/form.js';
import { type FormLead, pointerTo } from '../../core/forms/submission.js';
import type { SubmitCommand } from '../../core/leads/commands/submit.js';
import type { SourceReference } from '../../core/sources.js';
import { iso } from '../../core/time.js';
import type { Store, WriteScope } from '../../db/store.js';
import { type IdempotencyRequest, IdempotentReplay, type WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { preparePublicSubmission } from '../leads/prepare.js';
import type { PublicPace } from '../leads/public-pace.js';
import type { DefaultCountry } from '../leads/settings.js';
import { resultOf } from '../transactions/refusals.js';
import type { Transactions } from '../transactions/request.js';
import { orNotFound } from '../versions.js';
import type { WorkspaceTime } from '../workspace-time.js';
import type { Write } from '../writes.js';
import { notAccepted } from './attributes.js';
import type { Submitter } from './limits.js';

export interface ConfirmationsOptions {
  store: Store;
  write: Write;
  transactions: Transactions;
  timeOf: WorkspaceTime;
  defaultCountry: DefaultCountry;
  newId: () => string;
  random: (size: number) => Uint8Array;
  pace: PublicPace;
}

/** What a submission answers with; `redirectUrl` is for browsers. */
export interface FormReceipt {
  touchId: string;
  redirectUrl: string | null;
}

/** What a confirmation answers with; `confirmedUrl` is for browsers. */
export interface FormConfirmation {
  submissionId: string;
  confirmedUrl: string | null;
}

/** A submission that waits for its confirmation, as a visitor sent it. */
export interface Unconfirmed {
  form: Form;
  source: SourceReference;
  lead: FormLead;
  submitter: Submitter;
}

const SECRET_BYTES = 24;
const HOUR_MS = 3_600_000;
/** The id of the submission and a secret, in base64url. */
const TOKEN = /^[\w-]{54}$/;
const UNKNOWN = 'The link is not valid, or it has expired: submit the form again.';

/** Submissions of forms that count only when the person confirms them by a link of an e-mail. */
export function formConfirmations(options: ConfirmationsOptions) {
  const { store, write, timeOf, defaultCountry, newId, pace } = options;
  return {
    /**
     * Stores a submission and requests an e-mail with its link, by an event. Neither happens for people who are suppressed or have been sent
     * several links: the answer is the same.
     */
    async hold(context: WriteContext, submitted: Unconfirmed): Promise<FormReceipt> {
      const { workspaceId } = context;
      const [country, now] = [await defaultCountry(workspaceId), await timeOf(workspaceId)];
      const { source } = submitted;
      const origin = { keyId: context.actor.id };
      const { command } = preparePublicSubmission({ ...submitted.lead, source }, origin, country, now);
      const { emailNormalized } = command.facts;
      if (emailNormalized === undefined) throw noAddress(submitted.form);
      const lead = { ...submitted.lead, email: addressOfLink(submitted.lead.email, emailNormalized) };
      const beganAt = performance.now();
      let isHeld = false;
      const receipt = await write(context, async (scope) => {
        isHeld = await holdIn(options, scope, { ...submitted, lead }, command);
        return { touchId: newId(), redirectUrl: submitted.form.redirectUrl };
      });
      if (isHeld) pace.note(performance.now() - beganAt);
      else await pace.wait(beganAt);
      return receipt;
    },
    /** Makes a lead of the submission. A second confirmation changes nothing and gives the same answer. */
    async confirm(context: WriteContext, formId: string, token: string): Promise<FormConfirmation> {
      const read = store.read(context.workspaceId);
      const id = idOf(token);
      const [found, waiting] = [
        await read.forms.findWithSource(formId),
        id === undefined ? undefined : await read.waitingSubmissions.find(id),
      ];
      const { form, source } = orNotFound(found, 'form');
      if (waiting?.formId !== formId || !isOf(token, waiting.tokenHash)) throw unknownToken();
      if (waiting.expiresAt.getTime() <= (await timeOf(context.workspaceId))) throw unknownToken();
      const confirmation = { submissionId: waiting.id, confirmedUrl: form.confirmedUrl };
      if (waiting.lead === null) return confirmation;
      await makeLead(options, context, { ...waiting, lead: waiting.lead }, source);
      return confirmation;
    },
  };
}

async function holdIn(
  { random }: Pick<ConfirmationsOptions, 'random'>,
  scope: WriteScope,
  { form, lead, submitter }: Unconfirmed,
  { facts, keys, publicOrigin }: SubmitCommand,
): Promise<boolean> {
  const { workspaceId, now } = scope;
  const addresses = keys.filter(isContactKey);
  const emails = addresses.filter(({ kind }) => kind === 'email');
  const isSuppressed =
    scope.head.hasSuppressions === true && (await scope.suppressions.findMany(suppressionKeysOf(facts))).size > 0;
  const isFull = (await scope.waitingSubmissions.count(form.id, emails)) >= MOST_WAITING;
  if (isSuppressed || isFull) return false;
  const id = scope.newId();
  const token = Buffer.concat([Buffer.from(id.replaceAll('-', ''), 'hex'), random(SECRET_BYTES)]).toString('base64url');
  const expiresAt = now + (form.confirmationHours ?? 0) * HOUR_MS;
  await scope.waitingSubmissions.insert([
    {
      ...{ workspaceId, id, formId: form.id, formVersion: form.version, lead, tokenHash: hashOf(token) },
      subjectHashes: scope.waitingSubmissions.hashesOf(addresses),
      addressHash: scope.keyedHashes.of('network_address', submitter.address),
      keyId: publicOrigin?.keyId ?? '',
      ...{ submittedAt: new Date(now), expiresAt: new Date(expiresAt), confirmedAt: null },
    },
  ]);
  await scope.timers.set([{ kind: 'form_submission_expiry', subjectId: id, dueAt: expiresAt }]);
  const after = { formId: form.id, formName: form.name, expiresAt, token, link: confirmationLink(form, token) };
  scope.emit({
    ...{ type: 'form.confirmation_requested', subjectKind: 'form_submission', subjectId: id, cause: 'api' },
    after: { ...after, email: lead.email, name: greetingName(facts.name), language: facts.language },
  });
  return true;
}

/** The command that marks the submission as confirmed makes the lead. Two confirmations at once: the transaction stores one answer for both. */
async function makeLead(
  { transactions, timeOf, defaultCountry }: ConfirmationsOptions,
  context: WriteContext,
  waiting: { id: string; formId: string; formVersion: number; lead: FormLead; keyId: string } & {
    addressHash: string;
    submittedAt: Date;
  },
  source: SourceReference,
): Promise<void> {
  const { workspaceId } = context;
  const [country, now] = [await defaultCountry(workspaceId), await timeOf(workspaceId)];
  const { id, formId, formVersion, lead, keyId, addressHash, submittedAt } = waiting;
  const instants = { address: addressHash, submittedAt: submittedAt.toISOString(), confirmedAt: iso(now) };
  const proof = proofOf({ id: formId, version: formVersion }, instants);
  const { command } = preparePublicSubmission({ ...lead, source }, { keyId, proof, confirmedId: id }, country, now);
  const once: IdempotencyRequest = {
    ...{ principalId: id, key: 'confirmation', fingerprint: 'confirmation' },
    loadNames: async () => undefined,
    render: () => ({ status: 200, headers: {}, body: '' }),
    renderRefusal: () => undefined,
  };
  try {
    await transactions.run<SubmitCommand, undefined>({
      context: { ...context, idempotency: once },
      ...{ commands: [command], mode: 'partial' },
      // Who was suppressed since the submission learns it no more than others do. Nothing is stored.
      answer: ([outcome]) => {
        const isSuppressed = outcome !== undefined && 'refusal' in outcome && outcome.refusal.code === 'suppressed';
        if (!isSuppressed) resultOf(outcome);
      },
    });
  } catch (error) {
    if (!(error instanceof IdempotentReplay)) throw error;
  }
}

/** Ends the wait of a submission: it leaves a count. */
export async function expireSubmission(scope: WriteScope, _context: WriteContext, id: string): Promise<boolean> {
  await scope.waitingSubmissions.expire(id);
  await scope.events.erase({ subjectIds: [id], visitorIds: [] }, new Date(scope.now));
  return true;
}

/** Removes submissions that are gone from the log, and files of exports, which may have them. */
export async function eraseSubmissions(scope: WriteScope, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await scope.events.erase({ subjectIds: ids, visitorIds: [] }, new Date(scope.now));
  await scope.exportFiles.removeAll();
  await scope.timers.clear(ids.map((subjectId) => ({ kind: 'form_submission_expiry', subjectId })));
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const isOf = (token: string, hash: string): boolean => timingSafeEqual(Buffer.from(hashOf(token)), Buffer.from(hash));

function idOf(token: string): string | undefined {
  if (!TOKEN.test(token)) return undefined;
  const hex = Buffer.from(token, 'base64url').subarray(0, 16).toString('hex');
  return [0, 8, 12, 16, 20].map((from, index, all) => hex.slice(from, all[index + 1])).join('-');
}

const unknownToken = () =>
  new AppError('rule_refused', UNKNOWN, { errors: [{ pointer: '/token', code: 'not_valid', detail: UNKNOWN }] });

function noAddress({ fields }: Form): AppError {
  const name = fields.find(({ to }) => to === 'email')?.name ?? 'email';
  const detail = 'This is no e-mail address.';
  return notAccepted([{ pointer: pointerTo(name), code: 'email_invalid', detail }]);
}
