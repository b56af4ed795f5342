import t from 'tap';
import { candidatesOf } from '../../src/core/assignment/candidates.js';
import { comparable } from '../../src/core/assignment/matching.js';
import { compileRoutingPolicy } from '../../src/core/assignment/policy.js';
import type { RepFacts, RepProfile } from '../../src/core/assignment/reps.js';
import { createAssignmentState } from '../../src/core/assignment/state.js';
import { validateRoutingPolicy } from '../../src/core/assignment/validate.js';
import type { Condition, Operator } from '../../src/core/condition.js';
import { all, any, field } from '../../src/core/conditions/build.js';
import { validateCondition } from '../../src/core/conditions/validate.js';
import type { LeadFacts } from '../../src/core/leads/facts.js';

const rep = (id: string, profile: Partial<RepProfile>): RepFacts => ({
  id,
  name: id,
  active: true,
  capacity: null,
  openLeads: 0,
  profile: comparable({ skills: [], languages: [], products: [], territories: [], ...profile }),
});
const REPS = [
  rep('ada', {
    country: 'DE',
    languages: ['de', 'en'],
    products: ['CRM', 'ERP'],
    timeZone: 'Europe/Berlin',
    territories: [{ postalPrefix: '80' }, { postalPrefix: '81', industry: 'Retail' }],
    attributes: { maximumSeats: 500, segments: ['public', 'health'], partner: 'Acme' },
  }),
  rep('bob', { country: 'FR', region: 'Bretagne', languages: ['fr'], attributes: { maximumSeats: 50 } }),
  rep('cy', {}),
];
const like = (name: string, operator: Operator, repField: string): Condition => ({
  type: 'field',
  field: name,
  operator,
  repField,
});
const decide = (repWhen: Condition, facts: Partial<LeadFacts>) => {
  const rules = [{ id: 'rule', label: 'Rule', teamId: 'team', repWhen }];
  const members = REPS.map(({ id }) => ({ repId: id, weight: 1 }));
  const state = createAssignmentState(compileRoutingPolicy({ rules }, 1), {
    reps: new Map(REPS.map((one) => [one.id, one])),
    teams: [{ id: 'team', name: 'Team', active: true, members }],
    ledgers: [],
  });
  const decision = state.assign({ facts: { kind: 'person', ...facts }, engagement: [], now: 0 });
  return candidatesOf(decision.record);
};
const fitting = (repWhen: Condition, facts: Partial<LeadFacts>) =>
  decide(repWhen, facts).flatMap(({ repId, eligible }) => (eligible ? repId : []));

t.test('a field of the lead is compared with one of each rep', (t) => {
  const table: [condition: Condition, facts: Partial<LeadFacts>, fits: string][] = [
    [like('country', 'eq', 'country'), { country: 'de' }, 'ada'],
    [like('country', 'neq', 'country'), { country: 'DE' }, 'bob cy'],
    [like('country', 'eq', 'country'), {}, ''],
    [like('region', 'eq', 'region'), { region: 'bretagne' }, 'bob'],
    [like('language', 'eq', 'languages'), { language: 'en-GB' }, 'ada'],
    [like('language', 'not_in', 'languages'), { language: 'fr-CA' }, 'ada cy'],
    [like('timeZone', 'eq', 'timeZone'), { timeZone: 'Europe/Berlin' }, 'ada'],
    [like('products', 'in', 'products'), { products: ['erp', 'Phones'] }, 'ada'],
    [like('products', 'contains', 'products'), { products: ['Phones'] }, ''],
    [like('postalCode', 'starts_with', 'territories.postalPrefix'), { postalCode: '81667' }, 'ada'],
    [like('industry', 'eq', 'territories.industry'), { industry: 'retail' }, 'ada'],
    [like('employeeCount', 'lte', 'attributes.maximumSeats'), { employeeCount: 51 }, 'ada'],
    [like('employeeCount', 'lte', 'attributes.maximumSeats'), { employeeCount: 50 }, 'ada bob'],
    [like('attributes.segment', 'eq', 'attributes.segments'), { attributes: { segment: 'Health' } }, 'ada'],
    [like('organizationName', 'contains', 'attributes.partner'), { organizationName: 'ACME Corp' }, 'ada'],
    [field('rep.languages', 'contains', 'fr'), {}, 'bob'],
    [field('rep.attributes.maximumSeats', 'gte', 100), {}, 'ada'],
    [any(field('rep.country', 'not_exists'), like('country', 'eq', 'country')), { country: 'FR' }, 'bob cy'],
    [all(like('country', 'eq', 'country'), field('employeeCount', 'gte', 10)), { country: 'DE', employeeCount: 9 }, ''],
    [{ type: 'not', condition: like('country', 'eq', 'country') }, { country: 'DE' }, 'bob cy'],
  ];
  for (const [condition, facts, fits] of table) {
    t.equal(fitting(condition, facts).join(' '), fits, JSON.stringify([condition, facts]));
  }
  t.end();
});

t.test('a rep that fails has the fact in the record, without what is personal about the lead', (t) => {
  const explained = (condition: Condition, facts: Partial<LeadFacts>) =>
    decide(condition, facts).map(({ failedOn, fact }) => (failedOn === undefined ? '' : `${failedOn}: ${fact}`));
  t.same(explained(like('country', 'eq', 'country'), { country: 'DE' }), [
    '',
    'rep_condition: country is none of fr (rep.country)',
    'rep_condition: rep.country is not known',
  ]);
  t.same(explained(like('country', 'eq', 'country'), {}), [
    'rep_condition: country is not known (rep.country)',
    'rep_condition: country is not known (rep.country)',
    'rep_condition: rep.country is not known',
  ]);
  t.same(explained(like('employeeCount', 'lte', 'attributes.maximumSeats'), { employeeCount: 80 }), [
    '',
    'rep_condition: employeeCount (80) is not at most 50 (rep.attributes.maximumSeats)',
    'rep_condition: rep.attributes.maximumSeats is not known',
  ]);
  t.same(
    explained(all(field('rep.languages', 'contains', 'de'), like('email', 'eq', 'attributes.partner')), {
      email: 'x@secret.example',
    }),
    [
      'rep_condition: email is none of Acme (rep.attributes.partner)',
      'rep_condition: rep.languages is fr',
      'rep_condition: rep.languages is not known',
    ],
  );
  t.end();
});

t.test('what cannot be compared is refused, with its place', (t) => {
  const known = new Map([['team', new Set<string>()]]);
  const codes = (repWhen: Condition) =>
    validateRoutingPolicy({ rules: [{ id: 'r', label: '', teamId: 'team', repWhen }] }, known).map(
      ({ pointer, code }) => `${pointer.replace('/rules/0/repWhen', '')} ${code}`,
    );
  t.same(codes(like('country', 'eq', 'country')), []);
  t.same(codes(like('country', 'eq', 'shoeSize')), ['/repField unknown_field']);
  t.same(codes(like('shoeSize', 'eq', 'country')), ['/field unknown_field']);
  t.same(codes(like('employeeCount', 'gte', 'country')), ['/repField value_invalid']);
  t.same(codes(like('country', 'gte', 'country')), ['/operator operator_invalid']);
  t.same(codes(like('country', 'exists', 'country')), ['/operator operator_invalid']);
  t.same(codes({ ...like('country', 'eq', 'country'), value: 'DE' } as Condition), ['/value value_invalid']);
  t.same(codes(field('rep.shoeSize', 'exists')), ['/field unknown_field']);
  t.same(codes(field('rep.languages', 'eq', 'de')), ['/operator operator_invalid']);
  t.same(codes(like('rep.country', 'eq', 'country')), ['/repField value_invalid']);
  t.same(
    validateCondition(all(like('country', 'eq', 'country'), field('rep.country', 'exists'))).map(({ code }) => code),
    ['field_unavailable', 'unknown_field'],
    'elsewhere there is no rep',
  );
  t.end();
});
