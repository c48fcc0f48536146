import type {
  Container,
  ContainerPort,
  EphemeralContainer,
  LifecycleHandler,
  PodSpec,
  PodTemplateSpec,
  Probe,
  ResourceRequirements,
  Volume,
} from 'kubernetes-types/core/v1';
import { canonicalResourceQuantity } from '../quantity.ts';
import { volumeWithDefaults } from './volume.ts';

/** A pod's spec with all that its author may leave out. It also reads requests that are missing from the limits.
 *  @models pkg/apis/core/v1/defaults.go SetDefaults_Pod */
export function podWithDefaults(spec: PodSpec): PodSpec {
  const withDefaults = podSpecWithDefaults(spec);
  const containers = withDefaults.containers.map(withRequestsFromLimits);
  const initContainers = withDefaults.initContainers?.map(withRequestsFromLimits);
  return {
    ...withDefaults,
    containers,
    ...(initContainers ? { initContainers } : {}),
    enableServiceLinks: spec.enableServiceLinks ?? true,
  };
}

/** A pod template as it is stored in a workload.
 *  @models pkg/apis/core/v1/defaults.go SetDefaults_PodSpec */
export function podTemplateWithDefaults(template: PodTemplateSpec): PodTemplateSpec {
  const metadata = { creationTimestamp: null, ...template.metadata } as unknown as NonNullable<
    PodTemplateSpec['metadata']
  >;
  return { ...template, metadata, ...(template.spec ? { spec: podSpecWithDefaults(template.spec) } : {}) };
}

/** What pods and pod templates have in common.
 *  @models pkg/apis/core/v1/defaults.go SetDefaults_PodSpec */
export function podSpecWithDefaults(spec: PodSpec): PodSpec {
  const hostNetwork = spec.hostNetwork === true;
  const serviceAccountName = spec.serviceAccountName || spec.serviceAccount;
  return {
    ...spec,
    ...(spec.volumes ? { volumes: spec.volumes.map((volume: Volume) => volumeWithDefaults(volume)) } : {}),
    ...(spec.initContainers
      ? { initContainers: spec.initContainers.map((c) => containerWithDefaults(c, hostNetwork)) }
      : {}),
    containers: (spec.containers ?? []).map((container) => containerWithDefaults(container, hostNetwork)),
    ...(spec.ephemeralContainers
      ? { ephemeralContainers: spec.ephemeralContainers.map((c) => containerWithDefaults(c, hostNetwork)) }
      : {}),
    restartPolicy: spec.restartPolicy || 'Always',
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 30,
    dnsPolicy: spec.dnsPolicy || 'ClusterFirst',
    ...(serviceAccountName ? { serviceAccountName, serviceAccount: serviceAccountName } : {}),
    securityContext: spec.securityContext ?? {},
    schedulerName: spec.schedulerName || 'default-scheduler',
  };
}

/** @models pkg/apis/core/v1/defaults.go SetDefaults_Container */
function containerWithDefaults<C extends Container | EphemeralContainer>(container: C, hostNetwork: boolean): C {
  const { ports, env, lifecycle } = container;
  const probes = {
    ...(container.livenessProbe ? { livenessProbe: probeWithDefaults(container.livenessProbe) } : {}),
    ...(container.readinessProbe ? { readinessProbe: probeWithDefaults(container.readinessProbe) } : {}),
    ...(container.startupProbe ? { startupProbe: probeWithDefaults(container.startupProbe) } : {}),
  };
  return {
    ...container,
    ...(ports ? { ports: ports.map((port) => portWithDefaults(port, hostNetwork)) } : {}),
    ...(env ? { env: env.map(envWithDefaults) } : {}),
    resources: canonicalResources(container.resources),
    ...probes,
    ...(lifecycle
      ? {
          lifecycle: {
            ...lifecycle,
            ...(lifecycle.postStart ? { postStart: handlerWithDefaults(lifecycle.postStart) } : {}),
            ...(lifecycle.preStop ? { preStop: handlerWithDefaults(lifecycle.preStop) } : {}),
          },
        }
      : {}),
    terminationMessagePath: container.terminationMessagePath || '/dev/termination-log',
    terminationMessagePolicy: container.terminationMessagePolicy || 'File',
    imagePullPolicy: container.imagePullPolicy || defaultPullPolicy(container.image ?? ''),
  };
}

/** An image whose tag may move is pulled each time.
 *  @models pkg/apis/core/v1/defaults.go SetDefaults_Container */
function defaultPullPolicy(image: string): 'Always' | 'IfNotPresent' {
  const [reference = '', digest] = image.split('@');
  const tag = /:([^:/]*)$/.exec(reference)?.[1];
  return digest === undefined && (tag === undefined || tag === 'latest') ? 'Always' : 'IfNotPresent';
}

function portWithDefaults(port: ContainerPort, hostNetwork: boolean): ContainerPort {
  const hostPort = hostNetwork && !port.hostPort ? { hostPort: port.containerPort } : {};
  return { ...port, ...hostPort, protocol: port.protocol || 'TCP' };
}

function envWithDefaults(variable: NonNullable<Container['env']>[number]): NonNullable<Container['env']>[number] {
  const fieldRef = variable.valueFrom?.fieldRef;
  if (!fieldRef || fieldRef.apiVersion) return variable;
  return { ...variable, valueFrom: { ...variable.valueFrom, fieldRef: { apiVersion: 'v1', ...fieldRef } } };
}

/** @models pkg/apis/core/v1/defaults.go SetDefaults_Probe */
function probeWithDefaults(probe: Probe): Probe {
  return {
    ...handlerWithDefaults(probe),
    timeoutSeconds: probe.timeoutSeconds || 1,
    periodSeconds: probe.periodSeconds || 10,
    successThreshold: probe.successThreshold || 1,
    failureThreshold: probe.failureThreshold || 3,
  };
}

/** @models pkg/apis/core/v1/defaults.go SetDefaults_HTTPGetAction */
function handlerWithDefaults<H extends Probe | LifecycleHandler>(handler: H): H {
  const { httpGet } = handler;
  if (!httpGet) return handler;
  return { ...handler, httpGet: { ...httpGet, path: httpGet.path || '/', scheme: httpGet.scheme || 'HTTP' } };
}

/** @models pkg/apis/core/v1/defaults.go SetDefaults_ResourceList */
function canonicalResources(resources: ResourceRequirements | undefined): ResourceRequirements {
  if (!resources) return {};
  return {
    ...resources,
    ...(resources.limits ? { limits: canonicalList(resources.limits) } : {}),
    ...(resources.requests ? { requests: canonicalList(resources.requests) } : {}),
  };
}

function canonicalList(list: NonNullable<ResourceRequirements['limits']>): NonNullable<ResourceRequirements['limits']> {
  return Object.fromEntries(Object.entries(list).map(([name, amount]) => [name, canonicalResourceQuantity(amount)]));
}

function withRequestsFromLimits(container: Container): Container {
  const { limits, requests } = container.resources ?? {};
  if (!limits) return container;
  const missing = Object.keys(limits).filter((name) => requests?.[name] === undefined);
  if (missing.length === 0) return container;
  const added = Object.fromEntries(missing.map((name) => [name, limits[name] as string]));
  return { ...container, resources: { ...container.resources, requests: { ...requests, ...added } } };
}
