import { StatusError } from 'kind-wasm-shim/kubernetes/api/errors.ts';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { describe, expect, test } from 'vitest';
import { deployment } from '../../support/objects.ts';
import { type Story, simulate } from '../../support/simulate.ts';

function budget(spec: { minAvailable?: number | string; maxUnavailable?: number | string }) {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web', namespace: 'default' },
    spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  };
}

function evict(t: Story, name: string): string {
  try {
    t.cluster.client('test').evict('default', name);
    return 'evicted';
  } catch (error) {
    if (error instanceof StatusError) return `${error.code} ${error.message}`;
    throw error;
  }
}

const statusOf = (t: Story) => t.get<PodDisruptionBudget>('poddisruptionbudgets.policy', 'web').status;
const refused = "429 Cannot evict pod as it would violate the pod's disruption budget.";

describe('a disruption budget', () => {
  test.each([
    [{ minAvailable: 2 }, 2, 2],
    [{ minAvailable: '70%' }, 3, 1],
    [{ maxUnavailable: 1 }, 3, 1],
    [{ maxUnavailable: '30%' }, 2, 2],
    [{ minAvailable: 5 }, 5, 0],
  ])('of %j needs %i of four healthy pods, and allows %i evictions', (spec, desiredHealthy, disruptionsAllowed) => {
    const t = simulate({ nodes: 2 });
    t.apply(deployment('web', 4), budget(spec));
    t.settle();
    expect(statusOf(t)).toMatchObject({ currentHealthy: 4, expectedPods: 4, desiredHealthy, disruptionsAllowed });
  });

  test('lets as many pods be evicted at once as it allows, and more when others have taken their place', () => {
    const t = simulate({ nodes: 2 });
    t.apply(deployment('web', 3), budget({ maxUnavailable: 1 }));
    t.settle();
    const [first = '', second = ''] = t.pods().map(({ metadata }) => metadata?.name ?? '');
    expect([evict(t, first), evict(t, second)]).toEqual(['evicted', refused]);
    t.settle();
    expect(evict(t, second)).toBe('evicted');
    t.settle();
    expect(t.pods()).toHaveLength(3);
  });

  test('does not stand against a plain deletion', () => {
    const t = simulate({ nodes: 1 });
    t.apply(deployment('web', 1), budget({ minAvailable: 1 }));
    t.settle();
    const [name = ''] = t.pods().map(({ metadata }) => metadata?.name ?? '');
    expect(evict(t, name)).toBe(refused);
    t.delete('pods', name);
    t.settle();
    expect(t.find('pods', name)).toBeUndefined();
  });
});
