import type { Operation } from './operations.js';

/** Every operation of the API, in the order of the reference. A route file that is not listed here does not exist. */
export const operations: readonly Operation[] = [];

/** Every tag an operation may carry, with what the reference says about it. */
export const tags: readonly { name: string; description: string }[] = [];
