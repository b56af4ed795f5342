import type { CurrentCategory } from '../classification/classify.js';
import type { Lead } from '../leads/lead.js';
import type { Category } from '../leads/vocabulary.js';

/** A person's decision about the category of a lead: a category, or that the rules decide again. */
export type CategoryMove =
  | { type: 'move'; category: Category; reason: string; competitor?: string | undefined; actorId: string; at: number }
  | { type: 'release' };

/**
 * The class of a lead as input of hysteresis, dwell and manual decisions: the stored class, or the class after a move by a
 * person.
 */
export function currentClassOf(lead: Lead, move?: CategoryMove): CurrentCategory {
  const { temperature, temperatureSince } = lead;
  if (move?.type === 'move') {
    const { category, actorId, reason, at } = move;
    const categorySince = category === lead.category ? lead.categorySince : at;
    return { category, categorySince, automatic: false, temperature, temperatureSince, actorId, reason };
  }
  // A released lead is classified without a previous category: no hysteresis and no dwell of the rules applies to the manual one.
  if (move?.type === 'release') return { automatic: true, temperature, temperatureSince };
  const { category, categorySince, categoryDecidedBy, categoryActorId: actorId, moveReason: reason } = lead;
  const automatic = categoryDecidedBy === 'rule' && !isNotPursued(lead);
  return { category, categorySince, automatic, temperature, temperatureSince, actorId, reason };
}

/** A new lead has no class yet, unless it is not pursued. It may begin in a category that a person decided. */
export function firstClassOf(lead: Lead, move: CategoryMove | undefined): CurrentCategory | undefined {
  if (isNotPursued(lead)) return currentClassOf(lead, move);
  return move?.type === 'move' ? { ...currentClassOf(lead, move), temperature: undefined } : undefined;
}

/** Disqualified by the funnel, as the person is a customer: no classification rule opens the lead. */
export const isNotPursued = ({ category, lifecycle }: Pick<Lead, 'category' | 'lifecycle'>): boolean =>
  category === 'disqualified' && lifecycle?.disqualification?.reason === 'existing_customer';

/** The same, and no person decided it. */
export const isClosedByLink = (lead: Pick<Lead, 'category' | 'lifecycle' | 'categoryDecidedBy'>): boolean =>
  isNotPursued(lead) && lead.categoryDecidedBy === 'rule';

/** Who decides the category from now on, and why. */
export function categoryDecisionOf(move: CategoryMove | undefined) {
  if (move === undefined) return undefined;
  if (move.type === 'release') {
    return {
      categoryDecidedBy: 'rule',
      categoryActorId: undefined,
      moveReason: undefined,
      competitor: undefined,
    } as const;
  }
  const { actorId: categoryActorId, reason: moveReason, competitor } = move;
  return { categoryDecidedBy: 'person', categoryActorId, moveReason, competitor } as const;
}
