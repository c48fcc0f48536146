import type { ResourceStrategy } from '../../resource-strategy.ts';

/** May I? Always.
 *  @models pkg/registry/authorization/selfsubjectaccessreview/rest.go REST.Create
 *  @simplifies roles are not enforced, so the answer is always yes. */
export const selfSubjectAccessReviews: ResourceStrategy = {
  group: 'authorization.k8s.io',
  version: 'v1',
  plural: 'selfsubjectaccessreviews',
  singular: 'selfsubjectaccessreview',
  kind: 'SelfSubjectAccessReview',
  namespaced: false,
  verbs: ['create'],
  answer: ({ spec }) => ({
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: { creationTimestamp: null as unknown as string },
    spec,
    status: { allowed: true },
  }),
};
