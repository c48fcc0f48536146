import type { ResourceStrategy } from '../resource-strategy.ts';
import { daemonSets } from './apps/daemonsets.ts';
import { deployments } from './apps/deployments.ts';
import { replicaSets } from './apps/replicasets.ts';
import { selfSubjectReviews } from './authentication/reviews.ts';
import { selfSubjectAccessReviews } from './authorization/reviews.ts';
import { jobs } from './batch/jobs.ts';
import { leases } from './coordination/leases.ts';
import { configMaps } from './core/configmaps.ts';
import { endpoints } from './core/endpoints.ts';
import { events } from './core/events.ts';
import { namespaces } from './core/namespaces.ts';
import { nodes } from './core/nodes.ts';
import { pods } from './core/pods.ts';
import { secrets } from './core/secrets.ts';
import { serviceAccounts } from './core/serviceaccounts.ts';
import { services } from './core/services.ts';
import { podDisruptionBudgets } from './policy/poddisruptionbudgets.ts';
import { clusterRoleBindings, roleBindings } from './rbac/rolebindings.ts';
import { clusterRoles, roles } from './rbac/roles.ts';
import { priorityClasses } from './scheduling/priorityclasses.ts';

/** Every resource that the server knows: the only list of them, in the order of discovery. */
export const resources: readonly ResourceStrategy[] = [
  configMaps,
  endpoints,
  events,
  namespaces,
  nodes,
  pods,
  secrets,
  serviceAccounts,
  services,
  daemonSets,
  deployments,
  replicaSets,
  selfSubjectReviews,
  selfSubjectAccessReviews,
  jobs,
  leases,
  podDisruptionBudgets,
  clusterRoleBindings,
  clusterRoles,
  roleBindings,
  roles,
  priorityClasses,
];
