import type { EncodedRows } from './encoded.js';
import { sigmoid } from './metrics.js';
import { randomStream } from './random.js';
import { addTree, type Growth, growTree, type Slopes, type Tree } from './trees.js';

/** Part of the rows to learn from, the other part to say when to stop. Log-odds are where boosting starts. */
export interface Fold {
  growth: Growth;
  logOdds: Float64Array;
  held: EncodedRows;
  heldLogOdds: Float64Array;
}

export interface Boosted {
  /** Of each fold, those up to the round at which the folds together were best. */
  trees: Tree[][];
  /** Log-odds of the held rows after the round at which the other folds were best: their own outcomes chose nothing. */
  heldLogOdds: Float64Array[];
}

export const LEARNING_RATE = 0.1;
const MOST_ROUNDS = 400;
/** Rounds without a better loss on the held rows before it ends. */
const PATIENCE = 25;
const ROW_SHARE = 0.6;
const FIELD_SHARE = 0.5;
const MOST_FIELDS = 12;

/**
 * Stochastic gradient boosting (Friedman 2002) of two-level trees, all folds in step, so that one number of rounds,
 * chosen by the held rows of all, stops them.
 */
export function boost(folds: readonly Fold[], seed: number): Boosted {
  const runs = folds.map((fold, index) => startRun(fold, seed + index));
  const stateAt = (round: number, loss: number) => ({ round, loss, trees: runs.map(({ trees }) => trees.length) });
  const first = runs.map((run) => run.loss());
  let best = stateAt(0, total(first));
  const others = first.map((loss) => best.loss - loss);
  const kept = runs.map(({ heldLogOdds }) => heldLogOdds.slice());
  for (let round = 1; round <= MOST_ROUNDS && round - best.round <= PATIENCE; round++) {
    const losses = runs.map((run) => run.step());
    const loss = total(losses);
    if (loss < best.loss) best = stateAt(round, loss);
    for (const [index, run] of runs.entries()) {
      const without = loss - (losses[index] as number);
      if (without >= (others[index] as number)) continue;
      others[index] = without;
      kept[index]?.set(run.heldLogOdds);
    }
  }
  return { trees: runs.map(({ trees }, index) => trees.slice(0, best.trees[index])), heldLogOdds: kept };
}

interface Run {
  trees: Tree[];
  heldLogOdds: Float64Array;
  loss(): number;
  /** Grows a tree; answers the loss on the held rows. */
  step(): number;
}

function startRun({ growth, logOdds: start, held, heldLogOdds: heldStart }: Fold, seed: number): Run {
  const random = randomStream(seed);
  const { won, sizes } = growth.rows;
  const logOdds = start.slice();
  const heldLogOdds = heldStart.slice();
  const slopes: Slopes = { residual: new Float64Array(won.length), weight: new Float64Array(won.length) };
  const trees: Tree[] = [];
  const useful = [...sizes.keys()].filter((field) => (sizes[field] as number) > 1);
  const loss = () => lossOf(held.won, heldLogOdds);
  return {
    trees,
    heldLogOdds,
    loss,
    step() {
      const sample = drawRows(won.length, random);
      for (let index = 0; index < sample.length; index++) {
        const row = sample[index] as number;
        const probability = sigmoid(logOdds[row] as number);
        slopes.residual[row] = (won[row] as number) - probability;
        slopes.weight[row] = probability * (1 - probability);
      }
      const tree = growTree(growth, slopes, sample, drawFields(useful, random));
      if (!tree) return loss();
      trees.push(tree);
      addTree(tree, LEARNING_RATE, growth.rows, logOdds);
      addTree(tree, LEARNING_RATE, held, heldLogOdds);
      return loss();
    },
  };
}

const total = (losses: readonly number[]) => losses.reduce((sum, loss) => sum + loss, 0);

function lossOf(won: Uint8Array, logOdds: Float64Array): number {
  let loss = 0;
  for (let row = 0; row < won.length; row++) {
    const towards = won[row] ? (logOdds[row] as number) : -(logOdds[row] as number);
    loss += Math.log1p(Math.exp(-towards));
  }
  return loss;
}

/** Each row with the same chance, in order. */
function drawRows(count: number, random: () => number): Int32Array {
  const drawn = new Int32Array(count);
  let length = 0;
  for (let row = 0; row < count; row++) {
    drawn[length] = row;
    length += random() < ROW_SHARE ? 1 : 0;
  }
  return drawn.subarray(0, length);
}

function drawFields(fields: readonly number[], random: () => number): number[] {
  const pool = [...fields];
  const wanted = Math.min(pool.length, MOST_FIELDS, Math.max(3, Math.ceil(pool.length * FIELD_SHARE)));
  for (let index = 0; index < wanted; index++) {
    const other = index + Math.floor(random() * (pool.length - index));
    [pool[index], pool[other]] = [pool[other] as number, pool[index] as number];
  }
  return pool.slice(0, wanted);
}
