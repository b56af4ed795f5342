import Type from 'typebox';
import { KEY_KINDS, SCOPES } from '../../core/api-keys/scopes.js';
import { UNDECLARED_ATTRIBUTES } from '../../core/attributes/definition.js';
import { CONSENT_CHANNELS } from '../../core/leads/consent.js';
import { WEEK_STARTS } from '../../core/metrics/dimensions.js';
import { Id, listOf, Name, PlannedInstant, strict, Timestamp, Version } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';

const Zone = Type.String({
  minLength: 1,
  maxLength: 64,
  description:
    'IANA time zone of its calendar days, by which conditions read `this_month` or `-30d`; UTC when absent or null.',
});
const Country = Type.String({
  pattern: '^[A-Z]{2}$',
  description: 'ISO 3166-1 alpha-2 country for parsing phone numbers without a country code.',
});
const Undeclared = enumOf(UNDECLARED_ATTRIBUTES, {
  description:
    'Whether leads take attributes that `/v1/attribute-definitions` does not declare: `accepted` (as in a new workspace) or `refused`.',
});
const DoubleOptIn = Type.Array(enumOf(CONSENT_CHANNELS, { description: 'A channel.' }), {
  maxItems: CONSENT_CHANNELS.length,
  uniqueItems: true,
  description:
    'Channels whose consent needs double opt-in: what grants it on a public page, by a form without confirmation or by a connector is a proposal until the person confirms it. Channels of forms with `confirmationHours` need it as well. Empty, as in a new workspace: no others.',
});
const WeekStart = enumOf(WEEK_STARTS, {
  description: 'The first day of the weeks of reports; `monday` in a new workspace.',
});
const Scopes = (description: string) =>
  Type.Array(enumOf(SCOPES, { description: 'A scope.' }), {
    minItems: 1,
    maxItems: SCOPES.length,
    uniqueItems: true,
    description,
  });

const MAX_BLOCKS = 50;
const Blocks = (description: string) =>
  Type.Array(
    Type.String({
      pattern: '^[0-9A-Fa-f.:]{2,45}(/[0-9]{1,3})?$',
      maxLength: 49,
      description: 'An address or CIDR block of IPv4 or IPv6, such as `192.0.2.0/24`, `2001:db8::/32` or `192.0.2.7`.',
    }),
    { maxItems: MAX_BLOCKS, description },
  );

const MAX_ORIGINS = 50;
const Origins = (description: string) =>
  Type.Array(
    Type.String({
      pattern: '^[Hh][Tt]{2}[Pp][Ss]?://[^/?#@\\s]{1,260}/?$',
      maxLength: 270,
      description: 'An origin as browsers send it, such as `https://www.example.com` or `http://localhost:3000`.',
    }),
    { maxItems: MAX_ORIGINS, description },
  );
const RequestsPerMinute = (description: string) =>
  Type.Integer({ minimum: 1, maximum: 100_000_000, description: `${description} 1 to 100,000,000.` });

const apiKeyFields = {
  id: Id('The key.'),
  kind: enumOf(KEY_KINDS, {
    description:
      '`admin` for people, `service` for programs, `capture` for public pages. A `capture` key can only submit leads.',
  }),
  name: Name('The purpose of the key.'),
  scopes: Scopes('The scopes of the key.'),
  displayId: Type.String({ description: 'The first characters of its secret, to identify the key.' }),
  createdBy: Type.String({ description: 'The key that made it, or `system`.' }),
  expiresAt: nullable(Timestamp('When it expires; null: never.')),
  revokedAt: nullable(Timestamp('When it was revoked; null: not revoked.')),
  lastUsedAt: nullable(Timestamp('When it was last used, to the minute; null: never.')),
  lastUsedAddress: nullable(
    Type.String({ description: 'The address of the last use, as the service sees it; null: not known.' }),
  ),
  rotatedFrom: Type.Optional(Id('The key that it replaces.')),
  allowedOrigins: Origins(
    'Of a `capture` key: the origins of the pages that may call with it (CORS). A request with another `Origin` is 403 `origin_not_allowed`. Empty: pages of no other origin than that of the service.',
  ),
  requestsPerMinute: nullable(RequestsPerMinute('Its limit of requests a minute; null: that of the deployment.')),
  allowedAddresses: Blocks(
    'CIDR blocks from which the key may be used (else 403 `address_not_allowed`); empty: from anywhere.',
  ),
};
const made = { createdAt: Timestamp('When it was made.') };

export const ApiKeySchema = component(
  'ApiKey',
  Type.Object({ ...apiKeyFields, ...made }, strict('A key, without its secret.')),
);
export const ApiKeyList = listOf('ApiKeyList', ApiKeySchema, 'Keys, newest first.');

export const IssuedApiKey = component(
  'IssuedApiKey',
  Type.Object(
    {
      ...apiKeyFields,
      token: Type.String({ description: 'The secret. Shown only once; only its hash is stored.' }),
      ...made,
    },
    strict('A new key with its secret.'),
  ),
);

export const ApiKeyCreate = component(
  'ApiKeyCreate',
  Type.Object(
    {
      name: apiKeyFields.name,
      kind: apiKeyFields.kind,
      scopes: Type.Optional(
        Scopes(
          'Scopes; the calling key must hold each of them. Absent: all scopes of the calling key but `deployment:manage`; a capture key always has its own.',
        ),
      ),
      expiresAt: Type.Optional(
        PlannedInstant(
          'When it expires, at the latest with the calling key and within the limit of the deployment. Absent: the latest possible instant.',
        ),
      ),
      allowedAddresses: Type.Optional(
        Blocks(
          'CIDR blocks from which the key may be used, within those of the calling key. Absent: those of the calling key. Empty: from anywhere.',
        ),
      ),
      allowedOrigins: Type.Optional(
        Origins(
          'Of a `capture` key: the origins of the pages that may call with it (CORS). Absent or empty: pages of no other origin than that of the service.',
        ),
      ),
      requestsPerMinute: Type.Optional(
        RequestsPerMinute(
          'Its limit of requests a minute, at most that of the calling key unless that has `deployment:manage`. Absent: that of the deployment, or that of the calling key where it is lower.',
        ),
      ),
    },
    strict('A new key.'),
  ),
);

export const ApiKeyRotate = component(
  'ApiKeyRotate',
  Type.Object(
    {
      overlapHours: Type.Optional(
        Type.Number({
          minimum: 0,
          maximum: 720,
          description: 'Hours for which the old secret keeps working, 0 to 720; 24 when absent.',
        }),
      ),
    },
    strict('How to rotate.'),
  ),
);

export const WorkspaceSchema = component(
  'Workspace',
  Type.Object(
    {
      id: Id('The workspace.'),
      version: Version(),
      name: Name('Its name.'),
      defaultCountry: nullable(Country),
      timeZone: nullable(Zone),
      weekStart: WeekStart,
      undeclaredAttributes: Undeclared,
      doubleOptIn: DoubleOptIn,
      sandbox: Type.Boolean({
        description: 'Whether its clock can be moved, for tests. Never changes.',
      }),
      createdAt: Timestamp('When it was made.'),
      updatedAt: Timestamp('When it last changed.'),
    },
    strict('One isolated set of leads, sources, reps, policies and keys.'),
  ),
);
export const WorkspaceList = listOf(
  'WorkspaceList',
  WorkspaceSchema,
  'Workspaces that the key can read, newest first.',
);

export const WorkspaceCreate = component(
  'WorkspaceCreate',
  Type.Object(
    {
      name: Name('Its name.'),
      defaultCountry: Type.Optional(Country),
      timeZone: Type.Optional(Zone),
      sandbox: Type.Optional(
        Type.Boolean({ description: 'Whether its clock can be moved, for tests; false when absent. Never changes.' }),
      ),
      requestsPerMinute: Type.Optional(
        RequestsPerMinute('Limit of its first key, in requests a minute. Absent: that of the deployment.'),
      ),
    },
    strict('A new workspace.'),
  ),
);
export const WorkspacePatch = component(
  'WorkspacePatch',
  Type.Object(
    {
      name: Type.Optional(Name('Its name.')),
      defaultCountry: Type.Optional(nullable(Country)),
      timeZone: Type.Optional(nullable(Zone)),
      weekStart: Type.Optional(WeekStart),
      undeclaredAttributes: Type.Optional(Undeclared),
      doubleOptIn: Type.Optional(nullable(DoubleOptIn)),
    },
    { ...strict('A JSON Merge Patch (RFC 7396).'), minProperties: 1 },
  ),
);
export const CreatedWorkspace = component(
  'CreatedWorkspace',
  Type.Object(
    { workspace: Ref(WorkspaceSchema), apiKey: Ref(IssuedApiKey) },
    strict('The workspace and its first key, whose secret is shown this once.'),
  ),
);
