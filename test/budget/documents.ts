import type { Condition } from '../../src/core/condition.js';

/** Policies and models with as many rules and conditions as their validation takes. */

const LEAVES = 50;
const LONG = `${'a'.repeat(249)}b${'a'.repeat(250)}`;

/** A condition of 50 leaves of which none holds, so that all are evaluated; few texts of 500 characters, so that it fits a body. */
function condition(rule: number, negated = false): Condition {
  const leaves = Array.from({ length: LEAVES }, (_, leaf): Condition => {
    const number = rule * LEAVES + leaf;
    if (leaf < 5)
      return { type: 'field', field: 'description', operator: 'contains', value: `${LONG.slice(0, 490)}${number}` };
    if (leaf < 20)
      return {
        type: 'engagement',
        withinDays: 1 + (number % 3_649),
        measure: 'distinct_days',
        operator: 'gt',
        value: 99_999,
      };
    if (leaf < 30) return { type: 'field', field: 'lastTouchAt', operator: 'older_than', value: 1 + (number % 3_649) };
    return { type: 'field', field: `attributes.k${leaf}`, operator: 'ends_with', value: `no ${number}` };
  });
  const any: Condition = { type: 'any', conditions: leaves };
  return negated ? { type: 'not', condition: any } : any;
}

/** So many conditions are at most in a document whose validation allows 1,000 leaves. */
const CONDITIONS = 20;
const conditions = (count = CONDITIONS) => Array.from({ length: count }, (_, rule) => condition(rule));

const rule = (index: number) => ({ id: `r${index}`, label: `Rule ${index}` });

export const scoreModel = () => ({
  fit: {
    rules: conditions().map((when, index) => ({ ...rule(index), points: 1, when })),
    minimum: 0,
    maximum: 100,
  },
  engagement: {
    rules: Array.from({ length: 100 }, (_, index) => ({
      ...rule(1_000 + index),
      engagementTypes: ['page_viewed', 'email_opened', 'email_clicked', 'demo_requested'],
      points: index % 2 === 0 ? 0.5 : -0.5,
      frequency: { type: 'per_window', count: 1_000, days: 1 + index },
      decay: { type: 'half_life', days: 1 + index * 0.7 },
      withinDays: 1 + index * 7.3,
    })),
    minimum: 0,
    maximum: 100,
  },
  total: { minimum: 0, maximum: 200 },
  grade: { fitBounds: [60, 30], engagementBounds: [50, 20] },
});

export const classificationPolicy = () => ({
  temperature: {
    rules: conditions(CONDITIONS / 2).map((when, index) => ({ ...rule(index), temperature: 'hot', when })),
    fallback: 'cold',
  },
  category: {
    rules: conditions(CONDITIONS / 2).map((when, index) => ({ ...rule(100 + index), category: 'mql', when })),
    fallback: 'lead',
  },
});

export const slaPolicy = () => ({
  rules: conditions().map((when, index) => ({
    ...rule(index),
    clock: (['first_touch', 'acceptance', 'next_touch'] as const)[index % 3],
    when,
    withinMinutes: 525_600,
    hours: 'owner',
  })),
});

export const routingPolicy = (teamId: string) => ({
  rules: [
    ...conditions(CONDITIONS / 2).map((when, index) => ({ ...rule(index), when, teamId })),
    ...Array.from({ length: CONDITIONS / 2 }, (_, index) => ({
      ...rule(100 + index),
      teamId,
      matches: ['territory', 'language', 'product', 'country', 'region', 'time_zone'],
      skills: Array.from({ length: 20 }, (_, skill) => ({ name: `s${skill}`, level: 5 })),
      availability: { mode: 'within', hours: 1 },
    })),
  ],
});

const CATEGORIES = ['suspect', 'lead', 'mql', 'sql', 'disqualified'] as const;
export const playbook = () => ({
  entries: Array.from({ length: 2 }, (_, index) => ({
    ...rule(index),
    category: CATEGORIES[1 + index],
    guidance: 'g',
    tasks: conditions(CONDITIONS / 2).map((when, task) => ({
      key: `t${index}-${task}`,
      title: 'Call',
      kind: 'call',
      due: { after: 8_760, unit: 'business_hours' },
      when,
      automatic: true,
    })),
  })),
});

/** Every step but the last is a condition. Its entry condition is as large as one may be. */
export const sequence = () => ({
  key: 'heavy',
  purpose: 'other',
  enterWhen: conditions(1)[0],
  steps: [
    ...conditions(CONDITIONS - 1).map((when, index) => ({
      type: 'condition',
      key: `c${index}`,
      when,
      whenFalse: 'next',
    })),
    { type: 'send', key: 'end', channel: 'email', template: 'end' },
  ],
});
