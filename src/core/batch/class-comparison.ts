import type { Lead } from '../leads/lead.js';

export const sameScore = (before: Lead, lead: Lead) =>
  before.score.fit === lead.score.fit &&
  before.score.engagement === lead.score.engagement &&
  before.score.total === lead.score.total &&
  before.conversionProbability === lead.conversionProbability;
export const sameClass = (was: Lead, is: Lead) =>
  was.temperature === is.temperature && was.category === is.category && was.grade === is.grade;

/** The fields of a lead that a decision changed. */
export const differences = (was: Lead, is: Lead) => ({
  scoreChanged: !sameScore(was, is),
  classChanged: !sameClass(was, is),
});

/** Whether another decision led to the category. */
export function isDecidedOtherwise(before: Lead, lead: Lead): boolean {
  return (
    before.categoryDecidedBy !== lead.categoryDecidedBy ||
    before.moveReason !== lead.moveReason ||
    before.competitor !== lead.competitor
  );
}

export const classOf = ({ temperature, category, grade }: Lead) => ({ temperature, category, grade });

export function decidedClassOf({ temperature, category, grade, categoryDecidedBy, moveReason, competitor }: Lead) {
  return { temperature, category, grade, categoryDecidedBy, moveReason, competitor };
}
