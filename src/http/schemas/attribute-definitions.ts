import Type from 'typebox';
import { ATTRIBUTE_NAME, DEFINITION_LIMITS as LIMITS } from '../../core/attributes/definition.js';
import { DECLARED_TYPES } from '../../core/attributes/kind.js';
import { MAX_UNFIT_SAMPLES } from '../../core/leads/attribute-change.js';
import type { AttributeValue } from '../../core/values.js';
import { Id, listOf, Name, strict, Timestamp, versioned } from './common.js';
import { component, enumOf, nullable } from './components.js';
import { variant } from './rules.js';

export const AttributeName = (description: string) =>
  Type.String({ pattern: ATTRIBUTE_NAME, minLength: 1, maxLength: 100, description, examples: ['planTier'] });

const AttributeTypeField = enumOf(DECLARED_TYPES, {
  description:
    'The type of its values. `decimal` is exact, as text; `date` is `yyyy-mm-dd`; `instant` is RFC 3339; `one_of` is one of the options, `many_of` a list of them; `lead`, `customer` and `rep` are ids of such records; `url` is an absolute URL with http or https.',
});

const Options = Type.Array(
  Type.String({ minLength: 1, maxLength: LIMITS.optionLength, pattern: '\\S', description: 'An option.' }),
  {
    maxItems: LIMITS.options,
    description: 'The values of `one_of` and `many_of`, in the order in which people see them; empty for other types.',
  },
);

const RequiredForStages = Type.Array(
  Type.String({ minLength: 1, maxLength: 64, description: 'The key of a stage of the published funnel.' }),
  {
    maxItems: LIMITS.stages,
    description: 'A person moves a lead to one of these stages only when it has a value, by whichever call.',
  },
);

const Default = (description: string) =>
  Type.Unsafe<AttributeValue>({
    type: ['array', 'string', 'number', 'boolean', 'null'],
    maxLength: 2000,
    maxItems: 100,
    items: { type: 'string', maxLength: 500 },
    description,
  });

const Label = Name('The name that people see.');
const Description = Type.String({ minLength: 1, maxLength: 2000, description: 'A description for people.' });
const Personal = Type.Boolean({
  description:
    'Whether values are personal data. It is shown in the OpenAPI document of the workspace; the erasure of a lead removes all its attributes.',
});
const Unique = Type.Boolean({
  description: 'Whether two leads cannot have the same value, regardless of case. Set at creation, it never changes.',
});

export const AttributeDefinitionSchema = component(
  'AttributeDefinition',
  Type.Object(
    versioned({
      name: AttributeName('The key under `attributes` of leads. It never changes.'),
      label: Label,
      type: AttributeTypeField,
      options: Options,
      requiredForStages: RequiredForStages,
      unique: Unique,
      defaultValue: Type.Optional(Default('The value that a new lead gets without one of its own; absent: none.')),
      description: nullable(Description),
      personal: Personal,
      archivedAt: nullable(Timestamp('When it was archived; null: it is in use.')),
    }),
    strict('A declared attribute of leads.'),
  ),
);

export const AttributeDefinitionList = listOf(
  'AttributeDefinitionList',
  AttributeDefinitionSchema,
  'Attribute definitions, newest first.',
);

export const AttributeDefinitionCreate = component(
  'AttributeDefinitionCreate',
  Type.Object(
    {
      name: AttributeName(
        'The key under `attributes` of leads: a letter, then letters, digits, `_`, `-` and `.`. Names that differ only in case or in `_`, `-` and `.` are one name.',
      ),
      label: Type.Optional(Label),
      type: AttributeTypeField,
      options: Type.Optional(Options),
      requiredForStages: Type.Optional(RequiredForStages),
      unique: Type.Optional(Unique),
      defaultValue: Type.Optional(
        Default(
          `The value that a new lead gets without one of its own. At most ${LIMITS.defaults} attributes have one.`,
        ),
      ),
      description: Type.Optional(Description),
      personal: Type.Optional(Personal),
    },
    strict('A new attribute. `label` is the name when absent, `unique` false, `personal` true.'),
  ),
);

export const AttributeDefinitionPatch = component(
  'AttributeDefinitionPatch',
  Type.Object(
    {
      label: Type.Optional(Label),
      options: Type.Optional(Options),
      requiredForStages: Type.Optional(RequiredForStages),
      defaultValue: Type.Optional(Default('The value of new leads; null removes it.')),
      description: Type.Optional(nullable(Description)),
      personal: Type.Optional(Personal),
      archived: Type.Optional(
        Type.Boolean({
          description:
            'true archives it: no stage requires it, new leads get no default, and the OpenAPI document of the workspace does not show it. Values stay, and new ones are still checked. false takes it back.',
        }),
      ),
    },
    { ...strict('A JSON Merge Patch (RFC 7396): absent keeps, lists are replaced.'), minProperties: 1 },
  ),
);

export const AttributeTypeChange = component(
  'AttributeTypeChange',
  Type.Object(
    {
      type: AttributeTypeField,
      options: Type.Optional(Options),
      dryRun: Type.Optional(
        Type.Boolean({ description: 'Find out which values would not fit, without a change; false when absent.' }),
      ),
    },
    strict('The new type of an attribute.'),
  ),
);

const count = (description: string) => Type.Integer({ minimum: 0, description });

export const AttributeChangeDetails = variant(
  'AttributeChangeDetails',
  {
    name: AttributeName('The attribute.'),
    type: AttributeTypeField,
    dryRun: Type.Boolean({ description: 'Whether it only previewed the change.' }),
    converted: Type.Optional(
      count('Leads whose value was converted (or would be); present when it has succeeded, as all following fields.'),
    ),
    unchanged: Type.Optional(count('Leads whose value has the form of the type already.')),
    unfit: Type.Optional(count('Leads whose value does not fit the type: it stays as it is.')),
    unfitSampleIds: Type.Optional(
      Type.Array(Id('A lead.'), {
        maxItems: MAX_UNFIT_SAMPLES,
        description: `The first leads with such a value, at most ${MAX_UNFIT_SAMPLES}.`,
      }),
    ),
  },
  'The change of the type of an attribute.',
);

export const WorkspaceOpenApi = component(
  'WorkspaceOpenApi',
  Type.Unsafe<Record<string, unknown>>({
    type: 'object',
    additionalProperties: true,
    description: 'An OpenAPI 3.1 document.',
  }),
);
