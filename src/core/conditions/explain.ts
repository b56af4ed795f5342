import { compileCondition, compileEngagementCount, isAbsent } from './compile.js';
import { findField } from './fields.js';
import type { Condition, EngagementCondition, FieldCondition, Operator, Scalar } from './grammar.js';
import type { Subject } from './subject.js';

/**
 * Says in a few words which leaves decided: "country is DE", "employeeCount (50) is not at least 200". Values of
 * numbers and vocabularies are told; texts of the lead are not, so that a reason can be kept without personal data.
 */
export function explainCondition(condition: Condition, subject: Subject): string {
  return explain(condition, subject).text;
}

interface Explained {
  holds: boolean;
  text: string;
}

function explain(condition: Condition, subject: Subject): Explained {
  switch (condition.type) {
    case 'all':
      return decideBy(condition.conditions, subject, false);
    case 'any':
      return decideBy(condition.conditions, subject, true);
    case 'not': {
      const part = explain(condition.condition, subject);
      return { holds: !part.holds, text: part.text };
    }
    case 'field':
      return explainField(condition, subject);
    case 'engagement':
      return explainEngagement(condition, subject);
  }
}

/** `all` is decided by its first false part, `any` by its first true one; without such a part, by all of them. */
function decideBy(parts: readonly Condition[], subject: Subject, decisive: boolean): Explained {
  const texts: string[] = [];
  for (const part of parts) {
    const { holds, text } = explain(part, subject);
    if (holds === decisive) return { holds, text };
    texts.push(text);
  }
  const shown = texts.slice(0, 4).join(' and ');
  return { holds: !decisive, text: texts.length > 4 ? `${shown} and ${texts.length - 4} more` : shown };
}

const PHRASES: Record<Operator, readonly [holds: string, fails: string]> = {
  eq: ['is', 'is not'],
  neq: ['is not', 'is'],
  in: ['is one of', 'is none of'],
  not_in: ['is none of', 'is one of'],
  gt: ['is above', 'is not above'],
  gte: ['is at least', 'is not at least'],
  lt: ['is below', 'is not below'],
  lte: ['is at most', 'is not at most'],
  between: ['is between', 'is not between'],
  exists: ['is known', 'is not known'],
  not_exists: ['is not known', 'is known'],
  contains: ['contains', 'does not contain'],
  starts_with: ['starts with', 'does not start with'],
  ends_with: ['ends with', 'does not end with'],
};

function explainField(condition: FieldCondition, subject: Subject): Explained {
  const holds = compileCondition(condition)(subject);
  const { field: name, operator, value } = condition;
  const field = findField(name);
  const actual = field?.read(subject);
  if (isAbsent(actual)) return { holds, text: `${name} is not known` };
  const telling = field?.type === 'number' || (field?.type === 'enum' && operator !== 'eq');
  const shown = typeof actual === 'number' ? Math.round(actual * 100) / 100 : actual;
  const subjectText = telling ? `${name} (${String(shown)})` : name;
  return { holds, text: `${subjectText} ${PHRASES[operator][holds ? 0 : 1]}${operandText(operator, value)}` };
}

function operandText(operator: Operator, value: Scalar | Scalar[] | undefined): string {
  if (value === undefined) return '';
  if (!Array.isArray(value)) return ` ${value}`;
  if (operator === 'between') return ` ${value.join(' and ')}`;
  const shown = value.slice(0, 5).join(', ');
  return value.length > 5 ? ` ${shown} and ${value.length - 5} more` : ` ${shown}`;
}

function explainEngagement(condition: EngagementCondition, subject: Subject): Explained {
  const count = compileEngagementCount(condition)(subject);
  const minimum = condition.minimumCount ?? 1;
  const holds = count >= minimum;
  const window = condition.withinDays === undefined ? '' : ` in the last ${condition.withinDays} days`;
  const types = condition.engagementTypes.join(' or ');
  if (count === 0) return { holds, text: `no ${types}${window}` };
  const times = count === 1 ? 'once' : `${count} times`;
  return { holds, text: `${types} ${times}${window}${holds ? '' : `, not ${minimum} times`}` };
}
