import type { Language } from '../language.ts';

/** What the simulation leaves out, in the order in which it is likely to matter. */
export function limitsOf(language: Language): readonly string[] {
  return limits[language];
}

const limits: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'Requests only: what pods really use, and metricsUtilization in v0.36, are not in a snapshot.',
    'All evictions of a cycle come before the scheduler places anything, and successors run at once. In a cluster both go on side by side, and pods take time to end and to become ready.',
    'The scheduler is the default one, without preemption, volumes and their zones, image locality and dynamic resources. Pods of other schedulers are placed as if by the default one.',
    'Every controller replaces an evicted pod at once by the template that the pod was made from. Rollouts, autoscalers and quotas are not looked at, and no node joins or leaves.',
    'Where the real program leaves an order to chance (nodes, pods, which duplicate survives), this one goes by name: counts agree, single pods may differ.',
    'Disruption budgets are honoured if they are in the snapshot; budgets in percent are not reckoned anew when a pod is lost for good.',
  ],
  zh: [
    '只看请求量：Pod 的实际用量，以及 v0.36 的 metricsUtilization，快照里没有。',
    '一个周期里先做完所有驱逐，调度器再放置，替代者立即运行。真实集群里两者同时进行，Pod 结束和就绪都要时间。',
    '调度器是默认调度器，不含抢占、卷及其可用区、镜像本地性和动态资源。其他调度器的 Pod 也按默认调度器放置。',
    '控制器立即按原来的模板重建被驱逐的 Pod。不考虑滚动更新、自动扩缩容和配额，也没有节点加入或离开。',
    '真实程序听凭偶然的顺序（节点、Pod、重复副本中留下哪一个），这里按名称排列：数目一致，具体是哪个 Pod 可能不同。',
    '快照里有的 PodDisruptionBudget 会遵守；按百分比写的预算不因 Pod 消失而重新计算。',
  ],
};
