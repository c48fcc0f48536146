/** The seed of this run's random tests: SEED from the environment, which CI sets to its run's number, else 1. It is
 *  printed so that a failure can be repeated with `SEED=… npm test`. */
export const seed = readSeed(process.env.SEED);

if (process.env.SEED) console.log(`random tests run with SEED=${seed}`);

function readSeed(text: string | undefined): number {
  if (text === undefined || text === '') return 1;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) {
    throw new RangeError(`SEED is a whole number from 0 on, found ${JSON.stringify(text)}`);
  }
  return number;
}
