import Type from 'typebox';
import { LEAD_CUSTODIES } from '../../core/assignment/rep-settings.js';
import { REP_LIMITS } from '../../core/assignment/reps.js';
import { WEEKDAYS } from '../../core/calendar/calendar.js';
import { listOf, Name, PlannedInstant, strict, versioned } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { Attributes } from './lead-fields.js';

const Email = Type.String({ minLength: 3, maxLength: 320, description: 'E-mail address.' });
const Capacity = Type.Integer({
  minimum: 0,
  maximum: 1_000_000,
  description: 'Maximum open leads at once; null is unlimited.',
});
const EffortCapacity = Type.Integer({
  minimum: 0,
  maximum: 1_000_000,
  description: 'Maximum effort of open leads at once, in units of the routing policy; null is unlimited.',
});
const Country = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2.' });
const text = (description: string) => Type.String({ minLength: 1, maxLength: 200, pattern: '\\S', description });
const HeadCount = (description: string) => Type.Integer({ minimum: 0, maximum: 10_000_000, description });

export const SkillSchema = component(
  'Skill',
  Type.Object(
    {
      name: Type.String({
        pattern: '^[a-z0-9][a-z0-9_-]{0,63}$',
        description: 'Name of the skill: a-z, 0-9, `_` and `-`.',
      }),
      level: Type.Integer({ minimum: 1, maximum: REP_LIMITS.level, description: 'Level of the skill, 1 to 5.' }),
    },
    strict('A skill that a rep has, or a lead needs.'),
  ),
);

export const TerritorySchema = component(
  'Territory',
  Type.Object(
    {
      country: Type.Optional(Country),
      region: Type.Optional(text('Region, as in the `region` of leads.')),
      postalPrefix: Type.Optional(
        Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9 -]{0,15}$', description: 'Prefix of the postal code.' }),
      ),
      industry: Type.Optional(text('Industry, as in the `industry` of leads.')),
      minimumEmployees: Type.Optional(HeadCount('Minimum number of employees of the company.')),
      maximumEmployees: Type.Optional(HeadCount('Maximum number of employees of the company.')),
    },
    { ...strict('A set of leads: those that match every given field.'), minProperties: 1 },
  ),
);

export const WorkingBlockSchema = component(
  'WorkingBlock',
  Type.Object(
    {
      weekday: enumOf(WEEKDAYS, { description: 'The weekday on which it starts.' }),
      start: Type.String({
        pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
        description: 'Local time of its start, 00:00 to 23:59.',
      }),
      end: Type.String({
        pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$',
        description: 'Local time of its end, exclusive, up to 24:00; a time not after the start is on the next day.',
      }),
    },
    strict('A shift, in the time zone of the rep.'),
  ),
);

export const AbsenceSchema = component(
  'Absence',
  Type.Object(
    {
      from: PlannedInstant('Begin of the absence.'),
      to: PlannedInstant('End of the absence, exclusive.'),
      reason: Type.Optional(text('Why, for people.')),
    },
    strict('An absence, such as a holiday.'),
  ),
);

const lists = {
  skills: Type.Array(Ref(SkillSchema), {
    maxItems: REP_LIMITS.skills,
    description: 'The skills of the rep, each once.',
  }),
  languages: Type.Array(Type.String({ minLength: 2, maxLength: 35, description: 'BCP 47.' }), {
    maxItems: REP_LIMITS.languages,
    description: 'Languages in which it sells; empty: any.',
  }),
  products: Type.Array(text('A product, as in the products of leads.'), {
    maxItems: REP_LIMITS.products,
    description: 'Products it sells; empty: any.',
  }),
  territories: Type.Array(Ref(TerritorySchema), {
    maxItems: REP_LIMITS.territories,
    description: 'The rep serves leads of at least one of these territories; empty: all leads.',
  }),
  workingHours: Type.Array(Ref(WorkingBlockSchema), {
    maxItems: 100,
    description: 'Working hours; empty: always.',
  }),
  absences: Type.Array(Ref(AbsenceSchema), { maxItems: REP_LIMITS.absences, description: 'Absences of the rep.' }),
  attributes: Ref(Attributes),
};

const single = {
  country: { ...Country, description: 'Country of the rep: ISO 3166-1 alpha-2.' },
  region: text('Region of the rep within its country.'),
  timeZone: Type.String({
    minLength: 1,
    maxLength: 64,
    description: 'IANA time zone of its hours and days; null: UTC.',
  }),
  holidaysCountry: { ...Country, description: 'Country of its public holidays: ISO 3166-1 alpha-2.' },
  holidaysRegion: Type.String({
    pattern: '^[A-Z0-9]{1,3}$',
    description: 'The part of that country, after ISO 3166-2, such as BY.',
  }),
  dailyCap: Type.Integer({
    minimum: 1,
    maximum: 1000,
    description: 'Maximum leads assigned per day of its time zone.',
  }),
  burstCap: Type.Integer({
    minimum: 1,
    maximum: 1000,
    description:
      'Maximum leads assigned within `burstMinutes`; null: no limit, except 10 an hour after an absence, for as long as the absence and at most a day.',
  }),
  burstMinutes: Type.Integer({ minimum: 1, maximum: 1440, description: 'Minutes of a burst; 60 when not set.' }),
};

const custody = {
  whenInactive: enumOf(LEAD_CUSTODIES, {
    description:
      'What happens to its open leads, except those assigned by hand, when it becomes inactive: the rules reassign them, or they stay. Default: `reassign`.',
  }),
  whenAbsent: enumOf(LEAD_CUSTODIES, {
    description: 'The same when an absence begins. Default: `keep`.',
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
    versioned({
      name: Name('Name.'),
      email: nullable(Email),
      active: Type.Boolean({ description: 'Whether it gets leads.' }),
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
    }),
    strict('A salesperson, with skills, working hours and limits.'),
  ),
);
export const RepList = listOf('RepList', RepSchema, 'Reps, newest first.');

export const RepCreate = component(
  'RepCreate',
  Type.Object(
    {
      name: Name('Name.'),
      email: Type.Optional(Email),
      active: Type.Optional(Type.Boolean({ description: 'Whether it gets leads; true when absent.' })),
      capacity: Type.Optional({ ...Capacity, description: 'Maximum open leads at once; unlimited when absent.' }),
      effortCapacity: Type.Optional({
        ...EffortCapacity,
        description: 'Maximum effort of open leads at once, in units of the routing policy; unlimited when absent.',
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
    strict('A new rep. Absent fields set no limits.'),
  ),
);

export const RepPatchSchema = component(
  'RepPatch',
  Type.Object(
    {
      name: Type.Optional(Name('Name.')),
      email: Type.Optional(nullable(Email)),
      active: Type.Optional(Type.Boolean({ description: 'Whether it gets leads.' })),
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
    { ...strict('A JSON Merge Patch (RFC 7396); a list replaces the list before.'), minProperties: 1 },
  ),
);
