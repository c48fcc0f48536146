import { expect, test } from 'vitest';
import { figureValue } from '../../src/ui/figure/figure-value.ts';

test('a number in prose is the number in the figure, with its unit', () => {
  // node-a offers 4 cores and 29 pods: trunc(50 × 0.01 × 4000) = 2000, trunc(20 × 0.01 × 29) = 5.
  expect(figureValue('hot-node', 'node-a.cpu.high')).toBe('2000m');
  expect(figureValue('hot-node', 'node-a.pods.low')).toBe('5');
  // Three pods of 100m, one each of 50m and 300m, crawlers of 2 × 400m, web of 2 × 500m, api of 500m, search of 600m.
  expect(figureValue('hot-node', 'node-a.cpu.usage')).toBe('3550m');
});

test('a name that the figure does not know is refused with what it knows', () => {
  expect(() => figureValue('cold-node', 'evicted')).toThrow('expected a preset of hot-node, new-empty-node');
  expect(() => figureValue('hot-node', 'node-z.cpu.low')).toThrow('expected a node of node-a, node-b');
  expect(() => figureValue('hot-node', 'node-a.gpu.low')).toThrow('expected a resource of cpu, memory, pods');
  expect(() => figureValue('hot-node', 'node-c.evictions')).toThrow('expected a source node of node-a');
});
