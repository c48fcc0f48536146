import { resourcesOf } from '../discovery/discovery.ts';
import { patchExtensions } from '../patch/merge-keys.ts';
import { patchContentTypes } from '../patch/patch.ts';
import type { ResourceStrategy } from '../resource-strategy.ts';
import { type FieldType, kindType, type ObjectType, objectTypes } from '../schema/schema.ts';
import type { ApiServer } from '../server.ts';

type JsonObject = Record<string, unknown>;

/** The OpenAPI document of one group and version: the operations on its resources, and the types that they take.
 *  @models k8s.io/kube-openapi/pkg/builder3/openapi.go openAPI.buildOpenAPISpec
 *  @simplifies descriptions, formats and most parameters are left out; what kubectl looks for is there. */
export function openapiDocument(server: ApiServer, group: string, version: string): JsonObject {
  const strategies = resourcesOf(server, group, version);
  const paths: JsonObject = {};
  const wanted: ObjectType[] = [];
  const kinds = new Map<string, JsonObject>();
  for (const strategy of strategies) {
    Object.assign(paths, operations(strategy));
    const type = kindType(group, version, strategy.kind);
    if (!type) continue;
    wanted.push(type);
    kinds.set(type.id, { group, kind: strategy.kind, version });
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: server.version.gitVersion },
    paths,
    components: { schemas: schemas(wanted, kinds) },
  };
}

function operations(strategy: ResourceStrategy): JsonObject {
  const { group, version, plural, kind, namespaced, verbs } = strategy;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const collection = namespaced ? `${root}/namespaces/{namespace}/${plural}` : `${root}/${plural}`;
  const identity = { 'x-kubernetes-group-version-kind': { group, kind, version } };
  const type = kindType(group, version, kind);
  const schema = type ? { $ref: reference(type.id) } : {};
  const operation = (verb: string, action: string, parameters: readonly string[], contentTypes: readonly string[]) => ({
    operationId: `${verb}${kind}`,
    'x-kubernetes-action': action,
    ...identity,
    parameters: parameters.map(queryParameter),
    ...(contentTypes.length > 0
      ? { requestBody: { content: Object.fromEntries(contentTypes.map((each) => [each, { schema }])) } }
      : {}),
    responses: { 200: { description: 'OK' } },
  });
  const writing = ['dryRun', 'fieldManager', 'fieldValidation'];
  const one: JsonObject = {};
  const many: JsonObject = {};
  if (verbs.includes('list')) many.get = operation('list', 'list', ['labelSelector', 'fieldSelector', 'limit'], []);
  if (verbs.includes('create')) many.post = operation('create', 'post', writing, ['application/json']);
  if (verbs.includes('get')) one.get = operation('read', 'get', [], []);
  if (verbs.includes('update')) one.put = operation('replace', 'put', writing, ['application/json']);
  if (verbs.includes('patch')) {
    one.patch = operation('patch', 'patch', [...writing, 'force'], Object.values(patchContentTypes));
  }
  if (verbs.includes('delete')) one.delete = operation('delete', 'delete', ['dryRun', 'gracePeriodSeconds'], []);
  return { [collection]: many, ...(Object.keys(one).length > 0 ? { [`${collection}/{name}`]: one } : {}) };
}

function queryParameter(name: string): JsonObject {
  return { name, in: 'query', schema: { type: 'string', uniqueItems: true } };
}

/** The wanted types and all that they hold, by their names. */
function schemas(wanted: readonly ObjectType[], kinds: ReadonlyMap<string, JsonObject>): JsonObject {
  const result: JsonObject = {};
  const waiting = [...wanted];
  for (let type = waiting.pop(); type; type = waiting.pop()) {
    const name = modelName(type.id);
    if (Object.hasOwn(result, name)) continue;
    const properties: JsonObject = {};
    for (const [field, fieldType] of type.fields) {
      properties[field] = { ...schemaOf(fieldType), ...patchExtensions(type.name, field) };
      const inner = objectTypes().get(innerType(fieldType) ?? '');
      if (inner) waiting.push(inner);
    }
    const identity = kinds.get(type.id);
    result[name] = {
      type: 'object',
      properties,
      ...(type.required.length > 0 ? { required: type.required } : {}),
      ...(identity ? { 'x-kubernetes-group-version-kind': [identity] } : {}),
    };
  }
  return result;
}

function innerType(type: FieldType): string | undefined {
  if (type.is === 'object') return type.type;
  return type.is === 'list' || type.is === 'map' ? innerType(type.of) : undefined;
}

function schemaOf(type: FieldType): JsonObject {
  switch (type.is) {
    case 'list':
      return { type: 'array', items: schemaOf(type.of) };
    case 'map':
      return { type: 'object', additionalProperties: schemaOf(type.of) };
    case 'object':
      return { allOf: [{ $ref: reference(type.type) }], default: {} };
    case 'int32':
    case 'int64':
      return { type: 'integer', format: type.is };
    case 'boolean':
      return { type: 'boolean' };
    case 'bytes':
      return { type: 'string', format: 'byte' };
    case 'intOrString':
      return { oneOf: [{ type: 'integer' }, { type: 'string' }], format: 'int-or-string' };
    case 'time':
      return { type: 'string', format: 'date-time' };
    case 'any':
      return { type: 'object' };
    default:
      return { type: 'string' };
  }
}

function reference(id: string): string {
  return `#/components/schemas/${modelName(id)}`;
}

/** The name of a type in the documents: `core/v1.Pod` is `io.k8s.api.core.v1.Pod`. */
export function modelName(id: string): string {
  const dotted = id.replace('/', '.');
  return dotted.startsWith('meta.') ? `io.k8s.apimachinery.pkg.apis.${dotted}` : `io.k8s.api.${dotted}`;
}
