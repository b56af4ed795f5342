import type { LeaveReason, SequenceRun, SequenceSection } from '../leads/sequence-runs.js';

export const NO_SEQUENCES: SequenceSection = { runs: [] };

/** The section with its due instant, which follows from its runs. */
function withDue(section: SequenceSection): SequenceSection {
  const { dueAt: _dueAt, ...rest } = section;
  const dues = section.runs.map(({ dueAt }) => dueAt);
  return dues.length === 0 ? rest : { ...rest, dueAt: Math.min(...dues) };
}

/** With the run in place of another of its purpose, if there is one. */
export function withRun(section: SequenceSection, run: SequenceRun): SequenceSection {
  const isOther = ({ purpose }: SequenceRun) => purpose !== run.purpose;
  const hasOne = section.runs.some((one) => !isOther(one));
  const runs = hasOne ? section.runs.map((one) => (isOther(one) ? one : run)) : [...section.runs, run];
  return withDue({ ...section, runs });
}

/** The lead has left the sequence of the run. */
export function withoutRun(
  section: SequenceSection,
  { key, stay, purpose, enteredAt }: SequenceRun,
  { leftAt, reason }: { leftAt: number; reason: LeaveReason },
): SequenceSection {
  const others = (section.ended ?? []).filter((one) => one.key !== key);
  const ended = [...others, { key, stay, enteredAt, leftAt, reason }];
  return withDue({ ...section, runs: section.runs.filter((one) => one.purpose !== purpose), ended });
}

/** The run of a sequence that the lead is in. */
export const runOf = (section: SequenceSection | undefined, key: string): SequenceRun | undefined =>
  section?.runs.find((run) => run.key === key);

/** The number of the next stay of the lead in a sequence, from 1. */
export const nextStay = (section: SequenceSection, key: string): number =>
  (section.ended?.find((one) => one.key === key)?.stay ?? 0) + 1;
