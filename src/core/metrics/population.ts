import type { RecordDimension } from './dimensions.js';

/** What a metric counts: one record each. */
export interface Population {
  /** The records, in words. */
  records: string;
  /** The instant by which a period selects them, in words. */
  at: string;
  /** The dimensions that only these records have. */
  own?: readonly RecordDimension[];
}
