import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import ts from 'typescript';
import { runTool } from './command-line.ts';
import { fetchKubectl } from './kubectl.ts';

// Writes the compact schema of the served kinds:
//
//     node src/tools/generate-api-schema.ts
//
// The types are those of Kubernetes 1.32, read from the descriptors that every kubectl carries to speak protobuf; which fields
// are required comes from the package kubernetes-types. One line a type: its name, then its fields in the order of their
// numbers. A number stands before a field only when it is not the one after the number before. What follows a field's name
// says what it holds; nothing means a text.
//
//     # integer of 32 bits    $ of 64    ? boolean    % integer or text    @ time    ~ quantity    = bytes    * anything
//     :T the type T    [] a list    {} a map, of what follows it    ^T the fields of T stand here
//
// A ! before a field says that it is required, a + before a type that it is a kind and so has apiVersion and kind. Types of
// other packages are written with their package, as meta/v1.Time.

const types = resolve(import.meta.dirname, '../../node_modules/kubernetes-types');
const output = resolve(import.meta.dirname, '../kind-wasm-shim/kubernetes/apiserver/schema/compact-schema.ts');

const kinds: Readonly<Record<string, readonly string[]>> = {
  'meta/v1': ['DeleteOptions'],
  'core/v1': [
    'Binding',
    'ConfigMap',
    'Endpoints',
    'Event',
    'Namespace',
    'Node',
    'Pod',
    'Secret',
    'Service',
    'ServiceAccount',
  ],
  'apps/v1': ['DaemonSet', 'Deployment', 'ReplicaSet'],
  'authentication/v1': ['SelfSubjectReview'],
  'authorization/v1': ['SelfSubjectAccessReview'],
  'autoscaling/v1': ['Scale'],
  'batch/v1': ['Job'],
  'coordination/v1': ['Lease'],
  'policy/v1': ['Eviction', 'PodDisruptionBudget'],
  'rbac/v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'scheduling/v1': ['PriorityClass'],
};

/** Messages that JSON writes as something else. */
const leaves: Readonly<Record<string, string>> = {
  'meta/v1.Time': '@',
  'meta/v1.MicroTime': '@',
  'meta/v1.FieldsV1': '*',
  'authentication/v1.ExtraValue': '*',
  'api/resource.Quantity': '~',
  'util/intstr.IntOrString': '%',
  'pkg/runtime.RawExtension': '*',
};

/** Fields whose own fields JSON writes in their place. */
const inlined = new Set(['volumeSource', 'handler', 'ephemeralContainerCommon', 'localObjectReference']);

interface Field {
  readonly name: string;
  readonly number: number;
  readonly isRepeated: boolean;
  readonly type: number;
  readonly typeName: string;
}

interface Message {
  readonly fields: readonly Field[];
  readonly entries: ReadonlyMap<string, readonly Field[]>;
}

await runTool('generate-api-schema', () => {
  const messages = readDescriptors(readFileSync(fetchKubectl('1.32')));
  const lines = new Map<string, string[]>();
  const done = new Set<string>();
  const add = (id: string) => {
    if (done.has(id)) return;
    done.add(id);
    const message = messages.get(id);
    if (!message) throw new Error(`expected a descriptor of ${id} in kubectl, found none`);
    const [home = '', name = ''] = split(id);
    const required = requiredFields(home, name);
    let previous = 0;
    const words = message.fields.map((field) => {
      const number = field.number === previous + 1 ? '' : String(field.number);
      previous = field.number;
      return `${number}${required.has(field.name) ? '!' : ''}${field.name}${notation(home, field, message, add)}`;
    });
    const found = lines.get(home) ?? [];
    found.push([`${kinds[home]?.includes(name) ? '+' : ''}${name}`, ...words].join(' '));
    lines.set(home, found);
  };
  for (const [home, names] of Object.entries(kinds)) for (const name of names) add(`${home}.${name}`);
  const text = [...lines].map(([home, found]) => `# ${home}\n${found.sort().join('\n')}\n`).join('');
  const head = '// Made by src/tools/generate-api-schema.ts, where the notation is explained. Do not edit.';
  writeFileSync(output, `${head}\n\nexport const compactSchema = \`${text}\`;\n`);
  console.log(`${done.size} types, ${text.length} characters`);
  return 0;
});

function split(id: string): [string, string] {
  const dot = id.lastIndexOf('.');
  return [id.slice(0, dot), id.slice(dot + 1)];
}

function notation(home: string, field: Field, message: Message, add: (id: string) => void): string {
  if (field.isRepeated) {
    const entry = message.entries.get(field.typeName.split('.').at(-1) ?? '');
    const value = entry?.find(({ number }) => number === 2);
    if (value) return `{}${notation(home, value, message, add)}`;
    return `[]${notation(home, { ...field, isRepeated: false }, message, add)}`;
  }
  switch (field.type) {
    case 3:
      return '$';
    case 5:
    case 13:
      return '#';
    case 8:
      return '?';
    case 9:
      return '';
    case 12:
      return '=';
    case 11: {
      const id = messageId(field.typeName);
      const leaf = leaves[id];
      if (leaf !== undefined) return leaf;
      add(id);
      const [other, name] = split(id);
      return `${inlined.has(field.name) ? '^' : ':'}${other === home ? name : id}`;
    }
    default:
      throw new Error(`${field.name}: no notation for the protobuf type ${field.type}`);
  }
}

/** `.k8s.io.api.core.v1.Pod` is `core/v1.Pod`. */
function messageId(typeName: string): string {
  const parts = typeName.replace(/^\./, '').split('.');
  const name = parts.pop() ?? '';
  return `${parts.slice(-2).join('/')}.${name}`;
}

/** The descriptors are compressed one by one into the binary: they are found by the mark of gzip and tried. */
function readDescriptors(binary: Buffer): Map<string, Message> {
  const messages = new Map<string, Message>();
  const mark = Buffer.from([0x1f, 0x8b, 0x08]);
  for (let at = binary.indexOf(mark); at >= 0; at = binary.indexOf(mark, at + 1)) {
    const file = decompress(binary.subarray(at, at + 400_000));
    if (file?.subarray(0, 100).includes('generated.proto')) readFile(file, messages);
  }
  return messages;
}

/** The data behind a mark of gzip; undefined when the mark was none. */
function decompress(data: Buffer): Buffer | undefined {
  try {
    return gunzipSync(data, { maxOutputLength: 4_000_000 });
  } catch {
    return undefined;
  }
}

function readFile(file: Buffer, messages: Map<string, Message>): void {
  const fields = readMessage(file);
  const home = text(fields, 2);
  for (const bytes of parts(fields, 4)) {
    const message = readMessage(bytes);
    const entries = new Map(
      parts(message, 3).map((entry) => [text(readMessage(entry), 1), fieldsOf(readMessage(entry))]),
    );
    messages.set(messageId(`${home}.${text(message, 1)}`), { fields: fieldsOf(message), entries });
  }
}

function fieldsOf(message: WireField[]): Field[] {
  const found = parts(message, 2).map((bytes): Field => {
    const field = readMessage(bytes);
    return {
      name: text(field, 1),
      number: number(field, 3),
      isRepeated: number(field, 4) === 3,
      type: number(field, 5),
      typeName: text(field, 6),
    };
  });
  return found.sort((left, right) => left.number - right.number);
}

interface WireField {
  readonly number: number;
  readonly value: number | Buffer;
}

function readMessage(bytes: Buffer): WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === 0) fields.push({ number: tag >> 3, value: varint() });
    else if (wire === 2) {
      const length = varint();
      fields.push({ number: tag >> 3, value: bytes.subarray(at, at + length) });
      at += length;
    } else throw new Error(`a descriptor has no fields of wire type ${wire}`);
  }
  return fields;
}

function parts(message: readonly WireField[], wanted: number): Buffer[] {
  return message.flatMap(({ number: found, value }) => (found === wanted && typeof value !== 'number' ? [value] : []));
}

function text(message: readonly WireField[], wanted: number): string {
  return parts(message, wanted)[0]?.toString('utf8') ?? '';
}

function number(message: readonly WireField[], wanted: number): number {
  const value = message.find((field) => field.number === wanted)?.value;
  return typeof value === 'number' ? value : 0;
}

/** The fields that the types of the package kubernetes-types say must be there. */
function requiredFields(home: string, name: string): ReadonlySet<string> {
  const path = join(types, `${home}.d.ts`);
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const declaration = source.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  const members = declaration?.members.filter(ts.isPropertySignature) ?? [];
  return new Set(members.filter((member) => !member.questionToken).map((member) => member.name.getText()));
}
