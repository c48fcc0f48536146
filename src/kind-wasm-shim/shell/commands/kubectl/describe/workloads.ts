import type { DaemonSet, Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { Job } from 'kubernetes-types/batch/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { controllerOf, type KubernetesObject, virtualTime } from '../../../../kubernetes/api/meta.ts';
import { humanDuration } from '../../../../kubernetes/apiserver/printers/duration.ts';
import type { Invocation } from '../invocation.ts';
import { pathOf } from '../mapping.ts';
import { revisionAnnotation } from '../rollout/history.ts';
import { eventLines } from './events.ts';
import { annotationLines, headLines, labelLines, longTime, type WriteLine } from './lines.ts';
import { describePodTemplate } from './pod-template.ts';

/** A selector as `a=1,b in (x,y)`.
 *  @models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go FormatLabelSelector */
export function selectorText(selector: LabelSelector | undefined): string {
  const equal = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => [key, `${key}=${value}`] as const);
  const expressions = (selector?.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    const list = `(${[...values].sort().join(',')})`;
    const texts: Readonly<Record<string, string>> = {
      In: `${key} in ${list}`,
      NotIn: `${key} notin ${list}`,
      Exists: key,
      DoesNotExist: `!${key}`,
    };
    return [key, texts[operator] ?? key] as const;
  });
  const all = [...equal, ...expressions].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return all.length === 0 ? '<none>' : all.map(([, text]) => text).join(',');
}

/** @models staging/src/k8s.io/kubectl/pkg/describe/describe.go describeDeployment */
export function describeDeployment(k: Invocation, line: WriteLine, deployment: Deployment): void {
  const { metadata, spec, status } = deployment;
  headLines(line, metadata);
  line(0, `CreationTimestamp:\t${longTime(metadata?.creationTimestamp)}\n`);
  labelLines(line, 'Labels', metadata?.labels);
  annotationLines(line, metadata?.annotations);
  line(0, `Selector:\t${selectorText(spec?.selector)}\n`);
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status ?? {};
  line(
    0,
    `Replicas:\t${spec?.replicas ?? 1} desired | ${updatedReplicas} updated | ${replicas} total | ${availableReplicas} available | ${unavailableReplicas} unavailable\n`,
  );
  line(0, `StrategyType:\t${spec?.strategy?.type ?? 'RollingUpdate'}\n`);
  line(0, `MinReadySeconds:\t${spec?.minReadySeconds ?? 0}\n`);
  const rolling = spec?.strategy?.rollingUpdate;
  if (rolling)
    line(0, `RollingUpdateStrategy:\t${rolling.maxUnavailable} max unavailable, ${rolling.maxSurge} max surge\n`);
  describePodTemplate(line, spec?.template);
  conditionLines(line, status?.conditions);
  const sets = replicaSetsOf(k, deployment);
  const revision = metadata?.annotations?.[revisionAnnotation];
  const text = (set: ReplicaSet) =>
    `${set.metadata?.name} (${set.status?.replicas ?? 0}/${set.spec?.replicas ?? 0} replicas created)`;
  const isNew = (set: ReplicaSet) => set.metadata?.annotations?.[revisionAnnotation] === revision;
  line(
    0,
    `OldReplicaSets:\t${
      sets
        .filter((set) => !isNew(set))
        .map(text)
        .join(', ') || '<none>'
    }\n`,
  );
  line(0, `NewReplicaSet:\t${sets.filter(isNew).map(text).join(', ') || '<none>'}\n`);
  eventLines(k, line, deployment as never);
}

function conditionLines(
  line: WriteLine,
  conditions: readonly { type: string; status: string; reason?: string }[] | undefined,
): void {
  if (!conditions?.length) return;
  line(0, 'Conditions:\n');
  line(1, 'Type\tStatus\tReason\n');
  line(1, '----\t------\t------\n');
  // Upstream prints them in the order of the list but Available first, as the controller sorts them there.
  for (const { type, status, reason = '' } of conditions) line(1, `${type} \t${status}\t${reason}\n`);
}

function replicaSetsOf(k: Invocation, deployment: Deployment): ReplicaSet[] {
  const list = k.connection.get(pathOf(k.discovery.resource('replicasets.apps'), deployment.metadata?.namespace));
  return ((list.items ?? []) as KubernetesObject[])
    .filter((set) => controllerOf(set)?.uid === deployment.metadata?.uid)
    .map((set) => set as ReplicaSet)
    .sort((a, b) => ((a.metadata?.creationTimestamp ?? '') < (b.metadata?.creationTimestamp ?? '') ? -1 : 1));
}

/** @models staging/src/k8s.io/kubectl/pkg/describe/describe.go describeReplicaSet */
export function describeReplicaSet(k: Invocation, line: WriteLine, set: ReplicaSet): void {
  headLines(line, set.metadata);
  line(0, `Selector:\t${selectorText(set.spec?.selector)}\n`);
  labelLines(line, 'Labels', set.metadata?.labels);
  annotationLines(line, set.metadata?.annotations);
  const controller = controllerOf(set);
  if (controller) line(0, `Controlled By:\t${controller.kind}/${controller.name}\n`);
  line(0, `Replicas:\t${set.status?.replicas ?? 0} current / ${set.spec?.replicas ?? 0} desired\n`);
  line(0, `Pods Status:\t${podCounts(k, set as never)}\n`);
  describePodTemplate(line, set.spec?.template);
  eventLines(k, line, set as never);
}

/** @models staging/src/k8s.io/kubectl/pkg/describe/describe.go describeDaemonSet */
export function describeDaemonSet(k: Invocation, line: WriteLine, set: DaemonSet): void {
  line(0, `Name:\t${set.metadata?.name}\n`);
  line(0, `Selector:\t${selectorText(set.spec?.selector)}\n`);
  labelLines(line, 'Node-Selector', set.spec?.template.spec?.nodeSelector);
  labelLines(line, 'Labels', set.metadata?.labels);
  annotationLines(line, set.metadata?.annotations);
  const status = set.status;
  line(0, `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}\n`);
  line(0, `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}\n`);
  line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}\n`);
  line(0, `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}\n`);
  line(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}\n`);
  line(0, `Pods Status:\t${podCounts(k, set as never)}\n`);
  describePodTemplate(line, set.spec?.template);
  eventLines(k, line, set as never);
}

function podCounts(k: Invocation, owner: KubernetesObject): string {
  const list = k.connection.get(pathOf(k.discovery.resource('pods'), owner.metadata?.namespace));
  const pods = ((list.items ?? []) as KubernetesObject[]).filter(
    (pod) => controllerOf(pod)?.uid === owner.metadata?.uid,
  ) as Pod[];
  const count = (phase: string) => pods.filter(({ status }) => status?.phase === phase).length;
  return `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`;
}

/** @models staging/src/k8s.io/kubectl/pkg/describe/describe.go describeJob */
export function describeJob(k: Invocation, line: WriteLine, job: Job): void {
  const { metadata, spec, status } = job;
  headLines(line, metadata);
  line(0, `Selector:\t${selectorText(spec?.selector)}\n`);
  labelLines(line, 'Labels', metadata?.labels);
  annotationLines(line, metadata?.annotations);
  const controller = controllerOf(job);
  if (controller) line(0, `Controlled By:\t${controller.kind}/${controller.name}\n`);
  line(0, `Parallelism:\t${spec?.parallelism ?? 1}\n`);
  line(0, `Completions:\t${spec?.completions ?? '<unset>'}\n`);
  line(0, `Completion Mode:\t${spec?.completionMode ?? 'NonIndexed'}\n`);
  line(0, `Suspend:\t${spec?.suspend ?? false}\n`);
  line(0, `Backoff Limit:\t${spec?.backoffLimit ?? 6}\n`);
  if (spec?.ttlSecondsAfterFinished !== undefined)
    line(0, `TTL Seconds After Finished:\t${spec.ttlSecondsAfterFinished}\n`);
  if (status?.startTime) line(0, `Start Time:\t${longTime(status.startTime)}\n`);
  if (status?.completionTime) line(0, `Completed At:\t${longTime(status.completionTime)}\n`);
  if (status?.startTime && status.completionTime) {
    line(0, `Duration:\t${humanDuration(virtualTime(status.completionTime) - virtualTime(status.startTime))}\n`);
  }
  const ready = (status as { ready?: number } | undefined)?.ready;
  const active =
    ready === undefined ? `${status?.active ?? 0} Active` : `${status?.active ?? 0} Active (${ready} Ready)`;
  line(0, `Pods Statuses:\t${active} / ${status?.succeeded ?? 0} Succeeded / ${status?.failed ?? 0} Failed\n`);
  describePodTemplate(line, spec?.template);
  eventLines(k, line, job as never);
}
