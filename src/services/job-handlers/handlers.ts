import type { Store } from '../../db/store.js';
import type { JobHandlers } from '../jobs/kinds.js';
import type { DefaultCountry } from '../leads/settings.js';
import { trainPredictionHandler } from '../predictions/train-prediction.js';
import type { Transactions } from '../transactions/request.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { attributeChangeHandler } from './attribute-change.js';
import { backtestHandler } from './backtest.js';
import { bulkChangeHandler } from './bulk-change.js';
import { erasureHandler } from './erasure.js';
import { findDuplicatesHandler } from './find-duplicates.js';
import { importHandler } from './import.js';
import { reassignHandler } from './reassign.js';
import { rehearseImportHandler } from './rehearse-import.js';
import { rerunRoutingHandler } from './rerun-routing.js';
import { rescoreHandler } from './rescore.js';
import { revertImportHandler } from './revert-import.js';
import { segmentChangeHandler } from './segment-change.js';

interface Options {
  store: Store;
  transactions: Transactions;
  timeOf: WorkspaceTime;
  defaultCountry: DefaultCountry;
  clock: () => number;
  newId: () => string;
}

/** What does the steps of each kind of job. */
export const jobHandlers = ({ store, transactions, timeOf, defaultCountry, clock, newId }: Options): JobHandlers => ({
  rescore: rescoreHandler(transactions, store),
  backtest: backtestHandler(),
  train_prediction: trainPredictionHandler(store, timeOf),
  reassign: reassignHandler(transactions),
  rerun_routing: rerunRoutingHandler(transactions),
  bulk_change: bulkChangeHandler(transactions, defaultCountry, timeOf),
  attribute_change: attributeChangeHandler(transactions, timeOf),
  segment_change: segmentChangeHandler(timeOf),
  erasure: erasureHandler(transactions, defaultCountry),
  find_duplicates: findDuplicatesHandler(),
  import: importHandler({ store, transactions, defaultCountry }),
  rehearse_import: rehearseImportHandler({ store, defaultCountry, clock, newId }),
  revert_import: revertImportHandler(transactions),
});
