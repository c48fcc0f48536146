import type { Deployment, DeploymentSpec } from 'kubernetes-types/apps/v1';
import { deploymentSpecWithDefaults } from '../../../api/defaults/workloads.ts';
import type { KubernetesObject } from '../../../api/meta.ts';
import { immutableSelectorErrors, workloadErrors } from '../../../api/validation/workloads.ts';
import { deploymentPrinter } from '../../printers/workloads.ts';
import { allVerbs, type ResourceStrategy } from '../../resource-strategy.ts';
import { scaleSubresource } from './scale.ts';

/** @models pkg/registry/apps/deployment/strategy.go deploymentStrategy */
export const deployments: ResourceStrategy = {
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  singular: 'deployment',
  kind: 'Deployment',
  namespaced: true,
  verbs: allVerbs,
  shortNames: ['deploy'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  subresources: [scaleSubresource],
  table: deploymentPrinter,

  applyDefaults: (object) => withSpec(object, deploymentSpecWithDefaults),
  prepareForCreate: (object) => ({ ...object, status: {} }),
  validate: (object) => workloadErrors((object as Deployment).spec, ['Always']),
  validateUpdate: (object, old) => immutableSelectorErrors((object as Deployment).spec, (old as Deployment).spec),
};

function withSpec(object: KubernetesObject, change: (spec: DeploymentSpec) => DeploymentSpec): KubernetesObject {
  const spec = object.spec as DeploymentSpec | undefined;
  return spec?.template ? { ...object, spec: change(spec) } : object;
}
