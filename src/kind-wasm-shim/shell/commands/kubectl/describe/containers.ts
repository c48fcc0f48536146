import type { Container, ContainerState, ContainerStatus, EnvVar, Pod, Probe } from 'kubernetes-types/core/v1';
import { longTime, type WriteLine } from './lines.ts';

/** The containers of a pod or of a pod template. Statuses are there for pods only.
 *  @models staging/src/k8s.io/kubectl/pkg/describe/describe.go describeContainers */
export function containerLines(
  line: WriteLine,
  title: string,
  containers: readonly Container[],
  statuses: readonly ContainerStatus[],
  indent: string,
  pod?: Pod,
): void {
  line(0, `${indent}${title}:${containers.length === 0 ? ' <none>' : ''}\n`);
  const level = indent === '' ? 1 : 0;
  for (const container of containers) {
    const at: WriteLine = (more, text) => line(level + more, indent === '' ? text : `   ${text}`);
    const inside: WriteLine = (more, text) => line(more + 2, text);
    at(0, `${container.name}:\n`);
    const status = statuses.find(({ name }) => name === container.name);
    if (status) inside(0, `Container ID:\t${status.containerID ?? ''}\n`);
    inside(0, `Image:\t${container.image}\n`);
    if (status) inside(0, `Image ID:\t${status.imageID ?? ''}\n`);
    portLines(inside, container);
    wordLines(inside, 'Command', container.command);
    wordLines(inside, 'Args', container.args);
    if (status) stateLines(inside, status);
    resourceLines(inside, container);
    probeLines(inside, container);
    environmentLines(inside, container, pod);
    mountLines(inside, container);
  }
}

function portLines(line: WriteLine, container: Container): void {
  const ports = container.ports ?? [];
  const join = (texts: readonly string[]) => (texts.length === 0 ? '<none>' : texts.join(', '));
  const inside = join(ports.map(({ containerPort, protocol = 'TCP' }) => `${containerPort}/${protocol}`));
  const outside = join(ports.map(({ hostPort = 0, protocol = 'TCP' }) => `${hostPort}/${protocol}`));
  line(0, `${ports.length > 1 ? 'Ports' : 'Port'}:\t${inside}\n`);
  line(0, `${ports.length > 1 ? 'Host Ports' : 'Host Port'}:\t${outside}\n`);
}

function wordLines(line: WriteLine, title: string, words: readonly string[] | undefined): void {
  if (!words?.length) return;
  line(0, `${title}:\n`);
  for (const word of words) for (const part of word.split('\n')) line(1, `${part}\n`);
}

function stateLines(line: WriteLine, status: ContainerStatus): void {
  oneState(line, 'State', status.state ?? {});
  if (status.lastState?.terminated) oneState(line, 'Last State', status.lastState);
  line(0, `Ready:\t${status.ready ? 'True' : 'False'}\n`);
  line(0, `Restart Count:\t${status.restartCount}\n`);
}

/** @models staging/src/k8s.io/kubectl/pkg/describe/describe.go describeStatus */
function oneState(line: WriteLine, title: string, state: ContainerState): void {
  if (state.running) {
    line(0, `${title}:\tRunning\n`);
    line(1, `Started:\t${longTime(state.running.startedAt)}\n`);
  } else if (state.terminated) {
    const { reason, message, exitCode, signal, startedAt, finishedAt } = state.terminated;
    line(0, `${title}:\tTerminated\n`);
    if (reason) line(1, `Reason:\t${reason}\n`);
    if (message) line(1, `Message:\t${message}\n`);
    line(1, `Exit Code:\t${exitCode}\n`);
    if (signal) line(1, `Signal:\t${signal}\n`);
    line(1, `Started:\t${longTime(startedAt)}\n`);
    line(1, `Finished:\t${longTime(finishedAt)}\n`);
  } else {
    line(0, `${title}:\tWaiting\n`);
    if (state.waiting?.reason) line(1, `Reason:\t${state.waiting.reason}\n`);
  }
}

function resourceLines(line: WriteLine, container: Container): void {
  for (const [title, list] of [
    ['Limits', container.resources?.limits],
    ['Requests', container.resources?.requests],
  ] as const) {
    const names = Object.keys(list ?? {}).sort();
    if (names.length > 0) line(0, `${title}:\n`);
    for (const name of names) line(1, `${name}:\t${list?.[name]}\n`);
  }
}

function probeLines(line: WriteLine, container: Container): void {
  if (container.livenessProbe) line(0, `Liveness:\t${probeText(container.livenessProbe)}\n`);
  if (container.readinessProbe) line(0, `Readiness:\t${probeText(container.readinessProbe)}\n`);
  if (container.startupProbe) line(0, `Startup:\t${probeText(container.startupProbe)}\n`);
}

/** @models staging/src/k8s.io/kubectl/pkg/describe/describe.go DescribeProbe */
function probeText(probe: Probe): string {
  const {
    initialDelaySeconds = 0,
    timeoutSeconds = 1,
    periodSeconds = 10,
    successThreshold = 1,
    failureThreshold = 3,
  } = probe;
  const times = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s #success=${successThreshold} #failure=${failureThreshold}`;
  if (probe.exec) return `exec [${(probe.exec.command ?? []).join(' ')}] ${times}`;
  if (probe.httpGet) {
    const { scheme = 'HTTP', host = '', port, path = '' } = probe.httpGet;
    return `http-get ${scheme.toLowerCase()}://${host}:${port}${path} ${times}`;
  }
  if (probe.tcpSocket) return `tcp-socket ${probe.tcpSocket.host ?? ''}:${probe.tcpSocket.port} ${times}`;
  return `unknown ${times}`;
}

function environmentLines(line: WriteLine, container: Container, pod: Pod | undefined): void {
  const from = container.envFrom ?? [];
  if (from.length > 0) line(0, 'Environment Variables from:\n');
  for (const source of from) {
    const ref = source.configMapRef ?? source.secretRef;
    const prefix = source.prefix ? ` with prefix '${source.prefix}'` : '';
    line(
      1,
      `${ref?.name}\t${source.configMapRef ? 'ConfigMap' : 'Secret'}${prefix}\tOptional: ${ref?.optional ?? false}\n`,
    );
  }
  const env = container.env ?? [];
  line(0, `Environment:${env.length === 0 ? '\t<none>' : ''}\n`);
  for (const variable of env)
    line(1, `${variable.name}:\t${environmentValue(variable, pod).replaceAll('\n', '\n\t')}\n`);
}

function environmentValue({ value = '', valueFrom }: EnvVar, pod: Pod | undefined): string {
  if (valueFrom?.fieldRef) {
    const { apiVersion = 'v1', fieldPath } = valueFrom.fieldRef;
    return `${fieldValue(fieldPath, pod)} (${apiVersion}:${fieldPath})`;
  }
  if (valueFrom?.resourceFieldRef) return `${valueFrom.resourceFieldRef.resource}`;
  if (valueFrom?.configMapKeyRef) {
    const { key, name, optional = false } = valueFrom.configMapKeyRef;
    return `<set to the key '${key}' of config map '${name}'>\tOptional: ${optional}`;
  }
  if (valueFrom?.secretKeyRef) {
    const { key, name, optional = false } = valueFrom.secretKeyRef;
    return `<set to the key '${key}' in secret '${name}'>\tOptional: ${optional}`;
  }
  return value;
}

function fieldValue(fieldPath: string, pod: Pod | undefined): string {
  switch (fieldPath) {
    case 'metadata.name':
      return pod?.metadata?.name ?? '';
    case 'metadata.namespace':
      return pod?.metadata?.namespace ?? '';
    case 'metadata.uid':
      return pod?.metadata?.uid ?? '';
    default:
      return '';
  }
}

function mountLines(line: WriteLine, container: Container): void {
  const mounts = [...(container.volumeMounts ?? [])].sort((a, b) => (a.mountPath < b.mountPath ? -1 : 1));
  line(0, `Mounts:${mounts.length === 0 ? '\t<none>' : ''}\n`);
  for (const { mountPath, name, readOnly, subPath } of mounts) {
    const flags = [readOnly ? 'ro' : 'rw', ...(subPath ? [`path=${JSON.stringify(subPath)}`] : [])].join(',');
    line(1, `${mountPath} from ${name} (${flags})\n`);
  }
}
