import { parseTimeOfDay } from '../calendar/calendar.js';
import { checkDocumentLeaves, validateCondition } from '../conditions/validate.js';
import { checkRuleIds, type FieldViolation } from '../violations.js';
import { EXIT, NEXT_STEP, type RepeatStep, type Sequence, type SequenceStep } from './sequence.js';

type Add = (pointer: string, code: string, detail: string) => void;

/**
 * All violations of a sequence whose shape is valid. Codes: `reserved_key`, `unknown_step`, `backward_jump`, `forward_repeat`,
 * `overlapping_repeats`, `repeat_without_wait`, `no_action`, `invalid_time`, `duplicate`, those of rule ids and of `validateCondition`. The
 * caller checks zones and holidays.
 */
export function validateSequence(sequence: Sequence): FieldViolation[] {
  const { key, steps, enterWhen, exitWhen, caps = [], quietHours } = sequence;
  const violations: FieldViolation[] = [];
  const add: Add = (pointer, code, detail) => void violations.push({ pointer, code, detail });
  violations.push(...checkRuleIds([{ id: key, pointer: '/key' }]));
  violations.push(...checkRuleIds(steps.map(({ key: id }, index) => ({ id, pointer: `/steps/${index}/key` }))));
  if (!steps.some(({ type }) => type === 'send' || type === 'task')) {
    add('/steps', 'no_action', 'must have a step that sends something or creates a task');
  }
  checkPlaces(steps, add);
  for (const [name, condition] of Object.entries({ enterWhen, exitWhen })) {
    if (condition !== undefined)
      violations.push(...validateCondition(condition, { pointer: `/${name}`, purpose: 'reactions' }));
  }
  const whens = steps.map((step) => (step.type === 'condition' ? step.when : undefined));
  whens.forEach((when, index) => {
    if (when === undefined) return;
    violations.push(...validateCondition(when, { pointer: `/steps/${index}/when`, purpose: 'reactions' }));
  });
  violations.push(...checkDocumentLeaves([enterWhen, exitWhen, ...whens]));
  caps.forEach(({ channel, days }, index) => {
    const isNamed = caps.findIndex((cap) => cap.channel === channel && cap.days === days) < index;
    if (isNamed) add(`/caps/${index}`, 'duplicate', 'there is a cap of this channel for as many days');
  });
  for (const name of ['start', 'end'] as const) {
    const time = quietHours?.[name];
    if (time !== undefined && (time === '24:00' || parseTimeOfDay(time) === undefined)) {
      add(`/quietHours/${name}`, 'invalid_time', 'must be 00:00 to 23:59');
    }
  }
  if (quietHours !== undefined && quietHours.start === quietHours.end) {
    add('/quietHours/end', 'invalid_time', 'must differ from the start: otherwise nothing could ever be sent');
  }
  return violations;
}

/** The places that conditions and repeats lead to. */
function checkPlaces(steps: readonly SequenceStep[], add: Add): void {
  const indexOf = new Map(steps.map(({ key }, index) => [key, index]));
  let repeatedUntil = -1;
  steps.forEach((step, index) => {
    const at = `/steps/${index}`;
    if (step.key === NEXT_STEP || step.key === EXIT)
      add(`${at}/key`, 'reserved_key', `"${step.key}" is no key of a step`);
    if (step.type === 'condition') {
      for (const name of ['whenTrue', 'whenFalse'] as const) {
        const to = step[name];
        if (to === undefined || to === NEXT_STEP || to === EXIT) continue;
        const place = indexOf.get(to);
        if (place === undefined) add(`${at}/${name}`, 'unknown_step', `there is no step "${to}"`);
        else if (place <= index)
          add(`${at}/${name}`, 'backward_jump', 'must be a later step: a repeat step leads back');
      }
    }
    if (step.type !== 'repeat') return;
    const from = indexOf.get(step.from);
    const before = repeatedUntil;
    if (from !== undefined && from < index) repeatedUntil = index;
    checkRepeat(step, { from, index, before, steps }, (...problem) => add(`${at}/from`, ...problem));
  });
}

function checkRepeat(
  step: RepeatStep,
  {
    from,
    index,
    before,
    steps,
  }: { from: number | undefined; index: number; before: number; steps: readonly SequenceStep[] },
  add: (code: string, detail: string) => void,
): void {
  if (from === undefined) add('unknown_step', `there is no step "${step.from}"`);
  else if (from >= index) add('forward_repeat', 'must be an earlier step');
  else if (from <= before) add('overlapping_repeats', 'must come after the repeat step before this one');
  else if (!steps.slice(from, index).some(({ type }) => type === 'wait')) {
    add('repeat_without_wait', 'needs a wait between this step and the repeat');
  }
}
