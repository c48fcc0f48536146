import { type Decoded, goBool, goNamedString, goPointer, goString, goStruct } from '../../framework/go-json.ts';
import { PluginError } from '../../framework/plugin.ts';

// Since v0.32 LowNodeUtilization can go by what nodes really use. There is nobody here to measure it, so a policy that asks
// for it gets what the real descheduler answers where no metrics are served.

/** Where LowNodeUtilization takes utilization from, when not from requests.
 *  @models pkg/framework/plugins/nodeutilization/types.go MetricsUtilization */
export const metricsUtilizationType = goStruct('nodeutilization.MetricsUtilization', {
  metricsServer: goBool,
  source: goNamedString('api.MetricsSource'),
  prometheus: goPointer(goStruct('nodeutilization.Prometheus', { query: goString })),
});

export type MetricsUtilization = Decoded<typeof metricsUtilizationType>;

const kubernetesMetrics = 'KubernetesMetrics';
const prometheusMetrics = 'Prometheus';
const metricResource = 'MetricResource';

/** The first thing that is wrong with a choice of metrics, undefined when nothing is.
 *  @models pkg/framework/plugins/nodeutilization/validation.go ValidateLowNodeUtilizationArgs */
export function metricsError(metrics: MetricsUtilization | undefined): string | undefined {
  if (metrics?.source === kubernetesMetrics) {
    if (metrics.metricsServer) return `it is not allowed to set both "${kubernetesMetrics}" source and metricsServer`;
    if (metrics.prometheus !== undefined) {
      return `prometheus configuration is not allowed to set when source is set to "${kubernetesMetrics}"`;
    }
  }
  if (metrics?.source === prometheusMetrics && (metrics.prometheus?.query ?? '') === '') {
    return `prometheus query is required when metrics source is set to "${prometheusMetrics}"`;
  }
  return undefined;
}

/** Throws PluginError when the policy asks for metrics.
 *  @models pkg/framework/plugins/nodeutilization/lownodeutilization.go usageClientForMetrics,
 *  validatePrometheusMetricsUtilization
 *  @simplifies there are no metrics: neither of a metrics server nor of Prometheus. */
export function refuseMetrics(
  metrics: MetricsUtilization | undefined,
  thresholds: Readonly<Record<'thresholds' | 'targetThresholds', ReadonlyMap<string, number>>>,
): void {
  if (metrics === undefined) return;
  if (metrics.source === prometheusMetrics) {
    for (const list of ['thresholds', 'targetThresholds'] as const) {
      const resources = [...thresholds[list].keys()];
      if (resources.length === 1 && resources[0] === metricResource) continue;
      const expected = `${list} are expected to specify a single instance of "${metricResource}" resource`;
      throw new PluginError(`${expected}, got [${resources.join(' ')}] instead`);
    }
  }
  if (metrics.metricsServer || metrics.source === kubernetesMetrics) {
    throw new PluginError('metrics client not initialized');
  }
  if (metrics.source === prometheusMetrics) throw new PluginError('prometheus client not initialized');
  throw new PluginError(metrics.source === '' ? 'metrics source is empty' : 'unrecognized metrics source');
}
