import type { PackedSample } from './learning-table.js';
import type { FieldValue, Sample } from './sample.js';
import { type PresentModel, type Training, train } from './train.js';

/** Trains on the data of a `LearningTable`. Takes about a second for 10,000 leads, so it must not run in the main thread. */
export function learn({ columns, won, at, filled, open }: PackedSample, present: PresentModel | undefined): Training {
  const cells: Record<string, FieldValue[]> = {};
  for (const { name, values, ids } of columns) cells[name] = Array.from(ids, (id) => values[id]);
  const sample: Sample = { columns: cells, won: Array.from(won, Boolean), at: Array.from(at) };
  return train(sample, { filled, open, present });
}
