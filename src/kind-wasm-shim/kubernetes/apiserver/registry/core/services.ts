import type { Service, ServicePort, ServiceSpec } from 'kubernetes-types/core/v1';
import type { FieldError } from '../../../api/errors.ts';
import type { KubernetesObject, StoredObject } from '../../../api/meta.ts';
import { isPort, portText } from '../../../api/validation/container.ts';
import { duplicate, invalidValue, notSupported, required } from '../../../api/validation/field-errors.ts';
import { dns1035LabelErrors } from '../../../api/validation/names.ts';
import { servicePrinter } from '../../printers/service.ts';
import { allVerbs, type ResourceStrategy, type StrategyContext } from '../../resource-strategy.ts';

const nodePortRange = { first: 30_000, last: 32_767 };
const types = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'];

/** @models pkg/registry/core/service/strategy.go svcStrategy
 *  @models pkg/registry/core/service/storage/alloc.go Allocators
 *  @simplifies one IPv4 address family; addresses and node ports are given out in order, upstream draws them at random. */
export const services: ResourceStrategy = {
  group: '',
  version: 'v1',
  plural: 'services',
  singular: 'service',
  kind: 'Service',
  namespaced: true,
  verbs: allVerbs,
  shortNames: ['svc'],
  categories: ['all'],
  hasStatus: true,
  table: servicePrinter,
  fields: {
    'spec.clusterIP': (object) => asService(object).spec?.clusterIP ?? '',
    'spec.type': (object) => asService(object).spec?.type ?? '',
  },
  nameErrors: dns1035LabelErrors,

  /** @models pkg/apis/core/v1/defaults.go SetDefaults_Service */
  applyDefaults: (object) => {
    const spec = (object.spec ?? {}) as ServiceSpec;
    const type = spec.type || 'ClusterIP';
    const external = type === 'NodePort' || type === 'LoadBalancer';
    return {
      ...object,
      spec: {
        ...spec,
        ...(spec.ports ? { ports: spec.ports.map(portWithDefaults) } : {}),
        ...(external ? { externalTrafficPolicy: spec.externalTrafficPolicy || 'Cluster' } : {}),
        ...(type === 'LoadBalancer'
          ? { allocateLoadBalancerNodePorts: spec.allocateLoadBalancerNodePorts ?? true }
          : {}),
        ...(type === 'ExternalName' ? {} : { internalTrafficPolicy: spec.internalTrafficPolicy || 'Cluster' }),
        sessionAffinity: spec.sessionAffinity || 'None',
        type,
      },
    };
  },
  prepareForCreate: (object, context) =>
    withAllocations({ ...object, status: { loadBalancer: {} } }, undefined, context),
  prepareForUpdate: (object, old, context) => withAllocations(object, asService(old).spec, context) as StoredObject,
  validate: (object) => serviceErrors((object as Service).spec ?? {}),
  validateUpdate: (object, old) => {
    const before = asService(old).spec;
    const after = asService(object).spec;
    if (!before?.clusterIP || after?.type === 'ExternalName' || after?.clusterIP === before.clusterIP) return [];
    const text = 'may not change once set';
    return [invalidValue('spec.clusterIPs[0]', after?.clusterIPs ?? [after?.clusterIP ?? ''], text)];
  },
  returnsDeletedObject: true,
};

function asService(object: StoredObject): Service {
  return object as unknown as Service;
}

function portWithDefaults(port: ServicePort): ServicePort {
  return { ...port, protocol: port.protocol || 'TCP', targetPort: port.targetPort || port.port };
}

function withAllocations(
  object: KubernetesObject,
  old: ServiceSpec | undefined,
  context: StrategyContext,
): KubernetesObject {
  const spec = object.spec as ServiceSpec;
  if (spec.type === 'ExternalName') return object;
  const others = context.list('services').map((other) => asService(other).spec);
  const clusterIP = spec.clusterIP || old?.clusterIP || freeAddress(others);
  const families =
    clusterIP === 'None' && !spec.selector
      ? { ipFamilies: spec.ipFamilies ?? ['IPv4'], ipFamilyPolicy: spec.ipFamilyPolicy ?? 'RequireDualStack' }
      : { ipFamilies: spec.ipFamilies ?? ['IPv4'], ipFamilyPolicy: spec.ipFamilyPolicy ?? 'SingleStack' };
  const needsPorts = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  const taken = new Set(others.flatMap((other) => (other?.ports ?? []).map((port) => port.nodePort)));
  const ports = spec.ports?.map((port, index) => {
    if (!needsPorts || port.nodePort) return port;
    const kept = old?.ports?.[index]?.nodePort;
    let nodePort = kept ?? nodePortRange.first;
    while (kept === undefined && taken.has(nodePort) && nodePort < nodePortRange.last) nodePort += 1;
    taken.add(nodePort);
    return { ...port, nodePort };
  });
  return { ...object, spec: { ...spec, ...(ports ? { ports } : {}), clusterIP, clusterIPs: [clusterIP], ...families } };
}

/** The first free address of 10.96.0.0/16, after those that kubeadm gives to the API server and to DNS. */
function freeAddress(others: readonly (ServiceSpec | undefined)[]): string {
  const taken = new Set(others.map((spec) => spec?.clusterIP));
  for (let number = 11; number < 65_535; number++) {
    const address = `10.96.${number >> 8}.${number & 255}`;
    if (!taken.has(address)) return address;
  }
  return '';
}

/** @models pkg/apis/core/validation/validation.go ValidateService */
function serviceErrors(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = [];
  const ports = spec.ports ?? [];
  if (ports.length === 0 && spec.clusterIP !== 'None' && spec.type !== 'ExternalName')
    errors.push(required('spec.ports'));
  const names = new Set<string>();
  ports.forEach((port, index) => {
    const field = `spec.ports[${index}]`;
    if (ports.length > 1 && !port.name) errors.push(required(`${field}.name`));
    if (port.name && names.has(port.name)) errors.push(duplicate(`${field}.name`, port.name));
    if (port.name) names.add(port.name);
    if (!isPort(port.port)) errors.push(invalidValue(`${field}.port`, port.port, portText));
    if (!['TCP', 'UDP', 'SCTP'].includes(port.protocol ?? '')) {
      errors.push(notSupported(`${field}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP']));
    }
    if (port.nodePort && (port.nodePort < nodePortRange.first || port.nodePort > nodePortRange.last)) {
      const { first, last } = nodePortRange;
      const text = `provided port is not in the valid range. The range of valid ports is ${first}-${last}`;
      errors.push(invalidValue(`${field}.nodePort`, port.nodePort, text));
    }
  });
  if (!types.includes(spec.type ?? '')) errors.push(notSupported('spec.type', spec.type, types));
  return errors;
}
