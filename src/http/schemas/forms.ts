import Type from 'typebox';
import { CAPTCHA_FALLBACKS, CAPTCHA_PROVIDERS } from '../../core/forms/captcha.js';
import { CONFIRMATION_HOURS } from '../../core/forms/confirmations.js';
import { FORM_TARGETS } from '../../core/forms/form.js';
import { Id, listOf, Name, NameOf, strict, Timestamp, versioned } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';

const InputName = (description: string) =>
  Type.String({ minLength: 1, maxLength: 100, pattern: '\\S', description, examples: ['email'] });

const FormFieldSchema = component(
  'FormField',
  Type.Object(
    {
      name: InputName('Its `name` in the page.'),
      to: enumOf(FORM_TARGETS, {
        description:
          'What its value becomes: a fact of the lead, `products` of interest (one a line), an `attribute`, a consent that is granted when the box is ticked (`emailConsent`, `phoneConsent`), or `visitorId`, whose page views then belong to the lead.',
      }),
      attribute: Type.Optional(
        InputName('The name of the attribute, for `"to": "attribute"`; that of the field when absent.'),
      ),
      required: Type.Optional(
        Type.Boolean({ description: 'Whether it must be filled, or ticked; false when absent.' }),
      ),
      options: Type.Optional(
        Type.Array(Type.String({ minLength: 1, maxLength: 500, description: 'A value.' }), {
          minItems: 1,
          maxItems: 200,
          uniqueItems: true,
          description: 'The only values that are accepted, as in a selection.',
        }),
      ),
    },
    strict('An input of the page, and what it fills.'),
  ),
);

const FormName = Name('Its name, for people.');
const SourceId = Id('The source of the leads.');
const CampaignId = Id('The campaign of the leads, of that source.');
const Fields = Type.Array(Ref(FormFieldSchema), {
  maxItems: 100,
  description: 'The inputs, 1 to 100. At least one fills a name, an e-mail address, a phone number or an organization.',
});
const ConsentText = Type.String({
  minLength: 1,
  maxLength: 2_000,
  pattern: '\\S',
  description:
    'The exact text beside the boxes of the consent fields. It is kept with each consent, so that a later change does not alter what was agreed to.',
});
const TrapField = InputName(
  'An input that people do not see. What fills it is a program: the answer is as usual, and nothing is stored.',
);
const RedirectUrl = Type.String({
  minLength: 8,
  maxLength: 2_000,
  examples: ['https://www.acme.example/thank-you'],
  description: 'Where a browser goes after it sent a plain HTML form.',
});

const MinFillSeconds = Type.Integer({
  minimum: 1,
  maximum: 60,
  description:
    'Seconds that a person takes at least. What is submitted sooner after its `startStamp` (GET /v1/forms/{formId}/start) is from a program: the answer is as usual, and nothing is stored.',
});
const RequiresStamp = Type.Boolean({
  description:
    'Whether a submission without a valid `startStamp` is treated so too. False where pages without a script have the form.',
});
const PerMinute = (what: string, variable: string) =>
  Type.Integer({
    minimum: 1,
    maximum: 100_000,
    description: `Most submissions a minute ${what}, in each process; more are answered 429. Null: \`${variable}\` of the deployment.`,
  });
const SubmissionsPerMinute = PerMinute('of all visitors', 'HEADWATER_FORM_RATE_LIMIT');
const AddressSubmissionsPerMinute = PerMinute(
  'of one network address (IPv6: /64)',
  'HEADWATER_FORM_ADDRESS_RATE_LIMIT',
);

const ConfirmationHours = Type.Integer({
  minimum: 1,
  maximum: 720,
  description: `Double opt-in: what is submitted makes a lead only when it is confirmed within so many hours (${CONFIRMATION_HOURS} are usual) by the token of the event \`form.confirmation_requested\`, which a program of yours sends by e-mail. Needs a required field for \`email\`. Null: without confirmation.`,
});
const ConfirmationUrl = Type.String({
  minLength: 8,
  maxLength: 2_000,
  examples: ['https://www.acme.example/confirm?token={token}'],
  description:
    'The page that the link of the e-mail leads to, with `{token}`, which the page sends to POST /v1/forms/{formId}/confirmations. The event has the finished link.',
});
const ConfirmedUrl = Type.String({
  minLength: 8,
  maxLength: 2_000,
  examples: ['https://www.acme.example/welcome'],
  description: 'Where a browser goes after a plain HTML form confirmed.',
});
const CaptchaProvider = enumOf(CAPTCHA_PROVIDERS, {
  description:
    'Whose captcha the page shows. A submission has its token, in the input that the widget adds (`h-captcha-response`, `cf-turnstile-response`, `g-recaptcha-response`); without a right one it is refused. The token is not stored. Null: no captcha; its secret and its address are removed.',
});
const CaptchaSecret = Type.String({
  minLength: 1,
  maxLength: 500,
  pattern: '\\S',
  description:
    'The secret of the site at the provider. It is never shown. Another `captchaProvider` or `captchaVerifyUrl` needs it again.',
});
const CaptchaVerifyUrl = Type.String({
  minLength: 8,
  maxLength: 2_000,
  examples: ['https://www.recaptcha.net/recaptcha/api/siteverify'],
  description:
    'The endpoint that verifies tokens, where it is not that of the provider. It takes `secret`, `response` and `remoteip` and answers `success` and `error-codes` as JSON. On the public Internet, with https://, unless the deployment permits the address by `HEADWATER_WEBHOOK_PRIVATE_TARGETS`.',
});
const CaptchaWhenUnavailable = enumOf(CAPTCHA_FALLBACKS, {
  description:
    'What happens to a submission when the endpoint gives no result within 5 s or does not know the secret: `refuse` it with 503 `captcha_unavailable`, or `accept` it.',
});
const count = (what: string) => Type.Integer({ minimum: 0, description: `How many submissions ${what}.` });

export const FormSchema = component(
  'Form',
  Type.Object(
    versioned({
      name: FormName,
      sourceId: SourceId,
      sourceName: NameOf('that source'),
      campaignId: nullable(CampaignId),
      campaignName: NameOf('that campaign'),
      fields: Fields,
      consentText: nullable(ConsentText),
      trapField: nullable(TrapField),
      redirectUrl: nullable(RedirectUrl),
      minFillSeconds: nullable(MinFillSeconds),
      requiresStamp: RequiresStamp,
      submissionsPerMinute: nullable(SubmissionsPerMinute),
      addressSubmissionsPerMinute: nullable(AddressSubmissionsPerMinute),
      confirmationHours: nullable(ConfirmationHours),
      confirmationUrl: nullable(ConfirmationUrl),
      confirmedUrl: nullable(ConfirmedUrl),
      captchaProvider: nullable(CaptchaProvider),
      captchaVerifyUrl: nullable(CaptchaVerifyUrl),
      captchaWhenUnavailable: CaptchaWhenUnavailable,
      confirmedSubmissions: count('were confirmed'),
      expiredSubmissions: count('were not confirmed in time; nothing else of them is kept'),
    }),
    strict('A form of a web page: how what visitors fill in becomes a lead.'),
  ),
);
export const FormList = listOf('FormList', FormSchema, 'Forms, newest first.');

export const FormCreate = component(
  'FormCreate',
  Type.Object(
    {
      name: FormName,
      sourceId: SourceId,
      campaignId: Type.Optional(CampaignId),
      fields: Fields,
      consentText: Type.Optional(ConsentText),
      trapField: Type.Optional(TrapField),
      redirectUrl: Type.Optional(RedirectUrl),
      minFillSeconds: Type.Optional(MinFillSeconds),
      requiresStamp: Type.Optional(RequiresStamp),
      submissionsPerMinute: Type.Optional(SubmissionsPerMinute),
      addressSubmissionsPerMinute: Type.Optional(AddressSubmissionsPerMinute),
      confirmationHours: Type.Optional(ConfirmationHours),
      confirmationUrl: Type.Optional(ConfirmationUrl),
      confirmedUrl: Type.Optional(ConfirmedUrl),
      captchaProvider: Type.Optional(CaptchaProvider),
      captchaSecret: Type.Optional(CaptchaSecret),
      captchaVerifyUrl: Type.Optional(CaptchaVerifyUrl),
      captchaWhenUnavailable: Type.Optional(CaptchaWhenUnavailable),
    },
    strict('A new form.'),
  ),
);

export const FormPatch = component(
  'FormPatch',
  Type.Object(
    {
      name: Type.Optional(FormName),
      sourceId: Type.Optional(SourceId),
      campaignId: Type.Optional(nullable(CampaignId)),
      fields: Type.Optional(Fields),
      consentText: Type.Optional(nullable(ConsentText)),
      trapField: Type.Optional(nullable(TrapField)),
      redirectUrl: Type.Optional(nullable(RedirectUrl)),
      minFillSeconds: Type.Optional(nullable(MinFillSeconds)),
      requiresStamp: Type.Optional(RequiresStamp),
      submissionsPerMinute: Type.Optional(nullable(SubmissionsPerMinute)),
      addressSubmissionsPerMinute: Type.Optional(nullable(AddressSubmissionsPerMinute)),
      confirmationHours: Type.Optional(nullable(ConfirmationHours)),
      confirmationUrl: Type.Optional(nullable(ConfirmationUrl)),
      confirmedUrl: Type.Optional(nullable(ConfirmedUrl)),
      captchaProvider: Type.Optional(nullable(CaptchaProvider)),
      captchaSecret: Type.Optional(CaptchaSecret),
      captchaVerifyUrl: Type.Optional(nullable(CaptchaVerifyUrl)),
      captchaWhenUnavailable: Type.Optional(CaptchaWhenUnavailable),
    },
    { ...strict('A JSON Merge Patch (RFC 7396).'), minProperties: 1 },
  ),
);

export const FormSubmission = component(
  'FormSubmission',
  Type.Unsafe<Record<string, string>>({
    type: 'object',
    maxProperties: 100,
    propertyNames: { minLength: 1, maxLength: 100 },
    additionalProperties: { type: 'string', maxLength: 10_000 },
    description:
      'What a visitor filled in: texts by the name of the input. Inputs that the form does not have, such as that of the button, are left out.',
  }),
);

export const FormStart = component(
  'FormStart',
  Type.Object(
    {
      stamp: Type.String({ description: 'For the input `startStamp` of the page.' }),
      expiresAt: Timestamp('From then on it counts as none: 24 hours after it was made.'),
    },
    strict('A signed instant, by which the service learns how long a visitor took to fill a form in.'),
  ),
);

export const FormConfirmationToken = component(
  'FormConfirmationToken',
  Type.Object(
    { token: Type.String({ minLength: 1, maxLength: 200, description: 'The token of the link.' }) },
    strict('The confirmation of a submission.'),
  ),
);

export const FormConfirmationSchema = component(
  'FormConfirmation',
  Type.Object(
    { submissionId: Id('The submission, as in `form.confirmation_requested`.') },
    strict('The submission is confirmed. The answer is the same each time, and for known and new people.'),
  ),
);
