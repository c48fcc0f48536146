import type { FieldError } from '../api/errors.ts';
import type { KubernetesObject, StoredObject } from '../api/meta.ts';
import type { ApiResponse } from './request.ts';
import type { ApiServer } from './server.ts';
import type { TablePrinter } from './table.ts';

/** What a client may do with a resource, in the words of discovery. */
export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

export const allVerbs: readonly Verb[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** What a strategy may look at, beside the object itself. */
export interface StrategyContext {
  readonly nowMs: number;
  /** The user who asks. */
  readonly by: string;
  /** Another object of the cluster, by resource (`priorityclasses.scheduling.k8s.io`) and key (`namespace/name`). */
  get(resource: string, key: string): StoredObject | undefined;
  list(resource: string): readonly StoredObject[];
  /** Five random characters for a generated name. */
  suffix(): string;
}

/** The options of a delete request that have an effect.
 *  @models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go DeleteOptions */
export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
  readonly orphanDependents?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: boolean;
}

/** How the API server treats one resource. The server itself knows no kinds: all that is particular to Pods is in the
 *  strategy of pods. Functions get objects that they must not change and return new ones.
 *  @models staging/src/k8s.io/apiserver/pkg/registry/rest/create.go RESTCreateStrategy */
export interface ResourceStrategy {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly Verb[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];

  /** Whether there is a `/status`, written apart from the rest. */
  readonly hasStatus?: boolean;
  /** Whether `metadata.generation` counts changes of the spec. */
  readonly hasGeneration?: boolean;
  readonly subresources?: readonly Subresource[];

  /** How objects become rows; without it a Table has the columns Name and Created At. */
  readonly table?: TablePrinter;
  /** What a field selector may ask for, beside metadata.name and metadata.namespace. */
  readonly fields?: Readonly<Record<string, (object: StoredObject) => string>>;
  /** The fields by which the store keeps an index. */
  readonly indexed?: readonly string[];

  /** Fills in what the client left out. Runs on whatever comes in. */
  applyDefaults?(object: KubernetesObject): KubernetesObject;
  /** Sets what clients may not, such as the status of a new object. */
  prepareForCreate?(object: KubernetesObject, context: StrategyContext): KubernetesObject;
  prepareForUpdate?(object: StoredObject, old: StoredObject, context: StrategyContext): StoredObject;
  prepareForStatusUpdate?(object: StoredObject, old: StoredObject, context: StrategyContext): StoredObject;
  /** The admission plugins that concern this resource, in the order in which they run. */
  readonly admission?: readonly AdmissionPlugin[];
  /** Why a name is not one, empty when it is. */
  nameErrors?(name: string): readonly string[];
  validate?(object: KubernetesObject, context: StrategyContext): readonly FieldError[];
  validateUpdate?(object: StoredObject, old: StoredObject, context: StrategyContext): readonly FieldError[];

  /** For resources that are deleted gracefully: how long the object has, 0 for none at all.
   *  @models staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go RESTGracefulDeleteStrategy */
  gracePeriodSeconds?(object: StoredObject, requested: number | undefined): number;
  /** For resources whose deletion waits for more than metadata.finalizers, as that of a namespace does for its content. */
  readonly finalization?: {
    isPending(object: StoredObject): boolean;
    /** The object as it is while the deletion is pending. */
    begin(object: StoredObject): StoredObject;
    /** Thrown, as a conflict, when the deletion is asked for again. */
    readonly pendingText: string;
  };
  /** For resources that are questions and are not stored: the answer. */
  answer?(question: KubernetesObject, asker: Asker): KubernetesObject;
  /** Whether DELETE answers with the object rather than with a Status. */
  readonly returnsDeletedObject?: boolean;
  /** What else happens with an object once it is written, such as the release of an address. */
  afterDelete?(object: StoredObject): void;
}

/** Who asks a question, and when. */
export interface Asker {
  readonly name: string;
  readonly groups: readonly string[];
  readonly nowMs: number;
}

/** Looks at a new object before it is stored, changes it or throws.
 *  @models staging/src/k8s.io/apiserver/pkg/admission/interfaces.go MutationInterface */
export type AdmissionPlugin = (object: KubernetesObject, context: StrategyContext) => KubernetesObject;

/** A part of an object that has a path of its own, such as `pods/binding`. */
export interface Subresource {
  readonly name: string;
  readonly kind: string;
  /** Group and version of the kind, when they are not those of the resource. */
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly Verb[];
  handle(server: ApiServer, call: SubresourceCall): ApiResponse | KubernetesObject;
}

/** A request to a subresource of one object. */
export interface SubresourceCall {
  readonly verb: Verb;
  /** The resource that it is a part of: `deployments.apps`. */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly contentType: string;
  /** The decoded body of a create or update, the text of a patch. */
  readonly body: KubernetesObject | string | undefined;
  readonly by: string;
  readonly dryRun: boolean;
}
