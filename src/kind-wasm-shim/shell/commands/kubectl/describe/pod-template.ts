import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { containerLines } from './containers.ts';
import { annotationLines, labelLines, type WriteLine } from './lines.ts';
import { tolerationLines, volumeLines } from './volumes.ts';

/** @models staging/src/k8s.io/kubectl/pkg/describe/describe.go DescribePodTemplate */
export function describePodTemplate(line: WriteLine, template: PodTemplateSpec | undefined): void {
  line(0, 'Pod Template:\n');
  if (!template) {
    line(1, '<unset>');
    return;
  }
  const { metadata, spec } = template;
  labelLines(line, 'Labels', metadata?.labels, '  ');
  if (Object.keys(metadata?.annotations ?? {}).length > 0) annotationLines(line, metadata?.annotations, '  ');
  if (spec?.serviceAccountName) line(1, `Service Account:\t${spec.serviceAccountName}\n`);
  if (spec?.initContainers?.length) containerLines(line, 'Init Containers', spec.initContainers, [], '  ');
  containerLines(line, 'Containers', spec?.containers ?? [], [], '  ');
  volumeLines(line, spec?.volumes, '  ');
  if (spec?.priorityClassName) line(1, `Priority Class Name:\t${spec.priorityClassName}\n`);
  labelLines(line, 'Node-Selectors', spec?.nodeSelector, '  ');
  tolerationLines(line, spec?.tolerations, '  ');
}
