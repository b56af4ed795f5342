import Type from 'typebox';
import { Id, listOf, Name, Timestamp, Version } from './common.js';
import { component, nullable, Ref } from './components.js';

const strict = (description: string) => ({ additionalProperties: false, description });
const Email = Type.String({ minLength: 3, maxLength: 320, description: 'E-mail address.' });
const Capacity = Type.Integer({
  minimum: 0,
  maximum: 1_000_000,
  description: 'Most open leads at once; null is unlimited.',
});
const patch = { ...strict('A correction by RFC 7396.'), minProperties: 1 };
const stamps = {
  id: Id('It.'),
  version: Version(),
  createdAt: Timestamp('When it was made.'),
  updatedAt: Timestamp('When it last changed.'),
};

export const RepSchema = component(
  'Rep',
  Type.Object(
    {
      ...stamps,
      name: Name('Name.'),
      email: nullable(Email),
      active: Type.Boolean({ description: 'Whether it is given leads.' }),
      capacity: nullable(Capacity),
      openLeads: Type.Integer({ minimum: 0, description: 'Open leads it owns now.' }),
    },
    strict('A salesperson.'),
  ),
);
export const RepList = listOf('RepList', RepSchema, 'Reps, newest first.');
export const RepCreate = component(
  'RepCreate',
  Type.Object(
    {
      name: Name('Name.'),
      email: Type.Optional(Email),
      active: Type.Optional(Type.Boolean({ description: 'Whether it is given leads; true when absent.' })),
      capacity: Type.Optional({ ...Capacity, description: 'Most open leads at once; unlimited when absent.' }),
    },
    strict('A new rep.'),
  ),
);
export const RepPatchSchema = component(
  'RepPatch',
  Type.Object(
    {
      name: Type.Optional(Name('Name.')),
      email: Type.Optional(nullable(Email)),
      active: Type.Optional(Type.Boolean({ description: 'Whether it is given leads.' })),
      capacity: Type.Optional(nullable(Capacity)),
    },
    patch,
  ),
);

export const TeamMember = component(
  'TeamMember',
  Type.Object(
    {
      repId: Id('The rep.'),
      weight: Type.Integer({
        minimum: 1,
        maximum: 1000,
        description: 'Share relative to the other members, 1 to 1,000.',
      }),
    },
    strict('A rep in a team.'),
  ),
);
const Members = Type.Array(Ref(TeamMember), { maxItems: 1000, description: 'The members, each rep once.' });

export const TeamSchema = component(
  'Team',
  Type.Object(
    {
      ...stamps,
      name: Name('Name.'),
      active: Type.Boolean({ description: 'Whether it is given leads.' }),
      members: Members,
    },
    strict('Reps who share the leads that routing rules send to the team.'),
  ),
);
export const TeamList = listOf('TeamList', TeamSchema, 'Teams, newest first.');
export const TeamCreate = component(
  'TeamCreate',
  Type.Object(
    {
      name: Name('Name.'),
      active: Type.Optional(Type.Boolean({ description: 'Whether it is given leads; true when absent.' })),
      members: Members,
    },
    strict('A new team.'),
  ),
);
export const TeamPatchSchema = component(
  'TeamPatch',
  Type.Object(
    {
      name: Type.Optional(Name('Name.')),
      active: Type.Optional(Type.Boolean({ description: 'Whether it is given leads.' })),
      members: Type.Optional(Members),
    },
    { ...patch },
  ),
);

export const RotationEntrySchema = component(
  'RotationEntry',
  Type.Object(
    {
      repId: Id('The rep.'),
      weight: Type.Integer({ minimum: 1, description: 'Share relative to the other members.' }),
      given: Type.Integer({ minimum: 0, description: 'Leads given by rotation.' }),
      entitled: Type.Number({ description: 'Leads it should have: the sum of its shares of each lead it could take.' }),
      deviation: Type.Number({
        description: '`given` less `entitled`, in leads; within one while the set of eligible reps stays.',
      }),
    },
    strict('One member’s line of the fairness ledger.'),
  ),
);
export const RotationSchema = component(
  'Rotation',
  Type.Object(
    {
      teamId: Id('The team.'),
      entries: Type.Array(Ref(RotationEntrySchema), { maxItems: 1000, description: 'One line per member.' }),
      unfairness: Type.Number({ minimum: 0, description: 'Largest absolute deviation, in leads.' }),
    },
    strict('The fairness ledger of a team.'),
  ),
);
