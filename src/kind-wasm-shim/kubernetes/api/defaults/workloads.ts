import type { DaemonSetSpec, DeploymentSpec, ReplicaSetSpec } from 'kubernetes-types/apps/v1';
import type { JobSpec } from 'kubernetes-types/batch/v1';
import { podTemplateWithDefaults } from './pod.ts';

/** @models pkg/apis/apps/v1/defaults.go SetDefaults_Deployment */
export function deploymentSpecWithDefaults(spec: DeploymentSpec): DeploymentSpec {
  const type = spec.strategy?.type || 'RollingUpdate';
  const { rollingUpdate } = spec.strategy ?? {};
  const rolling = {
    maxUnavailable: rollingUpdate?.maxUnavailable ?? '25%',
    maxSurge: rollingUpdate?.maxSurge ?? '25%',
  };
  return {
    ...spec,
    replicas: spec.replicas ?? 1,
    template: podTemplateWithDefaults(spec.template),
    strategy: { ...spec.strategy, type, ...(type === 'RollingUpdate' ? { rollingUpdate: rolling } : {}) },
    revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
    progressDeadlineSeconds: spec.progressDeadlineSeconds ?? 600,
  };
}

/** @models pkg/apis/apps/v1/defaults.go SetDefaults_ReplicaSet */
export function replicaSetSpecWithDefaults(spec: ReplicaSetSpec): ReplicaSetSpec {
  return {
    ...spec,
    replicas: spec.replicas ?? 1,
    ...(spec.template ? { template: podTemplateWithDefaults(spec.template) } : {}),
  };
}

/** @models pkg/apis/apps/v1/defaults.go SetDefaults_DaemonSet */
export function daemonSetSpecWithDefaults(spec: DaemonSetSpec): DaemonSetSpec {
  const type = spec.updateStrategy?.type || 'RollingUpdate';
  const { rollingUpdate } = spec.updateStrategy ?? {};
  const rolling = { maxUnavailable: rollingUpdate?.maxUnavailable ?? 1, maxSurge: rollingUpdate?.maxSurge ?? 0 };
  return {
    ...spec,
    template: podTemplateWithDefaults(spec.template),
    updateStrategy: { ...spec.updateStrategy, type, ...(type === 'RollingUpdate' ? { rollingUpdate: rolling } : {}) },
    revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
  };
}

/** @models pkg/apis/batch/v1/defaults.go SetDefaults_Job */
export function jobSpecWithDefaults(spec: JobSpec): JobSpec {
  // A job that says neither how often nor how wide runs once; one that says only how wide is a work queue.
  const neither = spec.completions === undefined && spec.parallelism === undefined;
  return {
    ...spec,
    parallelism: spec.parallelism ?? 1,
    ...(neither ? { completions: 1 } : {}),
    backoffLimit: spec.backoffLimit ?? (spec.backoffLimitPerIndex === undefined ? 6 : 2_147_483_647),
    manualSelector: spec.manualSelector ?? false,
    template: podTemplateWithDefaults(spec.template),
    completionMode: spec.completionMode || 'NonIndexed',
    suspend: spec.suspend ?? false,
    podReplacementPolicy: spec.podReplacementPolicy ?? (spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed'),
  };
}
