import { fold } from '../fold.js';
import type { LeadFacts } from '../leads/facts.js';

/** Product lines are compared folded and without surrounding blanks. */
export const productLineKey = (name: string): string => fold(name.trim());

/** `productLine` is a `productLineKey`. It is empty for the workspace's general model. */
interface OfProductLine {
  readonly productLine: string;
}

/**
 * Chooses the published score model of a lead: the model of its first product that has one, else the general model of the
 * workspace, which must be among `models`.
 */
export function scoreModelChooser<Model extends OfProductLine>(
  models: readonly Model[],
): (facts: Pick<LeadFacts, 'products'>) => Model {
  const byLine = new Map(models.map((model) => [productLineKey(model.productLine), model]));
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
