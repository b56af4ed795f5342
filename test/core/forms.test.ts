import t from 'tap';
import { confirmationLink } from '../../src/core/forms/confirmations.js';
import { isTooFast, STAMP_FIELD, STAMP_MS } from '../../src/core/forms/fill-time.js';
import { FORM_DEFAULTS, type Form, type FormSettings, formViolations } from '../../src/core/forms/form.js';
import { readForm } from '../../src/core/forms/submission.js';

const SETTINGS: FormSettings = {
  fields: [
    { name: 'mail', to: 'email', required: true },
    { name: 'your-name', to: 'name' },
    { name: 'interests', to: 'products', options: ['Engine', 'Loom'] },
    { name: 'size', to: 'attribute', attribute: 'companySize' },
    { name: '__proto__', to: 'attribute' },
    { name: 'news', to: 'emailConsent' },
  ],
  consentText: 'I agree.',
  trapField: 'fax',
  redirectUrl: 'https://www.acme.example/thanks',
  minFillSeconds: null,
  requiresStamp: false,
  confirmationHours: null,
  confirmationUrl: null,
  confirmedUrl: null,
};
const at = new Date(0);
const FORM: Form = {
  ...{ ...FORM_DEFAULTS, confirmedSubmissions: 0, expiredSubmissions: 0 },
  ...{ workspaceId: 'w', id: 'f', version: 1, name: 'Form', sourceId: 's', campaignId: null },
  ...{ ...SETTINGS, createdAt: at, updatedAt: at },
};

t.test('a form reads its fields, and leaves out what it does not have', async (t) => {
  const values = {
    ...{ mail: ' ada@engines.example ', 'your-name': 'Ada King', interests: 'Loom\nEngine\n\nLoom', size: '10' },
    ...{ ['__proto__']: 'plain', news: 'on', send: 'Send', emailConsent: 'denied', constructor: 'x' },
  };
  const read = readForm(FORM, values);
  t.strictSame(read, {
    type: 'lead',
    lead: {
      ...{ email: 'ada@engines.example', name: 'Ada King', products: ['Loom', 'Engine'] },
      attributes: { companySize: '10', ['__proto__']: 'plain' },
      ...{ emailConsent: 'granted', consentText: 'I agree.' },
    },
  });
  for (const news of ['', 'off', 'No', '0', 'false', ' ']) {
    t.strictSame(readForm(FORM, { mail: 'a@b.example', news }), { type: 'lead', lead: { email: 'a@b.example' } }, news);
  }
});

t.test('a form names each field that it does not accept', async (t) => {
  const codesOf = (values: Record<string, string>) => {
    const read = readForm(FORM, values);
    return read.type === 'refused' ? read.violations.map(({ pointer, code }) => `${pointer} ${code}`) : read.type;
  };
  t.strictSame(codesOf({ mail: '  ' }), ['/mail required']);
  t.strictSame(codesOf({ mail: 'a@b.example', interests: 'Loom\nTank' }), ['/interests not_allowed']);
  t.strictSame(codesOf({ 'your-name': 'x'.repeat(301) }), ['/mail required', '/your-name too_long']);
  t.equal(codesOf({ fax: '1' }), 'trapped');
  t.equal(codesOf({ fax: ' ', mail: 'a@b.example' }), 'lead');
  const ticked = { ...FORM, fields: [{ name: 'a/b~', to: 'emailConsent' as const, required: true }] };
  t.match(readForm(ticked, { 'a/b~': 'off' }), { violations: [{ pointer: '/a~1b~0', code: 'required' }] });
});

t.test('settings that cannot work are refused, each by name', async (t) => {
  const pointersOf = (more: Partial<FormSettings>) =>
    formViolations({ ...SETTINGS, ...more }).map(({ pointer, code }) => `${pointer} ${code}`);
  t.strictSame(pointersOf({}), []);
  t.strictSame(pointersOf({ consentText: null }), ['/consentText required']);
  t.strictSame(pointersOf({ trapField: 'mail' }), ['/trapField duplicate']);
  for (const redirectUrl of ['javascript:alert(1)', '/thanks', 'https://ada:secret@acme.example/'])
    t.strictSame(pointersOf({ redirectUrl }), ['/redirectUrl wrong_format'], redirectUrl);
  t.strictSame(pointersOf({ fields: [{ name: 'a', to: 'city' }] }), ['/fields required']);
  const twice = [
    { name: 'a', to: 'email' as const },
    { name: 'a', to: 'phone' as const, attribute: 'x' },
    { name: 'b', to: 'email' as const },
    { name: 'c', to: 'attribute' as const },
    { name: 'd', to: 'attribute' as const, attribute: 'c' },
  ];
  t.strictSame(pointersOf({ fields: twice }), [
    ...['/fields/1/name duplicate', '/fields/1/attribute not_allowed'],
    ...['/fields/2/to duplicate', '/fields/4/to duplicate'],
  ]);
});

t.test('who is faster than a person, by the stamp of the page, is a program', async (t) => {
  const form = { minFillSeconds: 3, requiresStamp: false };
  const now = 10 * STAMP_MS;
  t.equal(isTooFast(form, now - 2_999, now), true);
  t.equal(isTooFast(form, now - 3_000, now), false);
  t.equal(isTooFast(form, now - STAMP_MS, now), false);
  for (const none of [undefined, now - STAMP_MS - 1]) {
    t.equal(isTooFast(form, none, now), false, 'a page without a script has no stamp');
    t.equal(isTooFast({ ...form, requiresStamp: true }, none, now), true);
  }
  t.equal(isTooFast({ minFillSeconds: null, requiresStamp: false }, now, now), false);
  const settings = { ...SETTINGS, requiresStamp: true };
  t.match(formViolations(settings), [{ pointer: '/minFillSeconds', code: 'required' }]);
  const fields = [...SETTINGS.fields, { name: STAMP_FIELD, to: 'city' as const }];
  t.match(formViolations({ ...SETTINGS, fields }), [{ pointer: '/fields/6/name', code: 'reserved' }]);
});

t.test('a form with confirmation needs an address to write to, and a link with the token', async (t) => {
  const pointersOf = (more: Partial<FormSettings>) =>
    formViolations({ ...SETTINGS, ...more }).map(({ pointer, code }) => `${pointer} ${code}`);
  const asked = { confirmationHours: 100, confirmationUrl: 'https://www.acme.example/confirm?token={token}' };
  t.strictSame(pointersOf(asked), []);
  t.strictSame(pointersOf({ ...asked, fields: [{ name: 'a', to: 'email' }], consentText: null }), [
    '/confirmationHours not_allowed',
  ]);
  for (const confirmationUrl of ['https://www.acme.example/confirm', 'javascript:{token}'])
    t.strictSame(pointersOf({ confirmationUrl }), ['/confirmationUrl wrong_format'], confirmationUrl);
  t.strictSame(pointersOf({ confirmedUrl: 'welcome' }), ['/confirmedUrl wrong_format']);
  t.equal(confirmationLink(asked, 'abc'), 'https://www.acme.example/confirm?token=abc');
});
