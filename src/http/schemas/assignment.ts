import Type from 'typebox';
import { Id, listOf, Name, NameOf, strict, versioned } from './common.js';
import { component, nullable, Ref } from './components.js';

const patch = { ...strict('A JSON Merge Patch (RFC 7396).'), minProperties: 1 };
const weight = Type.Integer({
  minimum: 1,
  maximum: 1000,
  description: 'Weight relative to the other members, 1 to 1,000.',
});

const TeamMember = component(
  'TeamMember',
  Type.Object({ repId: Id('The rep.'), repName: NameOf('that rep'), weight }, strict('A rep in a team.')),
);
const TeamMemberInput = component(
  'TeamMemberInput',
  Type.Object({ repId: Id('The rep.'), weight }, strict('A rep in a team.')),
);
const Members = Type.Array(Ref(TeamMemberInput), { maxItems: 1000, description: 'The members, each rep once.' });

const CatchUp = Type.Integer({
  minimum: 1,
  maximum: 100,
  description:
    'Maximum leads that a member may catch up after being away (absent, or out of hours where a rule requires hours), 1 to 100; null: it catches up nothing and keeps the deviation that it had before.',
});

export const TeamSchema = component(
  'Team',
  Type.Object(
    versioned({
      name: Name('Name.'),
      active: Type.Boolean({ description: 'Whether it gets leads.' }),
      members: Type.Array(Ref(TeamMember), { maxItems: 1000, description: 'The members, each rep once.' }),
      catchUp: nullable(CatchUp),
    }),
    strict('Reps who share the leads that are routed to the team.'),
  ),
);
export const TeamList = listOf('TeamList', TeamSchema, 'Teams, newest first.');
export const TeamCreate = component(
  'TeamCreate',
  Type.Object(
    {
      name: Name('Name.'),
      active: Type.Optional(Type.Boolean({ description: 'Whether it gets leads; true when absent.' })),
      members: Members,
      catchUp: Type.Optional(CatchUp),
    },
    strict('A new team.'),
  ),
);
export const TeamPatchSchema = component(
  'TeamPatch',
  Type.Object(
    {
      name: Type.Optional(Name('Name.')),
      active: Type.Optional(Type.Boolean({ description: 'Whether it gets leads.' })),
      members: Type.Optional(Members),
      catchUp: Type.Optional(nullable(CatchUp)),
    },
    { ...patch },
  ),
);

export const RotationEntrySchema = component(
  'RotationEntry',
  Type.Object(
    {
      repId: Id('The rep.'),
      repName: NameOf('that rep'),
      weight: Type.Integer({ minimum: 1, description: 'Weight relative to the other members.' }),
      given: Type.Integer({
        minimum: 0,
        description: 'Leads given by rotation, by hand and by claims, less those taken back.',
      }),
      entitled: Type.Number({
        description:
          'Leads that it should have: the sum of its shares of each lead that it could take, less those taken back.',
      }),
      deviation: Type.Number({
        description: '`given` less `entitled`, in leads. Within one, but for what the team’s `catchUp` allows.',
      }),
    },
    strict('The entry of one member in the fairness ledger.'),
  ),
);
export const RotationSchema = component(
  'Rotation',
  Type.Object(
    {
      teamId: Id('The team.'),
      teamName: NameOf('that team'),
      entries: Type.Array(Ref(RotationEntrySchema), { maxItems: 1000, description: 'One entry per member.' }),
      unfairness: Type.Number({ minimum: 0, description: 'Largest absolute deviation, in leads.' }),
    },
    strict('The fairness ledger of a team.'),
  ),
);
