import type { KubernetesObject } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import { type DeschedulerPreset, node, nodeAgent, replicas } from './preset.ts';

/** A replica set whose containers end with exit code 1 after so many seconds, again and again. The kubelet starts them anew,
 *  each time after a longer pause. */
function crashing(name: string, afterSeconds: number): KubernetesObject {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace: 'default', labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'main',
              image: 'busybox:1.36',
              command: ['sh', '-c', `sleep ${afterSeconds}; exit 1`],
              resources: { requests: { cpu: '200m', memory: '256Mi' } },
            },
          ],
        },
      },
    },
  };
}

/** The restart counts are real ones: the containers have crashed and were started again for 40 minutes. */
export const tooManyRestarts: DeschedulerPreset = {
  nodes: [node('node-a'), node('node-b'), node('node-c')],
  objects: [nodeAgent, crashing('parser', 20), crashing('importer', 120), crashing('poller', 600)],
  placed: [replicas('web', { 'node-a': 1, 'node-b': 1, 'node-c': 1 })],
  policy: `apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
profiles:
  - name: default
    pluginConfig:
      - name: RemovePodsHavingTooManyRestarts
        args:
          podRestartThreshold: 8
          includingInitContainers: true
    plugins:
      deschedule:
        enabled:
          - RemovePodsHavingTooManyRestarts
`,
  switches: [
    { from: 'podRestartThreshold: 8', to: 'podRestartThreshold: 3' },
    { from: 'includingInitContainers: true', to: 'includingInitContainers: true\n          states: [Running]' },
  ],
  scheduler: 'LeastAllocated',
  shownFromMs: 2_390_000,
  runAtMs: 2_400_500,
  intervalMs: 600_000,
  cycles: 1,
};
