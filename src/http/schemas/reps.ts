import Type from 'typebox';
import { LEAD_CUSTODIES } from '../../core/assignment/rep-settings.js';
import { REP_LIMITS } from '../../core/assignment/reps.js';
import { WEEKDAYS } from '../../core/calendar/calendar.js';
import { Id, listOf, Name, PlannedInstant, strict, Timestamp, Version } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { Attributes } from './lead-fields.js';

const Email = Type.String({ minLength: 3, maxLength: 320, description: 'E-mail address.' });
const Capacity = Type.Integer({
  minimum: 0,
  maximum: 1_000_000,
  description: 'Most open leads at once; null is unlimited.',
});
const EffortCapacity = Type.Integer({
  minimum: 0,
  maximum: 1_000_000,
  description: 'Most effort of open leads at once, in units of the routing policy; null is unlimited.',
});
const Country = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2.' });
const text = (description: string) => Type.String({ minLength: 1, maxLength: 200, pattern: '\\S', description });
const HeadCount = (description: string) => Type.Integer({ minimum: 0, maximum: 10_000_000, description });

export const SkillSchema = component(
  'Skill',
  Type.Object(
    {
      name: Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,63}$', description: 'What it is: a-z, 0-9, `_` and `-`.' }),
      level: Type.Integer({ minimum: 1, maximum: REP_LIMITS.level, description: 'How well, 1 to 5.' }),
    },
    strict('Something a rep can do, or a lead needs.'),
  ),
);

export const TerritorySchema = component(
  'Territory',
  Type.Object(
    {
      country: Type.Optional(Country),
      region: Type.Optional(text('Region, as leads have it.')),
      postalPrefix: Type.Optional(
        Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9 -]{0,15}$', description: 'What the postal code begins with.' }),
      ),
      industry: Type.Optional(text('Industry, as leads have it.')),
      minimumEmployees: Type.Optional(HeadCount('Fewest employees of the company.')),
      maximumEmployees: Type.Optional(HeadCount('Most employees of the company.')),
    },
    { ...strict('Leads of which all that is said here holds.'), minProperties: 1 },
  ),
);

export const WorkingBlockSchema = component(
  'WorkingBlock',
  Type.Object(
    {
      weekday: enumOf(WEEKDAYS, { description: 'On which it starts.' }),
      start: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'By the wall clock, 00:00 to 23:59.' }),
      end: Type.String({
        pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$',
        description: 'Up to and without, to 24:00; one that is not after the start is on the next day.',
      }),
    },
    strict('A shift, in the time zone of the rep.'),
  ),
);

export const AbsenceSchema = component(
  'Absence',
  Type.Object(
    {
      from: PlannedInstant('Away from here on.'),
      to: PlannedInstant('Back here.'),
      reason: Type.Optional(text('Why, for people.')),
    },
    strict('Time off.'),
  ),
);

const lists = {
  skills: Type.Array(Ref(SkillSchema), { maxItems: REP_LIMITS.skills, description: 'What it can do, each once.' }),
  languages: Type.Array(Type.String({ minLength: 2, maxLength: 35, description: 'BCP 47.' }), {
    maxItems: REP_LIMITS.languages,
    description: 'Languages it sells in; empty: any.',
  }),
  products: Type.Array(text('A product, as leads name it.'), {
    maxItems: REP_LIMITS.products,
    description: 'Products it sells; empty: any.',
  }),
  territories: Type.Array(Ref(TerritorySchema), {
    maxItems: REP_LIMITS.territories,
    description: 'Leads it is there for: those of at least one territory; empty: all.',
  }),
  workingHours: Type.Array(Ref(WorkingBlockSchema), {
    maxItems: 100,
    description: 'When it works; empty: round the clock.',
  }),
  absences: Type.Array(Ref(AbsenceSchema), { maxItems: REP_LIMITS.absences, description: 'When it is away.' }),
  attributes: Ref(Attributes),
};

const single = {
  country: { ...Country, description: 'Where it is: ISO 3166-1 alpha-2.' },
  region: text('Where in the country it is.'),
  timeZone: Type.String({
    minLength: 1,
    maxLength: 64,
    description: 'IANA time zone of its hours and days; null: UTC.',
  }),
  holidaysCountry: { ...Country, description: 'Whose public holidays it has: ISO 3166-1 alpha-2.' },
  holidaysRegion: Type.String({
    pattern: '^[A-Z0-9]{1,3}$',
    description: 'The part of that country, after ISO 3166-2, such as BY.',
  }),
  dailyCap: Type.Integer({ minimum: 1, maximum: 1000, description: 'Most leads given on one day of its time zone.' }),
  burstCap: Type.Integer({
    minimum: 1,
    maximum: 1000,
    description:
      'Most leads given within `burstMinutes`; null: no limit, except of 10 an hour to who has just come back, for as long as it was away and a day at most.',
  }),
  burstMinutes: Type.Integer({ minimum: 1, maximum: 1440, description: 'Minutes of a burst; 60 when not said.' }),
};

const custody = {
  whenInactive: enumOf(LEAD_CUSTODIES, {
    description:
      'What becomes of its open leads, other than those assigned by hand, when it is made inactive: the rules give them to others, or they stay; `reassign` unless said otherwise.',
  }),
  whenAbsent: enumOf(LEAD_CUSTODIES, {
    description: 'The same for when an absence begins; `keep` unless said otherwise.',
  }),
};

const optional = {
  skills: Type.Optional(lists.skills),
  languages: Type.Optional(lists.languages),
  products: Type.Optional(lists.products),
  territories: Type.Optional(lists.territories),
  workingHours: Type.Optional(lists.workingHours),
  absences: Type.Optional(lists.absences),
  attributes: Type.Optional(lists.attributes),
  whenInactive: Type.Optional(custody.whenInactive),
  whenAbsent: Type.Optional(custody.whenAbsent),
};

export const RepSchema = component(
  'Rep',
  Type.Object(
    {
      id: Id('It.'),
      version: Version(),
      createdAt: Timestamp('When it was made.'),
      updatedAt: Timestamp('When it last changed.'),
      name: Name('Name.'),
      email: nullable(Email),
      active: Type.Boolean({ description: 'Whether it is given leads.' }),
      capacity: nullable(Capacity),
      openLeads: Type.Integer({ minimum: 0, description: 'Open leads it owns now.' }),
      effortCapacity: nullable(EffortCapacity),
      openEffort: Type.Integer({ minimum: 0, description: 'Effort of the open leads it owns now.' }),
      ...lists,
      country: nullable(single.country),
      region: nullable(single.region),
      timeZone: nullable(single.timeZone),
      holidaysCountry: nullable(single.holidaysCountry),
      holidaysRegion: nullable(single.holidaysRegion),
      dailyCap: nullable(single.dailyCap),
      burstCap: nullable(single.burstCap),
      burstMinutes: nullable(single.burstMinutes),
      ...custody,
    },
    strict('A salesperson: what it can work on, when, and how much.'),
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
      effortCapacity: Type.Optional({
        ...EffortCapacity,
        description: 'Most effort of open leads at once, in units of the routing policy; unlimited when absent.',
      }),
      ...optional,
      country: Type.Optional(single.country),
      region: Type.Optional(single.region),
      timeZone: Type.Optional(single.timeZone),
      holidaysCountry: Type.Optional(single.holidaysCountry),
      holidaysRegion: Type.Optional(single.holidaysRegion),
      dailyCap: Type.Optional(single.dailyCap),
      burstCap: Type.Optional(single.burstCap),
      burstMinutes: Type.Optional(single.burstMinutes),
    },
    strict('A new rep. What is not said limits nothing.'),
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
      effortCapacity: Type.Optional(nullable(EffortCapacity)),
      ...optional,
      country: Type.Optional(nullable(single.country)),
      region: Type.Optional(nullable(single.region)),
      timeZone: Type.Optional(nullable(single.timeZone)),
      holidaysCountry: Type.Optional(nullable(single.holidaysCountry)),
      holidaysRegion: Type.Optional(nullable(single.holidaysRegion)),
      dailyCap: Type.Optional(nullable(single.dailyCap)),
      burstCap: Type.Optional(nullable(single.burstCap)),
      burstMinutes: Type.Optional(nullable(single.burstMinutes)),
    },
    { ...strict('A correction by RFC 7396. A list replaces the one before.'), minProperties: 1 },
  ),
);
