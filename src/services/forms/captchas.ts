import { type Captcha, captchaOf, captchaResult, captchaToken, isCaptchaToken } from '../../core/forms/captcha.js';
import type { Form } from '../../core/forms/form.js';
import type { FormValues } from '../../core/forms/submission.js';
import type { AddressBlock } from '../../core/network/addresses.js';
import type { Store } from '../../db/store.js';
import type { WhileIdle, WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { createWebhookSender, type WebhookSender } from '../webhooks/sending.js';
import { rememberedSince, replayOf } from '../writes.js';
import type { Submitter } from './limits.js';

export interface CaptchasOptions {
  store: Store;
  clock: () => number;
  /** Private addresses that a `captchaVerifyUrl` may name. */
  webhookTargets: readonly AddressBlock[];
}

/** A submission whose captcha is verified. */
export interface Challenged {
  form: Form;
  values: FormValues;
  submitter: Submitter;
  whileIdle: WhileIdle;
}

export type VerifyCaptcha = (context: WriteContext, submitted: Challenged) => Promise<void>;

const TIMEOUT_MS = 5_000;
/** An answer has about 300 bytes. */
const MOST_ANSWERED = { readBytes: 16_384, keptCharacters: 16_384 };

/**
 * Refuses a submission without a token that the provider of the form confirms. The request to the provider runs before the transaction and
 * holds no capacity of the server. A submission that was answered under its Idempotency-Key gets its answer: its token was used.
 */
export function captchaVerifier({ store, clock, webhookTargets }: CaptchasOptions): VerifyCaptcha {
  const sender = createWebhookSender({ privateTargets: webhookTargets, timeoutMs: TIMEOUT_MS, most: MOST_ANSWERED });
  return async (context, { form, values, submitter, whileIdle }) => {
    const captcha = captchaOf(form);
    if (captcha === undefined) return;
    const { input, token } = captchaToken(captcha.provider, values);
    if (token === undefined) throw refused(input, 'required', 'The captcha of the form is not solved.');
    if (!isCaptchaToken(token)) throw notConfirmed(input);
    await checkAnswered(store, context, clock());
    const result = await whileIdle(() => verify(sender, captcha, token, submitter.address));
    if (result === 'passed') return;
    if (result === 'failed') throw notConfirmed(input);
    if (captcha.whenUnavailable === 'refuse') throw unavailable(result);
  };
}

async function checkAnswered(store: Store, { workspaceId, idempotency }: WriteContext, now: number): Promise<void> {
  if (idempotency === undefined) return;
  const { principalId, key, fingerprint } = idempotency;
  const [found] = await store.read(workspaceId).idempotency.find([{ principalId, key }], rememberedSince(now));
  if (found) throw replayOf(found, fingerprint);
}

async function verify(sender: WebhookSender, { verifyUrl, secret }: Captcha, token: string, address: string) {
  const body = new URLSearchParams({ secret, response: token });
  if (address !== '') body.set('remoteip', address);
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const { status, answer } = await sender.send({ url: verifyUrl, headers, body: body.toString() });
  return captchaResult(status, answer);
}

function refused(input: string, code: string, detail: string): AppError {
  return new AppError('rule_refused', `${detail} Solve it and submit the form again.`, {
    errors: [{ pointer: `/${input}`, code, detail }],
  });
}

const notConfirmed = (input: string) =>
  refused(input, 'not_valid', 'The token of the captcha is not valid, has expired or was used before.');

function unavailable(result: 'unavailable' | 'misconfigured'): AppError {
  const detail =
    result === 'unavailable'
      ? 'The captcha cannot be verified at the moment: the provider gives no result.'
      : 'The captcha cannot be verified: the provider does not accept the `captchaSecret` of the form.';
  return new AppError('captcha_unavailable', `${detail} Nothing was stored. Try again, with a new token.`);
}
