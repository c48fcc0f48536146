import { expect, test } from 'vitest';
import { measureDescheduler } from '../../src/tools/bench/descheduler.ts';

test('on the clusters of the benchmark the plugins evict exactly the pods that the real ones do', () => {
  // A Balance with other evictions throws; how long it took is for the benchmark to say.
  expect(measureDescheduler([100, 1000]).map(({ what }) => what)).toEqual([
    'descheduler, LowNodeUtilization, 100 nodes × 30 pods',
    'descheduler, HighNodeUtilization, 100 nodes × 30 pods',
    'descheduler, LowNodeUtilization, 1000 nodes × 30 pods',
    'descheduler, HighNodeUtilization, 1000 nodes × 30 pods',
  ]);
});
