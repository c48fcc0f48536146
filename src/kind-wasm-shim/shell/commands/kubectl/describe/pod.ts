import type { Pod } from 'kubernetes-types/core/v1';
import { controllerOf, virtualTime } from '../../../../kubernetes/api/meta.ts';
import { configMirrorAnnotation } from '../../../../kubernetes/api/pod-properties.ts';
import { podQOSClass } from '../../../../kubernetes/api/pod-resources.ts';
import { humanDuration } from '../../../../kubernetes/apiserver/printers/duration.ts';
import type { Invocation } from '../invocation.ts';
import { containerLines } from './containers.ts';
import { eventLines } from './events.ts';
import { annotationLines, headLines, labelLines, longTime, type WriteLine } from './lines.ts';
import { tolerationLines, volumeLines } from './volumes.ts';

/** @models staging/src/k8s.io/kubectl/pkg/describe/describe.go describePod
 *  @simplifies ephemeral containers, readiness gates, security profiles and spread constraints are left out. */
export function describePod(k: Invocation, line: WriteLine, pod: Pod): void {
  const { metadata, spec, status } = pod;
  headLines(line, metadata);
  if (spec?.priority !== undefined) line(0, `Priority:\t${spec.priority}\n`);
  if (spec?.priorityClassName) line(0, `Priority Class Name:\t${spec.priorityClassName}\n`);
  if (spec?.runtimeClassName) line(0, `Runtime Class Name:\t${spec.runtimeClassName}\n`);
  if (spec?.serviceAccountName) line(0, `Service Account:\t${spec.serviceAccountName}\n`);
  line(0, `Node:\t${spec?.nodeName ? `${spec.nodeName}/${status?.hostIP ?? ''}` : '<none>'}\n`);
  if (status?.startTime) line(0, `Start Time:\t${longTime(status.startTime)}\n`);
  labelLines(line, 'Labels', metadata?.labels);
  annotationLines(line, metadata?.annotations);
  statusLines(k, line, pod);
  line(0, `IP:\t${status?.podIP ?? ''}\n`);
  const ips = status?.podIPs ?? [];
  line(0, `IPs:${ips.length === 0 ? '\t<none>' : ''}\n`);
  for (const { ip } of ips) line(1, `IP:\t${ip}\n`);
  const controller = controllerOf(pod);
  if (controller) line(0, `Controlled By:\t${controller.kind}/${controller.name}\n`);
  if (status?.nominatedNodeName) line(0, `NominatedNodeName:\t${status.nominatedNodeName}\n`);
  if (spec?.initContainers?.length)
    containerLines(line, 'Init Containers', spec.initContainers, status?.initContainerStatuses ?? [], '', pod);
  containerLines(line, 'Containers', spec?.containers ?? [], status?.containerStatuses ?? [], '', pod);
  if (status?.conditions?.length) {
    line(0, 'Conditions:\n');
    line(1, 'Type\tStatus\n');
    for (const { type, status: value } of status.conditions) line(1, `${type} \t${value} \n`);
  }
  volumeLines(line, spec?.volumes, '');
  line(0, `QoS Class:\t${status?.qosClass ?? podQOSClass(pod)}\n`);
  labelLines(line, 'Node-Selectors', spec?.nodeSelector);
  tolerationLines(line, spec?.tolerations);
  eventLines(k, line, pod as never, metadata?.annotations?.[configMirrorAnnotation]);
}

function statusLines(k: Invocation, line: WriteLine, { metadata, status }: Pod): void {
  if (metadata?.deletionTimestamp && status?.reason !== 'NodeLost') {
    const since = humanDuration(k.ctx.kernel.nowMs - virtualTime(metadata.deletionTimestamp));
    line(0, `Status:\tTerminating (lasts ${since})\n`);
    line(0, `Termination Grace Period:\t${metadata.deletionGracePeriodSeconds ?? 0}s\n`);
  } else line(0, `Status:\t${status?.phase ?? ''}\n`);
  if (status?.reason) line(0, `Reason:\t${status.reason}\n`);
  if (status?.message) line(0, `Message:\t${status.message}\n`);
}
