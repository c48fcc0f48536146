import type { KubernetesObject } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import type { Deployment } from 'kubernetes-types/apps/v1';
import type { Job } from 'kubernetes-types/batch/v1';
import type { Pod, PodSpec } from 'kubernetes-types/core/v1';

/** How a container of a story behaves. */
export interface ContainerStory {
  readonly image?: string;
  /** What the container runs, as a line of sh. */
  readonly runs?: string;
  /** Process 1 of a container ignores SIGTERM unless it asks for it. */
  readonly ignoresSigterm?: boolean;
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly initRuns?: readonly string[];
}

type Story = ContainerStory & Omit<Partial<PodSpec>, 'containers' | 'initContainers'>;

export function pod(name: string, story: Story = {}): KubernetesObject {
  const object: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: name, ...story.labels } },
    spec: podSpec(story),
  };
  return object as KubernetesObject;
}

export function deployment(name: string, replicas: number, story: Story & DeploymentStory = {}): KubernetesObject {
  const { strategy, minReadySeconds, revisionHistoryLimit, ...rest } = story;
  const object: Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      ...(strategy ? { strategy } : {}),
      ...(minReadySeconds ? { minReadySeconds } : {}),
      ...(revisionHistoryLimit === undefined ? {} : { revisionHistoryLimit }),
      template: { metadata: { labels: { app: name, ...rest.labels } }, spec: podSpec(rest) },
    },
  };
  return object as KubernetesObject;
}

interface DeploymentStory {
  readonly strategy?: NonNullable<Deployment['spec']>['strategy'];
  readonly minReadySeconds?: number;
  readonly revisionHistoryLimit?: number;
}

export function job(
  name: string,
  spec: { completions?: number; parallelism?: number; backoffLimit?: number; activeDeadlineSeconds?: number },
  story: Story = {},
): KubernetesObject {
  const object: Job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'default' },
    spec: { ...spec, template: { spec: { restartPolicy: 'Never', ...podSpec(story) } } },
  };
  return object as KubernetesObject;
}

export function configMap(name: string, data: Record<string, string>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data };
}

function podSpec(story: Story): PodSpec {
  const { image, runs, ignoresSigterm, requests, limits, labels: _, initRuns, ...spec } = story;
  const script = runs ?? (ignoresSigterm ? 'sleep infinity' : undefined);
  const shell = (line: string) => ({ image: 'busybox:1.35', command: ['sh', '-c', line] });
  const container = script === undefined ? { image: image ?? 'nginx:1.27' } : shell(script);
  const resources = { ...(requests ? { requests } : {}), ...(limits ? { limits } : {}) };
  return {
    ...spec,
    ...(initRuns
      ? { initContainers: initRuns.map((line, index) => ({ name: `init-${index + 1}`, ...shell(line) })) }
      : {}),
    containers: [{ name: 'main', ...container, ...(requests || limits ? { resources } : {}) }],
  };
}
