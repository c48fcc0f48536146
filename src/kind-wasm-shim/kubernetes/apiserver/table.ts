import type { StoredObject } from '../api/meta.ts';

/** A column of a Table as the API describes it; kubectl shows those of priority 0, with `-o wide` all.
 *  @models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go TableColumnDefinition */
export interface TableColumn {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean';
  readonly format: '' | 'name';
  readonly description: string;
  readonly priority: 0 | 1;
}

/** How the objects of a resource become rows of a Table. */
export interface TablePrinter {
  readonly columns: readonly TableColumn[];
  /** One cell a column. Rows are made when somebody reads them, so that ages are those of the moment. */
  cells(object: StoredObject, nowMs: number): readonly (string | number | boolean)[];
}

/** Which part of each object a Table carries beside its cells. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

const nameText =
  'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a ' +
  'client to request the generation of an appropriate name automatically. Name is primarily intended for creation ' +
  'idempotence and configuration definition. Cannot be updated. More info: ' +
  'https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names';
const ageText =
  'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed ' +
  'to be set in happens-before order across separate operations. Clients may not set this value. It is represented ' +
  'in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: ' +
  'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata';

export const nameColumn: TableColumn = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: nameText,
  priority: 0,
};
export const ageColumn: TableColumn = { name: 'Age', type: 'string', format: '', description: ageText, priority: 0 };

/** A column of texts that is always shown, or of the given type and priority. */
export function column(
  name: string,
  description: string,
  { type = 'string', priority = 0 }: { type?: TableColumn['type']; priority?: 0 | 1 } = {},
): TableColumn {
  return { name, type, format: '', description, priority };
}

const createdAtColumn: TableColumn = { ...ageColumn, name: 'Created At', type: 'string' };

/** The Table of a resource without columns of its own.
 *  @models staging/src/k8s.io/apiserver/pkg/registry/rest/table.go defaultTableConvertor.ConvertToTable */
export const defaultPrinter: TablePrinter = {
  columns: [nameColumn, createdAtColumn],
  cells: ({ metadata }) => [metadata.name, metadata.creationTimestamp],
};

/** Metadata of an object without the rest.
 *  @models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go PartialObjectMetadata */
export function partialObjectMetadata(object: StoredObject): object {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}

/** Objects as a Table. `metadata` is that of the list, or the resourceVersion of the one object.
 *  @models pkg/printers/storage/storage.go TableConvertor.ConvertToTable */
export function toTable(
  printer: TablePrinter,
  objects: readonly StoredObject[],
  metadata: object,
  include: IncludeObject,
  nowMs: number,
): object {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: printer.columns,
    rows: objects.map((object) => ({ cells: printer.cells(object, nowMs), object: includedObject(object, include) })),
  };
}

function includedObject(object: StoredObject, include: IncludeObject): object | null {
  if (include === 'None') return null;
  return include === 'Object' ? object : partialObjectMetadata(object);
}
