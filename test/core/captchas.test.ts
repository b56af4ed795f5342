import t from 'tap';
import {
  CAPTCHA_DEFAULTS,
  type CaptchaSettings,
  captchaOf,
  captchaResult,
  captchaToken,
  captchaViolations,
  isCaptchaToken,
  patchedCaptcha,
} from '../../src/core/forms/captcha.js';

const SET: CaptchaSettings = { ...CAPTCHA_DEFAULTS, captchaProvider: 'turnstile', captchaSecret: 's' };
const FIELDS = { fields: [{ name: 'mail', to: 'email' as const }], trapField: null };

t.test('an answer passes only as 2xx with success, and no result is told apart from a wrong token', async (t) => {
  const cases: [status: number | null, text: string | null, result: string][] = [
    [200, '{"success":true}', 'passed'],
    [500, '{"success":true}', 'unavailable'],
    [200, '{"success":"true"}', 'unavailable'],
    [200, '{"success":false}', 'failed'],
    [400, '{"success":false,"error-codes":["bad-request"]}', 'failed'],
    [200, '{"success":false,"error-codes":["timeout-or-duplicate"]}', 'failed'],
    [200, '{"success":false,"error-codes":["sitekey-secret-mismatch"]}', 'failed'],
    [200, '{"success":false,"error-codes":["invalid-input-secret"]}', 'misconfigured'],
    [200, '{"success":false,"error-codes":["internal-error"]}', 'unavailable'],
    [200, '{"success":true', 'unavailable'],
    [200, '[true]', 'unavailable'],
    [200, 'null', 'unavailable'],
    [302, '', 'unavailable'],
    [null, null, 'unavailable'],
  ];
  for (const [status, text, result] of cases) t.equal(captchaResult(status, text), result, `${status} ${text}`);
});

t.test('a token is that of the provider, or of another one that its widget adds', async (t) => {
  const both = { 'h-captcha-response': 'h', 'g-recaptcha-response': 'g' };
  t.strictSame(captchaToken('hcaptcha', both), { input: 'h-captcha-response', token: 'h' });
  t.strictSame(captchaToken('recaptcha', both), { input: 'g-recaptcha-response', token: 'g' });
  t.strictSame(captchaToken('turnstile', { ...both, 'h-captcha-response': ' ' }).token, 'g');
  t.strictSame(captchaToken('turnstile', { mail: 'x' }), { input: 'cf-turnstile-response', token: undefined });
  t.strictSame([isCaptchaToken('x'.repeat(8_192)), isCaptchaToken('x'.repeat(8_193))], [true, false]);
  t.strictSame(['a b', 'a\nb', '', 'ä'].filter(isCaptchaToken), []);
});

t.test('a secret is not sent to another address than it was given for', async (t) => {
  t.strictSame(patchedCaptcha(SET, { captchaVerifyUrl: 'https://a.example' }).captchaSecret, null);
  t.strictSame(patchedCaptcha(SET, { captchaProvider: 'hcaptcha' }).captchaSecret, null);
  t.strictSame(patchedCaptcha(SET, { captchaProvider: 'hcaptcha', captchaSecret: 'n' }).captchaSecret, 'n');
  t.strictSame(patchedCaptcha(SET, { captchaProvider: 'turnstile', captchaWhenUnavailable: 'accept' }), {
    captchaProvider: 'turnstile',
    captchaWhenUnavailable: 'accept',
  });
  const removed = { ...SET, captchaVerifyUrl: 'https://a.example' };
  const after = { ...removed, ...patchedCaptcha(removed, { captchaProvider: null }) };
  t.strictSame([after.captchaSecret, after.captchaVerifyUrl, captchaOf(after)], [null, null, undefined]);
  t.strictSame(captchaViolations({ ...after, ...FIELDS }), []);
});

t.test('settings that are incomplete or would store a token name the property', async (t) => {
  const pointersOf = (more: object) => captchaViolations({ ...SET, ...FIELDS, ...more }).map(({ pointer }) => pointer);
  t.strictSame(pointersOf({}), []);
  t.strictSame(pointersOf({ captchaSecret: null }), ['/captchaSecret']);
  const none = { captchaProvider: null, captchaVerifyUrl: 'https://a.example' };
  t.strictSame(pointersOf(none), ['/captchaSecret', '/captchaVerifyUrl']);
  const stored = [...FIELDS.fields, { name: 'g-recaptcha-response', to: 'attribute' }];
  t.strictSame(pointersOf({ fields: stored, trapField: 'h-captcha-response' }), ['/fields/1/name', '/trapField']);
  t.strictSame(pointersOf({ captchaProvider: null, captchaSecret: null, fields: stored }), [], 'without a captcha');
});
