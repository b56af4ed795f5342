import { stateFieldsOf } from '../conditions/fields.js';
import { checkDocumentLeaves, validateCondition } from '../conditions/validate.js';
import { checkRuleIds, type FieldViolation } from '../violations.js';
import type { Playbook, PlaybookEntry } from './playbook.js';

/** A lead is offered, and its clocks start, after its automatic tasks are created. */
const DECIDED_LATER = stateFieldsOf('handoff.', 'sla.');

/**
 * All violations of a playbook whose shape is valid. Codes: `stage_or_category`, `duplicate_entry`,
 * those of rule ids, and those of `validateCondition`.
 */
export function validatePlaybook({ entries }: Playbook): FieldViolation[] {
  const violations = checkRuleIds(entries.map(({ id }, index) => ({ id, pointer: `/entries/${index}/id` })));
  const seen = new Map<string, number>();
  entries.forEach((entry, index) => {
    const at = `/entries/${index}`;
    const { stage, category, temperature, channel } = entry;
    if ((stage === undefined) === (category === undefined)) {
      const detail = 'must be about a stage or about a category: exactly one of them';
      violations.push({ pointer: at, code: 'stage_or_category', detail });
    }
    const fits = JSON.stringify([stage, category, temperature, channel]);
    const other = seen.get(fits);
    if (other !== undefined) {
      const detail = `matches the same leads as /entries/${other}: only one of them could ever apply`;
      violations.push({ pointer: at, code: 'duplicate_entry', detail });
    }
    seen.set(fits, other ?? index);
    violations.push(...taskViolations(entry, at));
  });
  violations.push(...checkDocumentLeaves(entries.flatMap(({ tasks }) => tasks.map(({ when }) => when))));
  return violations;
}

function taskViolations({ tasks }: PlaybookEntry, at: string): FieldViolation[] {
  const violations = checkRuleIds(tasks.map(({ key: id }, index) => ({ id, pointer: `${at}/tasks/${index}/key` })));
  tasks.forEach(({ when, automatic }, index) => {
    if (when === undefined) return;
    const unavailable = automatic === true ? DECIDED_LATER : undefined;
    const context = { pointer: `${at}/tasks/${index}/when`, purpose: 'reactions', unavailable } as const;
    violations.push(...validateCondition(when, context));
  });
  return violations;
}
