import type { FieldViolation } from '../violations.js';

/** Services that verify captchas by the protocol of reCAPTCHA: the input that their widget adds to a page, and their endpoint. */
const PROVIDERS = {
  hcaptcha: { input: 'h-captcha-response', verifyUrl: 'https://api.hcaptcha.com/siteverify' },
  turnstile: {
    input: 'cf-turnstile-response',
    verifyUrl: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
  },
  recaptcha: { input: 'g-recaptcha-response', verifyUrl: 'https://www.google.com/recaptcha/api/siteverify' },
} as const;
export type CaptchaProvider = keyof typeof PROVIDERS;
export const CAPTCHA_PROVIDERS = ['hcaptcha', 'turnstile', 'recaptcha'] as const satisfies readonly CaptchaProvider[];

/** What happens to a submission when the endpoint gives no result. */
export const CAPTCHA_FALLBACKS = ['accept', 'refuse'] as const;
export type CaptchaFallback = (typeof CAPTCHA_FALLBACKS)[number];

/** The captcha of a form. */
export interface Captcha {
  provider: CaptchaProvider;
  verifyUrl: string;
  secret: string;
  whenUnavailable: CaptchaFallback;
}

/** The settings of a form that are about its captcha. */
export interface CaptchaSettings {
  captchaProvider: CaptchaProvider | null;
  captchaSecret: string | null;
  captchaVerifyUrl: string | null;
  captchaWhenUnavailable: CaptchaFallback;
}

/** The names of the inputs of a form. */
interface Inputs {
  fields: readonly { name: string }[];
  trapField: string | null;
}

export const CAPTCHA_DEFAULTS = {
  captchaProvider: null,
  captchaSecret: null,
  captchaVerifyUrl: null,
  captchaWhenUnavailable: 'refuse',
} satisfies CaptchaSettings;

/** Inputs with tokens. The widgets of hCaptcha and Turnstile can add that of reCAPTCHA as well. */
const INPUTS: readonly string[] = CAPTCHA_PROVIDERS.map((provider) => PROVIDERS[provider].input);
/** Tokens of the providers have at most about 4,000 characters. */
const TOKEN = /^[\x21-\x7e]{1,8192}$/;

/** The captcha of a form; undefined when it has none. */
export function captchaOf(form: CaptchaSettings): Captcha | undefined {
  const { captchaProvider: provider, captchaSecret: secret } = form;
  if (provider === null || secret === null) return undefined;
  const verifyUrl = form.captchaVerifyUrl ?? PROVIDERS[provider].verifyUrl;
  return { provider, verifyUrl, secret, whenUnavailable: form.captchaWhenUnavailable };
}

type CaptchaPatch = Partial<CaptchaSettings>;

/**
 * The settings that a patch leads to. Without a provider there is neither a secret nor an address. Another provider or another address needs
 * the secret again: a caller who cannot read it could otherwise have it sent to an address of their own.
 */
export function patchedCaptcha(before: CaptchaSettings, patch: CaptchaPatch): CaptchaPatch {
  const { captchaProvider = before.captchaProvider, captchaVerifyUrl = before.captchaVerifyUrl } = patch;
  if (captchaProvider === null && before.captchaProvider !== null)
    return { captchaSecret: null, captchaVerifyUrl: null, ...patch };
  const isSame = captchaProvider === before.captchaProvider && captchaVerifyUrl === before.captchaVerifyUrl;
  return isSame ? patch : { captchaSecret: null, ...patch };
}

/** Why a form cannot have these settings of its captcha; pointers name the property. Empty: it can. */
export function captchaViolations(form: CaptchaSettings & Inputs): FieldViolation[] {
  const { captchaProvider, captchaSecret, captchaVerifyUrl, fields, trapField } = form;
  const violations: FieldViolation[] = [];
  const add = (pointer: string, code: string, detail: string) => violations.push({ pointer, code, detail });
  if (captchaProvider === null) {
    const detail = 'needs a `captchaProvider`';
    if (captchaSecret !== null) add('/captchaSecret', 'not_allowed', detail);
    if (captchaVerifyUrl !== null) add('/captchaVerifyUrl', 'not_allowed', detail);
    return violations;
  }
  if (captchaSecret === null)
    add('/captchaSecret', 'required', 'must be sent with a `captchaProvider` or a `captchaVerifyUrl` that is new');
  const detail = 'is the name of the input of the captcha, whose value is not stored';
  for (const [index, { name }] of fields.entries())
    if (INPUTS.includes(name)) add(`/fields/${index}/name`, 'reserved', detail);
  if (trapField !== null && INPUTS.includes(trapField)) add('/trapField', 'reserved', detail);
  return violations;
}

/** The token of a submission: of the input of the provider, or of another provider. `token` is undefined when there is none. */
export function captchaToken(
  provider: CaptchaProvider,
  values: Readonly<Record<string, string>>,
): { input: string; token: string | undefined } {
  const { input } = PROVIDERS[provider];
  for (const name of [input, ...INPUTS]) {
    const value = Object.hasOwn(values, name) ? values[name]?.trim() : undefined;
    if (value) return { input: name, token: value };
  }
  return { input, token: undefined };
}

/** Whether a text can be a token at all. Others are refused without a request. */
export const isCaptchaToken = (text: string): boolean => TOKEN.test(text);

/** `unavailable`: the endpoint gave no result. `misconfigured`: it does not know the secret. */
export type CaptchaResult = 'passed' | 'failed' | 'unavailable' | 'misconfigured';

const SECRET_ERRORS: readonly unknown[] = ['missing-input-secret', 'invalid-input-secret'];

/**
 * Reads an answer of the endpoint: JSON with `success` and `error-codes`. Only a 2xx answer passes. Of errors, those that the visitor cannot
 * cause count as no result.
 */
export function captchaResult(status: number | null, text: string | null): CaptchaResult {
  const answer = parsed(text);
  if (answer?.success === true) return status !== null && status >= 200 && status < 300 ? 'passed' : 'unavailable';
  if (answer?.success !== false) return 'unavailable';
  const codes: readonly unknown[] = Array.isArray(answer['error-codes']) ? answer['error-codes'] : [];
  if (codes.some((code) => SECRET_ERRORS.includes(code))) return 'misconfigured';
  return codes.includes('internal-error') ? 'unavailable' : 'failed';
}

function parsed(text: string | null): { success?: unknown; 'error-codes'?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
