import Type from 'typebox';
import { KEY_KINDS, SCOPES } from '../../core/api-keys/scopes.js';
import { Id, listOf, Name, PlannedInstant, strict, Timestamp, Version } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';

const Country = Type.String({
  pattern: '^[A-Z]{2}$',
  description: 'ISO 3166-1 alpha-2 country by which phone numbers without a country are read.',
});
const Scopes = (description: string) =>
  Type.Array(enumOf(SCOPES, { description: 'A right.' }), {
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

const apiKeyFields = {
  id: Id('The key.'),
  kind: enumOf(KEY_KINDS, {
    description: '`admin` for people, `service` for programs, `capture` for public pages: it can only submit leads.',
  }),
  name: Name('What it is for.'),
  scopes: Scopes('What it may do.'),
  displayId: Type.String({ description: 'The first characters of its secret, to tell keys apart.' }),
  createdBy: Type.String({ description: 'The key that made it, or `system`.' }),
  createdAt: Timestamp('When it was made.'),
  expiresAt: nullable(Timestamp('When it ends; null: never.')),
  revokedAt: nullable(Timestamp('When it was revoked; null: it was not.')),
  lastUsedAt: nullable(Timestamp('When it was last used, to the minute; null: never.')),
  lastUsedAddress: nullable(
    Type.String({ description: 'The address that this last use came from, as the service sees it; null: not known.' }),
  ),
  rotatedFrom: Type.Optional(Id('The key it replaces.')),
  allowedAddresses: Blocks(
    'CIDR blocks that its requests may come from (others: 403 `address_not_allowed`); empty: from anywhere.',
  ),
};

export const ApiKeySchema = component('ApiKey', Type.Object(apiKeyFields, strict('A key, without its secret.')));
export const ApiKeyList = listOf('ApiKeyList', ApiKeySchema, 'Keys, newest first.');

export const IssuedApiKey = component(
  'IssuedApiKey',
  Type.Object(
    { ...apiKeyFields, token: Type.String({ description: 'The secret. Shown this once; only its hash is kept.' }) },
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
          'Rights, each held by the calling key. Absent: all of them but `deployment:manage`; a capture key has its own.',
        ),
      ),
      expiresAt: Type.Optional(
        PlannedInstant(
          'When it shall end, not after the calling key and the limit of the deployment. Absent: as late as they allow.',
        ),
      ),
      allowedAddresses: Type.Optional(
        Blocks(
          'CIDR blocks that its requests may come from, within those of the calling key. Absent: those of the calling key. Empty: from anywhere.',
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
          description: 'Hours the old secret works on, 0 to 720; 24 when absent.',
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
      sandbox: Type.Boolean({
        description: 'Whether its clock can be moved, to try what time does. What it was made as, it stays.',
      }),
      createdAt: Timestamp('When it was made.'),
      updatedAt: Timestamp('When it last changed.'),
    },
    strict('One isolated set of leads, sources, reps, policies and keys.'),
  ),
);
export const WorkspaceList = listOf('WorkspaceList', WorkspaceSchema, 'Workspaces the key can see, newest first.');

export const WorkspaceCreate = component(
  'WorkspaceCreate',
  Type.Object(
    {
      name: Name('Its name.'),
      defaultCountry: Type.Optional(Country),
      sandbox: Type.Optional(
        Type.Boolean({ description: 'Whether its clock can be moved, for tests; false when absent. It stays so.' }),
      ),
    },
    strict('A new workspace.'),
  ),
);
export const WorkspacePatch = component(
  'WorkspacePatch',
  Type.Object(
    { name: Type.Optional(Name('Its name.')), defaultCountry: Type.Optional(nullable(Country)) },
    { ...strict('A correction by RFC 7396.'), minProperties: 1 },
  ),
);
export const CreatedWorkspace = component(
  'CreatedWorkspace',
  Type.Object(
    { workspace: Ref(WorkspaceSchema), apiKey: Ref(IssuedApiKey) },
    strict('The workspace and its first key, whose secret is shown this once.'),
  ),
);
