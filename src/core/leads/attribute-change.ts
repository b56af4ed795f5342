/** What a change of an attribute's type did, or would do, with the values of leads. */
export interface AttributeChangeTotals {
  converted: number;
  /** Values that are in the form of the type already. */
  unchanged: number;
  /** Values that do not fit the type and stay as they are. */
  unfit: number;
  /** The first leads with such a value. */
  unfitSampleIds: string[];
}

export const MAX_UNFIT_SAMPLES = 10;

export const EMPTY_ATTRIBUTE_TOTALS: AttributeChangeTotals = {
  converted: 0,
  unchanged: 0,
  unfit: 0,
  unfitSampleIds: [],
};
