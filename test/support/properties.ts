/**
 * Every run of the tests tries the same cases, so that what passed passes again; `npm run fuzz` is what goes hunting for
 * new ones. `PROPERTY_SEED` picks others, `PROPERTY_RUNS` more of them where a test does not say how many.
 */
import fc from 'fast-check';

const { PROPERTY_SEED, PROPERTY_RUNS } = process.env;

fc.configureGlobal({
  seed: Number(PROPERTY_SEED ?? 1),
  ...(PROPERTY_RUNS !== undefined && { numRuns: Number(PROPERTY_RUNS) }),
});
