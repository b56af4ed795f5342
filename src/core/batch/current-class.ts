import type { CurrentCategory } from '../classification/classify.js';
import type { Lead } from '../leads/lead.js';
import type { Category } from '../leads/vocabulary.js';

/** What a person decides about the category of a lead: where it shall be, or that the rules shall decide again. */
export type CategoryMove =
  | { type: 'move'; category: Category; reason: string; competitor?: string | undefined; actorId: string; at: number }
  | { type: 'release' };

/** What a lead is, as hysteresis, dwell and people's decisions see it: as it stands, or as a person moves it now. */
export function currentClassOf(lead: Lead, move?: CategoryMove): CurrentCategory {
  const { temperature, temperatureSince } = lead;
  if (move?.type === 'move') {
    const { category, actorId, reason, at } = move;
    const categorySince = category === lead.category ? lead.categorySince : at;
    return { category, categorySince, automatic: false, temperature, temperatureSince, actorId, reason };
  }
  // Released, it is placed as if it had never been anywhere: no band and no dwell of the rules was about that category.
  if (move?.type === 'release') return { automatic: true, temperature, temperatureSince };
  const { category, categorySince, categoryDecidedBy, categoryActorId: actorId, moveReason: reason } = lead;
  const automatic = categoryDecidedBy === 'rule';
  return { category, categorySince, automatic, temperature, temperatureSince, actorId, reason };
}

/** Who decides on the category from now on, and why. */
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
