import { pathSegmentNameErrors } from '../../../api/validation/names.ts';
import { clusterRolePrinter, rolePrinter } from '../../printers/rbac.ts';
import { allVerbs, type ResourceStrategy } from '../../resource-strategy.ts';

const role = { group: 'rbac.authorization.k8s.io', version: 'v1', verbs: allVerbs, nameErrors: pathSegmentNameErrors };

/** @models pkg/registry/rbac/role/strategy.go strategy
 *  @simplifies roles are stored and never enforced: every user may do everything. */
export const roles: ResourceStrategy = {
  ...role,
  plural: 'roles',
  singular: 'role',
  kind: 'Role',
  namespaced: true,
  table: rolePrinter,
};

/** @models pkg/registry/rbac/clusterrole/strategy.go strategy */
export const clusterRoles: ResourceStrategy = {
  ...role,
  plural: 'clusterroles',
  singular: 'clusterrole',
  kind: 'ClusterRole',
  namespaced: false,
  table: clusterRolePrinter,
};
