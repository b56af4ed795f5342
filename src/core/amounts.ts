/** An amount of money as decimal text with two places, exact for numbers of at most 13 digits before and 2 after the point. */
export const amountText = (amount: number | undefined): string | undefined => amount?.toFixed(2);
