import type { LeadFacts } from '../leads/facts.js';

/** Product lines are told apart without regard to case and blanks around them. */
export const productLineKey = (name: string): string => name.trim().toLowerCase();

/** `productLine` is a key, empty for the model of all leads that no product line has a model for. */
interface OfProductLine {
  readonly productLine: string;
}

/**
 * Which of the published score models decides about a lead: that of the first of its products that has one, else the
 * one of the workspace, which must be among them.
 */
export function scoreModelChooser<Model extends OfProductLine>(
  models: readonly Model[],
): (facts: Pick<LeadFacts, 'products'>) => Model {
  const byLine = new Map(models.map((model) => [model.productLine, model]));
  const general = byLine.get('');
  if (general === undefined) throw new Error('the workspace has no published score_model');
  if (byLine.size === 1) return () => general;
  return ({ products }) => {
    for (const product of products ?? []) {
      const model = byLine.get(productLineKey(product));
      if (model !== undefined) return model;
    }
    return general;
  };
}
