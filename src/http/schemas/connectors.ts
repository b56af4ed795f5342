import Type from 'typebox';
import { CONNECTOR_KINDS, CONNECTOR_TARGETS, SIGNATURE_ALGORITHMS } from '../../core/connectors/connector.js';
import { PAYLOAD_STATES, REPLAYED_STATES } from '../../core/connectors/payload.js';
import { CAPTCHA_FALLBACKS, CAPTCHA_PROVIDERS } from '../../core/forms/captcha.js';
import { FORM_TARGETS } from '../../core/forms/form.js';
import { Id, idParams, listOf, Name, NameOf, strict, versioned } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';

const Pointer = (description: string) =>
  Type.String({ maxLength: 500, description: `${description} JSON Pointer (RFC 6901).`, examples: ['/visitor/email'] });
const Text = (description: string, maxLength = 500) => Type.String({ minLength: 1, maxLength, description });

const ConnectorItem = component(
  'ConnectorItem',
  Type.Object(
    {
      pointer: Pointer('From an item of the list to the text that is compared.'),
      equals: Text('The text of the item, without regard to case.'),
      value: Pointer('From that item to the value; empty: the item itself.'),
    },
    strict('Picks the first item of a list that has a text. Without such an item there is no value.'),
  ),
);

const ConnectorReplacement = component(
  'ConnectorReplacement',
  Type.Object(
    {
      from: Text('A value of the payload, without regard to case.'),
      to: Type.String({ maxLength: 500, description: 'What it is replaced by; empty: no value.' }),
    },
    strict('Replaces a value.'),
  ),
);

const ConnectorFieldSchema = component(
  'ConnectorField',
  Type.Object(
    {
      to: enumOf(CONNECTOR_TARGETS, {
        description:
          'What the value becomes: a fact of the lead, `products` of interest (one a line, or a list), an `attribute`, a consent (`emailConsent`, `phoneConsent`) that any value but `false`, `no`, `off` and `0` grants, `visitorId`, `externalId`, by which the sender knows the lead, or `occurredAt`, when it was submitted. Several fields may have one target: the first with a value counts.',
      }),
      attribute: Type.Optional(Text('The name of the attribute, for `"to": "attribute"`.', 100)),
      pointer: Type.Optional(
        Pointer('Where the value is in the payload; with `item`, where the list is. A list of values is its lines.'),
      ),
      item: Type.Optional(Ref(ConnectorItem)),
      constant: Type.Optional(Text('A fixed value, instead of `pointer`.')),
      values: Type.Optional(
        Type.Array(Ref(ConnectorReplacement), {
          minItems: 1,
          maxItems: 200,
          description: 'Replacements of values. What none of them names stays as it is.',
        }),
      ),
      required: Type.Optional(Type.Boolean({ description: 'Whether a payload without it fails; false when absent.' })),
    },
    strict('A rule of the mapping: where a value of a payload is, and what it becomes.'),
  ),
);

const ConnectorName = Name('Its name, for people.');
const Kind = enumOf(CONNECTOR_KINDS, {
  description:
    'Who sends. `generic`: any tool that posts JSON or a form, read by `fields`. `meta_lead_ads`: lead ads of Facebook and Instagram. `google_lead_form`: lead forms of Google Ads. `linkedin_lead_gen`: lead gen forms of LinkedIn. Of a platform the standard questions are read without a mapping; `fields` come first, and point into `fields` by the name of the question, or into `lead`.',
});
const SourceId = Id('The source of the leads.');
const CampaignId = Id('The campaign of the leads, of that source.');
const Enabled = (more = '') =>
  Type.Boolean({ description: `Whether it takes payloads; a disabled one answers 404.${more}` });
const Fields = Type.Array(Ref(ConnectorFieldSchema), {
  maxItems: 100,
  description:
    'The mapping. Of `generic`, at least one field fills a name, an e-mail address, a phone number or an organization.',
});
const ConsentText = Text(
  'The exact text that people agreed to, where a field grants a consent. It is kept with each consent.',
  2_000,
);
const CreatesTestLeads = (more = '') =>
  Type.Boolean({ description: `Whether payloads that the platform marks as tests become leads.${more}` });
const SignatureHeader = Type.String({
  pattern: '^[A-Za-z0-9-]{1,100}$',
  examples: ['Typeform-Signature'],
  description:
    'The header in which the sender signs the body: HMAC with `secret`, as hexadecimal or base64 text, with or without `sha256=` before it. A payload without the right signature is refused. Null: the address is the only secret.',
});
const SignatureAlgorithmField = (more = '') =>
  enumOf(SIGNATURE_ALGORITHMS, { description: `The hash of that HMAC.${more}` });
const Secret = Text(
  'What requests are verified with: the secret of the app (Meta, LinkedIn), the key of the form (Google), or that of `signatureHeader`. It is never shown.',
);
const AccessToken = Text(
  'With which leads are read from Meta or LinkedIn, whose webhooks have only their ids. It is never shown.',
  2_000,
);
const BaseUrl = Type.String({
  minLength: 8,
  maxLength: 500,
  examples: ['https://graph.facebook.com/v24.0'],
  description:
    'Where leads of Meta or LinkedIn are read from. Null: `https://graph.facebook.com/v24.0`, `https://api.linkedin.com/rest`.',
});
export const FormIds = (description: string, minItems = 0) =>
  Type.Array(Type.String({ pattern: '^[0-9]{1,40}$', description: 'The id of a form.', examples: ['12312312312'] }), {
    minItems,
    maxItems: 100,
    uniqueItems: true,
    description,
  });
const HourlyForms = FormIds(
  'Of Meta: forms whose leads are read every hour as well, so that one without a notification is not missed. Empty: none.',
);

const properties = {
  name: ConnectorName,
  kind: Kind,
  sourceId: SourceId,
  sourceName: NameOf('that source'),
  campaignId: nullable(CampaignId),
  campaignName: NameOf('that campaign'),
  enabled: Enabled(),
  fields: Fields,
  consentText: nullable(ConsentText),
  createsTestLeads: CreatesTestLeads(),
  signatureHeader: nullable(SignatureHeader),
  signatureAlgorithm: SignatureAlgorithmField(),
  hasSecret: Type.Boolean({ description: 'Whether it has a secret.' }),
  hasAccessToken: Type.Boolean({ description: 'Whether it has an access token.' }),
  baseUrl: nullable(BaseUrl),
  formIds: HourlyForms,
};

export const ConnectorSchema = component(
  'Connector',
  Type.Object(versioned(properties), strict('Takes what another system sends, and makes leads of it.')),
);
export const ConnectorList = listOf('ConnectorList', ConnectorSchema, 'Connectors, newest first.');

export const IssuedConnector = component(
  'IssuedConnector',
  Type.Object(
    {
      ...versioned(properties),
      address: Type.String({
        description:
          'The path to which the other system posts, on this service. It contains a secret and is in this answer only.',
        examples: ['/v1/inbound/pZ0mYl8m3rT6c1xk9w2vQf5sN7uJhB4aGdEoLiRyCtM'],
      }),
    },
    strict('A connector with its address.'),
  ),
);

export const ConnectorCreate = component(
  'ConnectorCreate',
  Type.Object(
    {
      name: ConnectorName,
      kind: Kind,
      sourceId: SourceId,
      campaignId: Type.Optional(CampaignId),
      enabled: Type.Optional(Enabled(' True when absent.')),
      fields: Fields,
      consentText: Type.Optional(ConsentText),
      createsTestLeads: Type.Optional(CreatesTestLeads(' False when absent.')),
      signatureHeader: Type.Optional(SignatureHeader),
      signatureAlgorithm: Type.Optional(SignatureAlgorithmField(' `sha256` when absent.')),
      secret: Type.Optional(Secret),
      accessToken: Type.Optional(AccessToken),
      baseUrl: Type.Optional(BaseUrl),
      formIds: Type.Optional(HourlyForms),
    },
    strict('A new connector.'),
  ),
);

export const ConnectorPatch = component(
  'ConnectorPatch',
  Type.Object(
    {
      name: Type.Optional(ConnectorName),
      sourceId: Type.Optional(SourceId),
      campaignId: Type.Optional(nullable(CampaignId)),
      enabled: Type.Optional(Enabled()),
      fields: Type.Optional(Fields),
      consentText: Type.Optional(nullable(ConsentText)),
      createsTestLeads: Type.Optional(CreatesTestLeads()),
      signatureHeader: Type.Optional(nullable(SignatureHeader)),
      signatureAlgorithm: Type.Optional(SignatureAlgorithmField()),
      secret: Type.Optional(nullable(Secret)),
      accessToken: Type.Optional(nullable(AccessToken)),
      baseUrl: Type.Optional(nullable(BaseUrl)),
      formIds: Type.Optional(nullable(HourlyForms)),
    },
    { ...strict('A JSON Merge Patch (RFC 7396).'), minProperties: 1 },
  ),
);

export const connectorParams = idParams('connectorId', 'The connector.');

/** Vocabularies of forms, connectors and payloads. */
export const CAPTURE_WORDS = {
  FormTarget: FORM_TARGETS,
  CaptchaProvider: CAPTCHA_PROVIDERS,
  CaptchaFallback: CAPTCHA_FALLBACKS,
  ConnectorSystem: CONNECTOR_KINDS,
  ConnectorTarget: CONNECTOR_TARGETS,
  PayloadState: PAYLOAD_STATES,
  ReplayedState: REPLAYED_STATES,
  SignatureHash: SIGNATURE_ALGORITHMS,
};
