import { expect, test } from 'vitest';
import { measureDescheduler } from '../../src/tools/bench/descheduler.ts';

test('on the clusters of the benchmark the plugins evict exactly the pods that the real ones do', () => {
  // A Balance with other evictions throws; how long it took is for the benchmark to say.
  const measured = measureDescheduler([100, 1000]).map(({ what }) => what);
  expect(measured).toHaveLength(2 * 2 * 3);
  expect(measured).toContain('descheduler v0.36.0, LowNodeUtilization with nodeFit, 1000 nodes × 30 pods');
});
