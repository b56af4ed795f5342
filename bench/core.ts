import { comparable } from '../src/core/assignment/matching.js';
import { compileRoutingPolicy, type RoutingRule } from '../src/core/assignment/policy.js';
import type { RepFacts } from '../src/core/assignment/reps.js';
import { createAssignmentState } from '../src/core/assignment/state.js';
import { addBusinessTime, businessTimeBetween } from '../src/core/calendar/business-time.js';
import { compileCalendar, WEEKDAYS } from '../src/core/calendar/calendar.js';
import { zoneOffsets } from '../src/core/calendar/zone-offsets.js';
import { compileClassificationPolicy } from '../src/core/classification/classify.js';
import { qualifiedSubject, qualify } from '../src/core/classification/qualify.js';
import type { Subject } from '../src/core/conditions/subject.js';
import { DEFAULT_CLASSIFICATION_POLICY } from '../src/core/defaults/classification-policy.js';
import { DEFAULT_SCORE_MODEL } from '../src/core/defaults/score-model.js';
import { ENGAGEMENT_TYPES } from '../src/core/engagement.js';
import { AUTHORITIES, EMAIL_TYPES } from '../src/core/leads/vocabulary.js';
import { compileLeadPredictor } from '../src/core/prediction/lead-predictor.js';
import { learn } from '../src/core/prediction/learn.js';
import { LearningTable } from '../src/core/prediction/learning-table.js';
import type { PredictionModel } from '../src/core/prediction/model.js';
import { compileScoreModel } from '../src/core/scoring/compile.js';
import { explainScore } from '../src/core/scoring/explain.js';
import { CHANNELS } from '../src/core/sources.js';
import { MILLISECONDS_PER_DAY } from '../src/core/time.js';

const NOW = 1_750_000_000_000;
/**
 * 25 fit rules and 25 engagement rules: the defaults, and copies of some of them, those of engagement limited per week.
 */
const FIFTY_RULES = {
  ...DEFAULT_SCORE_MODEL,
  fit: {
    ...DEFAULT_SCORE_MODEL.fit,
    rules: DEFAULT_SCORE_MODEL.fit.rules.concat(
      DEFAULT_SCORE_MODEL.fit.rules.slice(0, 8).map((rule) => ({ ...rule, id: `${rule.id}-again` })),
    ),
  },
  engagement: {
    ...DEFAULT_SCORE_MODEL.engagement,
    rules: DEFAULT_SCORE_MODEL.engagement.rules.concat(
      DEFAULT_SCORE_MODEL.engagement.rules.slice(0, 3).map((rule) => ({
        ...rule,
        id: `${rule.id}-weekly`,
        frequency: { type: 'per_window', count: 2, days: 7 },
      })),
    ),
  },
};
const policy = compileClassificationPolicy(DEFAULT_CLASSIFICATION_POLICY);
const rules = {
  model: compileScoreModel(DEFAULT_SCORE_MODEL),
  policy,
};
const fiftyRules = { model: compileScoreModel(FIFTY_RULES), policy };

/** A thousand different leads, so that the compiled closures see the variety of a workspace. */
function subjects(events: number): Subject[] {
  return Array.from({ length: 1000 }, (_, index) => ({
    facts: {
      kind: 'person',
      name: `Person ${index}`,
      emailNormalized: `person${index}@example.com`,
      emailType: EMAIL_TYPES[index % EMAIL_TYPES.length],
      authority: AUTHORITIES[index % AUTHORITIES.length],
      country: index % 3 === 0 ? 'DE' : 'FR',
      employeeCount: (index * 37) % 3000,
      purchaseTimeframeDays: index % 5 === 0 ? index % 120 : undefined,
    },
    source: { channel: CHANNELS[index % CHANNELS.length] ?? 'other', name: 'source' },
    // Oldest first, the order in which the database returns them.
    engagement: Array.from({ length: events }, (_, event) => ({
      id: `event-${event}`,
      type: ENGAGEMENT_TYPES[(index + event) % (ENGAGEMENT_TYPES.length - 2)] ?? 'other',
      occurredAt: NOW - ((index * 31 + event * 7) % 200) * MILLISECONDS_PER_DAY,
    })).sort((a, b) => a.occurredAt - b.occurredAt),
    now: NOW,
  }));
}

function assignment() {
  const repIds = Array.from({ length: 10 }, (_, index) => `rep-${index}`);
  const policy = compileRoutingPolicy(
    {
      rules: [
        {
          id: 'germany',
          label: 'Germany',
          when: { type: 'field', field: 'country', operator: 'eq', value: 'DE' },
          teamId: 'team',
        },
      ],
      fallbackTeamId: 'team',
    },
    1,
  );
  return createAssignmentState(policy, {
    reps: new Map(repIds.map((id) => [id, { id, name: id, active: true, capacity: null, openLeads: 0 }])),
    teams: [
      {
        id: 'team',
        name: 'Team',
        active: true,
        members: repIds.map((repId, index) => ({ repId, weight: 1 + (index % 4) })),
      },
    ],
    ledgers: [],
  });
}

/** The fastest of 40 iterations over all leads, which other load of the processor affects least. */
function measure(name: string, work: (subject: Subject) => unknown, leads: readonly Subject[]) {
  let best = Number.POSITIVE_INFINITY;
  for (let iteration = 0; iteration < 40; iteration += 1) {
    const start = process.hrtime.bigint();
    leads.forEach(work);
    best = Math.min(best, Number(process.hrtime.bigint() - start));
  }
  return { name, microseconds: best / 1000 / leads.length };
}

/** Microseconds per lead of the pure decisions, with the default documents and ten reps. */
export function benchCore(): { name: string; microseconds: number }[] {
  const many = subjects(200).slice(0, 200);
  return [
    ...measureDefaults(),
    measure('score and classify, 50 rules, 200 events', (subject) => qualify(fiftyRules, subject), many),
    ...measureRouting(),
    ...measureCalendar(),
    ...measurePredictions(),
  ];
}

/**
 * A thousand reps with different territories, languages and shifts, and a hundred rules of which only the last matches.
 */
function largeAssignment(rule: Partial<RoutingRule>) {
  const reps = Array.from({ length: 1000 }, (_, index): RepFacts => {
    const start = `${String(index % 24).padStart(2, '0')}:00`;
    const hours = WEEKDAYS.map((weekday) => ({ weekday, start, end: '24:00' }));
    return {
      id: `rep-${String(index).padStart(4, '0')}`,
      name: `Rep ${index}`,
      active: true,
      capacity: 1_000_000,
      openLeads: index % 50,
      effortCapacity: 10_000_000,
      openEffort: 0,
      profile: comparable({
        country: 'DE',
        skills: [{ name: 'enterprise', level: 1 + (index % 5) }],
        languages: index % 2 === 0 ? ['en', 'de'] : ['fr'],
        products: [],
        territories: [{ country: index % 3 === 0 ? 'DE' : 'FR' }, { country: 'AT' }],
      }),
      calendar: compileCalendar(zoneOffsets('Europe/Berlin'), hours, new Set(), []),
      recent: [],
    };
  });
  const rules = Array.from({ length: 100 }, (_, index) => ({
    id: `rule-${index}`,
    label: `Rule ${index}`,
    when: { type: 'field', field: 'employeeCount', operator: 'gte', value: index === 99 ? 0 : 5000 + index } as const,
    teamId: 'team',
    ...rule,
  }));
  return createAssignmentState(compileRoutingPolicy({ rules }, 1), {
    reps: new Map(reps.map((rep) => [rep.id, rep])),
    teams: [{ id: 'team', name: 'Team', active: true, members: reps.map(({ id }) => ({ repId: id, weight: 1 })) }],
    ledgers: [],
  });
}

function measureRouting() {
  const leads = subjects(0).slice(0, 200);
  const plain = largeAssignment({});
  const demanding = largeAssignment({
    strategy: 'best_match',
    matches: ['territory', 'language'],
    skills: [{ name: 'enterprise', level: 2 }],
    availability: { mode: 'now' },
  });
  const sameLanguage = { type: 'field', field: 'language', operator: 'eq', repField: 'languages' } as const;
  const sameCountry = { type: 'field', field: 'country', operator: 'eq', repField: 'territories.country' } as const;
  const conditional = largeAssignment({ repWhen: { type: 'all', conditions: [sameLanguage, sameCountry] } });
  const german = (subject: Subject) => ({ ...subject, facts: { ...subject.facts, country: 'DE', language: 'de' } });
  return [
    measure('assign, 1,000 reps and 100 rules', (subject) => plain.assign(subject), leads),
    measure('the same by territory, language, skill and hours', (subject) => demanding.assign(german(subject)), leads),
    measure('the same by a condition over lead and rep', (subject) => conditional.assign(german(subject)), leads),
  ];
}

/** Two shifts a day, over a month in which daylight saving time ends. */
function measureCalendar() {
  const shifts = WEEKDAYS.slice(0, 5).flatMap((weekday) => [
    { weekday, start: '09:00', end: '12:30' },
    { weekday, start: '13:30', end: '18:00' },
  ]);
  const calendar = compileCalendar(zoneOffsets('Europe/Berlin'), shifts, new Set(), []);
  const from = Date.UTC(2026, 9, 1);
  const leads = subjects(0);
  return [
    measure(
      'business time of 30 days',
      () => businessTimeBetween(calendar, from, from + 30 * MILLISECONDS_PER_DAY),
      leads,
    ),
    measure('30 days of 8 business hours on', () => addBusinessTime(calendar, from, 30 * 8 * 3_600_000), leads),
  ];
}

function measurePredictions() {
  return [0, 20, 200].map((events) => {
    const leads = subjects(events);
    const { probabilityOf } = compileLeadPredictor(modelOf(leads));
    return measure(`probability, ${events} engagement events`, probabilityOf, leads);
  });
}

/** A model with every field of these leads, also those that do not change the probability. */
function modelOf(leads: readonly Subject[]): PredictionModel {
  const table = new LearningTable();
  for (const [index, now] of leads.entries()) {
    const outcome = { won: ((index * 7) % 10) + (index % 3 === 0 ? 3 : 0) > 6, at: NOW };
    table.add({ id: `lead-${index}`, createdAt: NOW - MILLISECONDS_PER_DAY, outcome, knownAt: () => now, now });
  }
  const { sample } = table.finish(NOW);
  const training = learn(sample, undefined);
  if (training.verdict === 'insufficient_outcomes') throw new Error('there are too few outcomes');
  const { model } = training;
  const used = new Set(model.fields.map(({ name }) => name));
  const unused = sample.columns.map(({ name }) => name).filter((name) => !used.has(name));
  const noEffect = { numeric: true, cuts: [1], values: [], units: [0, 0, 0, 0], variances: [0, 0, 0, 0] };
  return { ...model, fields: [...model.fields, ...unused.map((name) => ({ name, ...noEffect }))] };
}

function measureDefaults(): { name: string; microseconds: number }[] {
  return [0, 20].flatMap((events) => {
    const leads = subjects(events);
    const state = assignment();
    const suffix = `${events} engagement events`;
    return [
      measure(`score and classify, ${suffix}`, (subject) => qualify(rules, subject), leads),
      measure(`assign, ${suffix}`, (subject) => state.assign(subject), leads),
      measure(
        `score, classify and assign, ${suffix}`,
        (subject) => state.assign(qualifiedSubject(subject, qualify(rules, subject))),
        leads,
      ),
      measure(`explain the score, ${suffix}`, (subject) => explainScore(rules.model, subject), leads),
    ];
  });
}

if (import.meta.url === `file://${process.argv[1]}`) {
  for (const { name, microseconds } of benchCore()) console.log(`${microseconds.toFixed(2).padStart(8)} us  ${name}`);
}
