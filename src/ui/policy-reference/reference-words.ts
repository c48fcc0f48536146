import type { ExtensionPoint } from 'kind-wasm-shim/kubernetes/descheduler/framework/policy.ts';
import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import type { Language } from '../../projections/language.ts';

/** The words of the generated parts of the policy reference. */
export interface ReferenceWords {
  readonly extensionPoints: Readonly<Record<ExtensionPoint, string>>;
  readonly type: string;
  readonly byDefault: string;
  readonly onlyIn: (versions: readonly DeschedulerVersion[]) => string;
  readonly noArguments: string;
  readonly loadedBy: (versions: readonly DeschedulerVersion[]) => string;
  readonly loadedAs: (versions: readonly DeschedulerVersion[]) => string;
  readonly refused: string;
  readonly refusedBy: (versions: readonly DeschedulerVersion[]) => string;
  readonly profileRefusedBy: (versions: readonly DeschedulerVersion[]) => string;
  readonly logs: string;
  readonly since: (release: string) => string;
  readonly noDifference: string;
  readonly source: string;
  readonly openInTool: string;
  readonly check: CheckWords;
}

/** The words of the box that checks a policy. */
export interface CheckWords {
  readonly label: string;
  readonly version: string;
  readonly run: string;
  readonly running: string;
  readonly accepted: (version: string) => string;
  readonly completed: string;
  readonly refused: (version: string) => string;
  readonly profileRefused: (version: string) => string;
  readonly warned: string;
  readonly empty: string;
  readonly tooLarge: (kB: number) => string;
  readonly failed: string;
  readonly stale: string;
  readonly noScript: string;
}

const both = (and: string) => (versions: readonly string[]) => versions.join(and);
const zhList = both('、');
const enList = both(' and ');

export const referenceWords: Readonly<Record<Language, ReferenceWords>> = {
  zh: {
    extensionPoints: {
      deschedule: 'Deschedule：逐个Pod判断',
      balance: 'Balance：看整体的分布',
      filter: 'Filter：这个Pod可不可以驱逐',
      preEvictionFilter: 'PreEvictionFilter：现在驱逐有没有用',
    },
    type: '类型',
    byDefault: '默认',
    onlyIn: (versions) => `只有${zhList(versions)}有`,
    noArguments: '没有参数。',
    loadedBy: (versions) => `${zhList(versions)}接受`,
    loadedAs: (versions) => `补上默认值之后（${zhList(versions)}）`,
    refused: '会被拒绝的写法',
    refusedBy: (versions) => `${zhList(versions)}拒绝`,
    profileRefusedBy: (versions) => `${zhList(versions)}建不起这个profile`,
    logs: '并记下',
    since: (release) => `从${release}起`,
    noDifference: '两个版本的行为相同。',
    source: '源码：',
    openInTool: '在工具里打开',
    check: {
      label: '策略，YAML或JSON',
      version: '版本',
      run: '检查',
      running: '正在检查…',
      accepted: (version) => `${version}接受这份策略。`,
      completed: '补上默认值之后，它是这样运行的：',
      refused: (version) => `${version}拒绝这份策略：`,
      profileRefused: (version) => `${version}读得懂这份策略，但有一个profile建不起来：`,
      warned: '读的时候记下：',
      empty: '还没有策略。把它粘贴到上面的框里。',
      tooLarge: (kB) => `这段文字有${kB} kB，策略不会有这么大；请检查是不是粘贴错了。`,
      failed: '检查没有完成，这是本页的错误，不是策略的：',
      stale: '策略改过了，再检查一次。',
      noScript: '检查要在浏览器里运行，需要JavaScript。',
    },
  },
  en: {
    extensionPoints: {
      deschedule: 'Deschedule: judges one pod after another',
      balance: 'Balance: looks at how things are spread',
      filter: 'Filter: whether a pod may be evicted',
      preEvictionFilter: 'PreEvictionFilter: whether evicting it is of any use now',
    },
    type: 'Type',
    byDefault: 'Default',
    onlyIn: (versions) => `only in ${enList(versions)}`,
    noArguments: 'No arguments.',
    loadedBy: (versions) => `Accepted by ${enList(versions)}`,
    loadedAs: (versions) => `With the defaults filled in (${enList(versions)})`,
    refused: 'What is refused',
    refusedBy: (versions) => `Refused by ${enList(versions)}`,
    profileRefusedBy: (versions) => `${enList(versions)} cannot build the profile`,
    logs: 'and logs',
    since: (release) => `since ${release}`,
    noDifference: 'Both releases do the same.',
    source: 'Source:',
    openInTool: 'Open in the tool',
    check: {
      label: 'Policy, YAML or JSON',
      version: 'Release',
      run: 'Check',
      running: 'Checking…',
      accepted: (version) => `${version} accepts this policy.`,
      completed: 'With its defaults filled in, it runs as:',
      refused: (version) => `${version} refuses this policy:`,
      profileRefused: (version) => `${version} can read this policy, but cannot build one of its profiles:`,
      warned: 'While reading it logs:',
      empty: 'No policy yet. Paste one into the box above.',
      tooLarge: (kB) => `This text has ${kB} kB, and no policy is that large. See whether the right thing was pasted.`,
      failed: 'The check did not finish. That is a fault of this page, not of the policy:',
      stale: 'The policy has changed. Check it again.',
      noScript: 'The check runs in your browser and needs JavaScript.',
    },
  },
};
