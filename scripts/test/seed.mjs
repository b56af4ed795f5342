/** Loaded before each test file: properties try the same random cases in each run. `TEST_SEED` chooses others. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.TEST_SEED ?? 1) });
