import { equalJson } from '../../../api/equal-json.ts';
import type { KubernetesObject } from '../../../api/meta.ts';
import { invalidValue } from '../../../api/validation/field-errors.ts';
import { pathSegmentNameErrors } from '../../../api/validation/names.ts';
import { clusterRoleBindingPrinter, roleBindingPrinter } from '../../printers/rbac.ts';
import { allVerbs, type ResourceStrategy } from '../../resource-strategy.ts';

const rbac = 'rbac.authorization.k8s.io';

/** @models pkg/apis/rbac/v1/defaults.go SetDefaults_RoleBinding */
function applyDefaults(object: KubernetesObject): KubernetesObject {
  const roleRef = object.roleRef as Record<string, string> | undefined;
  const subjects = object.subjects as readonly Record<string, string>[] | undefined;
  return {
    ...object,
    ...(roleRef ? { roleRef: { ...roleRef, apiGroup: roleRef.apiGroup || rbac } } : {}),
    ...(subjects
      ? {
          subjects: subjects.map((subject) =>
            subject.kind === 'ServiceAccount' ? subject : { ...subject, apiGroup: subject.apiGroup || rbac },
          ),
        }
      : {}),
  };
}

const binding = {
  group: rbac,
  version: 'v1',
  verbs: allVerbs,
  applyDefaults,
  nameErrors: pathSegmentNameErrors,
  /** @models pkg/apis/rbac/validation/validation.go ValidateRoleBindingUpdate */
  validateUpdate: (object, old) =>
    equalJson(object.roleRef, old.roleRef) ? [] : [invalidValue('roleRef', object.roleRef, 'cannot change roleRef')],
} satisfies Partial<ResourceStrategy>;

/** @models pkg/registry/rbac/rolebinding/strategy.go strategy */
export const roleBindings: ResourceStrategy = {
  ...binding,
  plural: 'rolebindings',
  singular: 'rolebinding',
  kind: 'RoleBinding',
  namespaced: true,
  table: roleBindingPrinter,
};

/** @models pkg/registry/rbac/clusterrolebinding/strategy.go strategy */
export const clusterRoleBindings: ResourceStrategy = {
  ...binding,
  plural: 'clusterrolebindings',
  singular: 'clusterrolebinding',
  kind: 'ClusterRoleBinding',
  namespaced: false,
  table: clusterRoleBindingPrinter,
};
