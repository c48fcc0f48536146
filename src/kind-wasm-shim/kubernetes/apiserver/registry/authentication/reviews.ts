import { apiTime } from '../../../api/meta.ts';
import type { ResourceStrategy } from '../../resource-strategy.ts';

/** Who am I?
 *  @models pkg/registry/authentication/selfsubjectreview/rest.go REST.Create */
export const selfSubjectReviews: ResourceStrategy = {
  group: 'authentication.k8s.io',
  version: 'v1',
  plural: 'selfsubjectreviews',
  singular: 'selfsubjectreview',
  kind: 'SelfSubjectReview',
  namespaced: false,
  verbs: ['create'],
  answer: (_question, { name, groups, nowMs }) => ({
    kind: 'SelfSubjectReview',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { creationTimestamp: apiTime(nowMs) },
    status: { userInfo: { username: name, groups } },
  }),
};
