import { isHistoryList } from '../../core/imports/list-kinds.js';
import type { ImportMapping } from '../../core/imports/mapping.js';
import type { PastReferences } from '../../core/imports/past-reader.js';
import type { Repositories } from '../../db/repositories/repositories.js';

/** What the rows of the list may name in the workspace; undefined for lists without a past. */
export async function pastReferences(
  read: Pick<Repositories, 'reps' | 'policies'>,
  { list }: Pick<ImportMapping, 'list'>,
): Promise<PastReferences | undefined> {
  if (!isHistoryList(list)) return undefined;
  const [reps, funnel] = await Promise.all([read.reps.all(), read.policies.publishedOf('funnel')]);
  const keyOf = (text: string) => text.trim().toLowerCase();
  const byText = new Map<string, { id: string; active: boolean } | undefined>();
  for (const { id, active, name, email } of reps) {
    for (const text of [name, email]) {
      if (text === null) continue;
      const known = byText.get(keyOf(text));
      // Of two reps with the same name or address the active one is meant; of two active ones none.
      const isClear = !byText.has(keyOf(text)) || (known !== undefined && !known.active && active);
      if (isClear) byText.set(keyOf(text), { id, active });
      else if (known?.active && active && known.id !== id) byText.set(keyOf(text), undefined);
    }
  }
  const activeIds = new Set(reps.filter(({ active }) => active).map(({ id }) => id));
  return {
    stages: funnel?.document.stages ?? [],
    repOf: (text) => byText.get(keyOf(text)),
    isActive: (repId) => activeIds.has(repId),
  };
}
