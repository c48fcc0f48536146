import { expect, test } from 'vitest';
import { withBreakableNames } from '../../src/site/breakable-names.ts';

test('a line may end between the words of a long name, and nowhere else', () => {
  const shown = withBreakableNames('RemovePodsViolatingNodeTaints and PodLifeTime');
  expect(shown.split('\u200b')).toEqual(['Remove', 'Pods', 'Violating', 'Node', 'Taints and PodLifeTime']);
});
