import type { SnapshotProblem, SnapshotProblemKind } from './snapshot-problem.ts';

type Words = Readonly<
  Record<SnapshotProblemKind, (problem: SnapshotProblem) => readonly [what: string, advice: string]>
>;

const command = '`kubectl get nodes,pods,priorityclasses -A -o json`';

/** Problems in English: what is wrong, and what to do about it. */
export const englishProblems: Words = {
  emptyFile: () => ['The file is empty.', `Did kubectl print an error on the terminal? Run ${command} again.`],
  compressed: ({ found }) => [
    `The file is compressed with ${found}.`,
    'gzip is unpacked here, once. Unpack everything else first and bring what was in it.',
  ],
  binary: ({ found }) => [`This is a binary file, found ${found}.`, `Bring the text that ${command} prints.`],
  htmlPage: ({ found }) => [
    `This is a web page, found ${found}.`,
    `A proxy or a login page has probably answered in place of the API server. Log in, then run ${command} again.`,
  ],
  table: ({ found }) => [
    `This is a table for people, found ${found}.`,
    `Run kubectl again with \`-o json\`: ${command}.`,
  ],
  notRecognised: ({ found }) => [
    `Expected JSON or YAML of Kubernetes objects, found ${found}.`,
    `Bring the output of ${command}.`,
  ],
  noObjects: () => ['There is no object in the file.', `Bring the output of ${command}.`],
  kubectlError: ({ found }) => [
    `kubectl reported: ${found}`,
    'Objects may be missing because of it. Mend the cause and take the snapshot again, or go on with what is there.',
  ],
  strayText: ({ found }) => [
    `Expected an object, found ${found}.`,
    'Remove the text if it does not belong here. If it is what is left of an object, take the snapshot again.',
  ],
  notUTF8: ({ found }) => [
    `Expected UTF-8, found ${found}.`,
    'The file has been damaged or converted. Copy it again as a binary file.',
  ],
  syntax: ({ expected, found }) => [
    `Expected ${expected}, found ${found}.`,
    'Mend the line if the file was edited by hand, else take the snapshot again.',
  ],
  truncated: ({ expected }) => [
    `The file ends too early: expected ${expected}.`,
    'kubectl was interrupted, or the disk was full. Take the snapshot again.',
  ],
  tooLarge: ({ expected }) => [
    `Expected ${expected}, found more.`,
    'No API server stores such an object: mend the file.',
  ],
  notAnObject: ({ found }) => [`Expected an object, found ${found}.`, 'Remove it from the list.'],
  noKind: ({ found }) => [
    `The object does not say what it is: expected \`kind\` and \`apiVersion\`, found ${found}.`,
    `Bring the output of ${command}, whole objects and not parts of them.`,
  ],
  noName: ({ found }) => [`Expected a name, found ${found}.`, 'Every stored object has one: take the snapshot again.'],
  wrongField: ({ expected, found }) => [
    `Expected ${expected}, found ${found}.`,
    'No API server stores this: was the file changed by a tool or by hand?',
  ],
  badQuantity: ({ expected, found }) => [
    `Expected ${expected}, found ${found}.`,
    'Write a number with one of the suffixes n u m k M G T P E Ki Mi Gi Ti Pi Ei, or with none.',
  ],
  duplicate: ({ found }) => [
    `Expected each object once, found ${found} again.`,
    'The first one counts. Are there two snapshots of the same cluster among the files?',
  ],
  apiStatus: ({ found }) => [
    `The API server refused: ${found}.`,
    'Ask for the right to list nodes, pods and priority classes in all namespaces, then take the snapshot again.',
  ],
};

/** The same in Chinese. */
export const chineseProblems: Words = {
  emptyFile: () => ['文件是空的。', `kubectl 是否在终端里报了错？请重新运行 ${command}。`],
  compressed: ({ found }) => [
    `文件是 ${found} 压缩的。`,
    '这里只会解开一层 gzip。其他格式请先解压，再放入里面的文件。',
  ],
  binary: ({ found }) => [`这是二进制文件，开头是 ${found}。`, `请放入 ${command} 输出的文本。`],
  htmlPage: ({ found }) => [
    `这是一个网页，开头是 ${found}。`,
    `应答的多半是代理或登录页，而不是 API server。请先登录，再重新运行 ${command}。`,
  ],
  table: ({ found }) => [`这是给人看的表格，开头是 ${found}。`, `请加上 \`-o json\` 重新运行：${command}。`],
  notRecognised: ({ found }) => [
    `应为 Kubernetes 对象的 JSON 或 YAML，实际是 ${found}。`,
    `请放入 ${command} 的输出。`,
  ],
  noObjects: () => ['文件里没有任何对象。', `请放入 ${command} 的输出。`],
  kubectlError: ({ found }) => [
    `kubectl 报告：${found}`,
    '可能因此缺少对象。请排除原因后重新获取快照，或者用现有的对象继续。',
  ],
  strayText: ({ found }) => [
    `应为一个对象，实际是 ${found}。`,
    '如果这段文字与快照无关，请删掉；如果它是某个对象的残余，请重新获取快照。',
  ],
  notUTF8: ({ found }) => [`应为 UTF-8，实际是 ${found}。`, '文件已损坏或被转码。请以二进制方式重新复制。'],
  syntax: ({ expected, found }) => [
    `应为 ${inChinese(expected)}，实际是 ${inChinese(found)}。`,
    '如果手工改过文件，请修正这一行；否则请重新获取快照。',
  ],
  truncated: ({ expected }) => [
    `文件在中途结束：此处应为 ${inChinese(expected)}。`,
    'kubectl 被中断，或者磁盘已满。请重新获取快照。',
  ],
  tooLarge: ({ expected }) => [
    `应为 ${inChinese(expected)}，实际更大。`,
    '没有 API server 会存这样的对象：请修正文件。',
  ],
  notAnObject: ({ found }) => [`应为一个对象，实际是 ${found}。`, '请把它从列表里删掉。'],
  noKind: ({ found }) => [
    `对象没有说明自己是什么：应有 \`kind\` 和 \`apiVersion\`，实际是 ${inChinese(found)}。`,
    `请放入 ${command} 的输出：完整的对象，而不是其中一部分。`,
  ],
  noName: ({ found }) => [`应有名字，实际是 ${inChinese(found)}。`, '存下来的对象都有名字：请重新获取快照。'],
  wrongField: ({ expected, found }) => [
    `应为 ${inChinese(expected)}，实际是 ${inChinese(found)}。`,
    '没有 API server 会存这样的值：文件是否被工具或手工改过？',
  ],
  badQuantity: ({ expected, found }) => [
    `应为 ${inChinese(expected)}，实际是 ${inChinese(found)}。`,
    '请写一个数字，可带后缀 n u m k M G T P E Ki Mi Gi Ti Pi Ei 之一。',
  ],
  duplicate: ({ found }) => [
    `每个对象只应出现一次，${found} 又出现了。`,
    '以第一个为准。这些文件里是否有同一集群的两份快照？',
  ],
  apiStatus: ({ found }) => [
    `API server 拒绝了请求：${found}。`,
    '请取得在所有命名空间列出 Node、Pod 和 PriorityClass 的权限，再重新获取快照。',
  ],
};

/** The phrases that problems are described with; the rest of them is JSON, YAML or names. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/^a string$/, '字符串'],
  [/^a whole number$/, '整数'],
  [/^true or false$/, 'true 或 false'],
  [/^an object$/, '对象'],
  [/^a list$/, '列表'],
  [/^nothing$/, '什么都没有'],
  [/^at least one container$/, '至少一个容器'],
  [/^a time such as /, '时间，例如 '],
  [/^an amount such as /, '数量，例如 '],
  [/^a whole number or a percentage such as /, '整数或百分比，例如 '],
  [/^a field name in quotes or /, '带引号的字段名或 '],
  [/^a field name in quotes$/, '带引号的字段名'],
  [/^a JSON value or /, 'JSON 值或 '],
  [/^a JSON value$/, 'JSON 值'],
  [/^the rest of the object$/, '该对象的其余部分'],
  [/^the end of the line$/, '行尾'],
  [/^the end of the file$/, '文件末尾'],
  [/^the end of the document$/, '文档末尾'],
  [/^no control character in a string$/, '不含控制字符的字符串'],
  [/ before the line ends$/, '（在行尾之前）'],
  [/^an escape that JSON knows /, 'JSON 认识的转义'],
  [/^an object of at most (\d+) MiB$/, '不超过 $1 MiB 的对象'],
  [/^a document or an item of at most (\d+) MiB$/, '不超过 $1 MiB 的文档或列表项'],
  [/^at most (\d+) objects and lists in each other$/, '最多 $1 层对象和列表'],
  [/ after the items$/, '（在各项之后）'],
  [/ beside `items`$/, '（与 `items` 并列）'],
  [/^fields /, '字段 '],
  [/ or /g, ' 或 '],
];

function inChinese(phrase: string): string {
  return phrases.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), phrase);
}
