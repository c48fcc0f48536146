// What the API server takes as a label's key and value, with its texts for what it does not take.

const nameMaxLength = 63;
const qualifiedNameFormat = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const labelValueFormat = `(${qualifiedNameFormat})?`;
const dns1123LabelFormat = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const dns1123SubdomainFormat = `${dns1123LabelFormat}(\\.${dns1123LabelFormat})*`;
const subdomainMaxLength = 253;

const qualifiedName = new RegExp(`^${qualifiedNameFormat}$`);
const labelValue = new RegExp(`^${labelValueFormat}$`);
const subdomain = new RegExp(`^${dns1123SubdomainFormat}$`);

const qualifiedNameText =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

/** Why a text is no qualified name (a label key, a resource name, a taint key), empty when it is one.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go IsQualifiedName */
export function qualifiedNameErrors(text: string): string[] {
  const parts = text.split('/');
  const name = parts.at(-1) ?? '';
  if (parts.length > 2) {
    const explained = explain(qualifiedNameText, qualifiedNameFormat, ['MyName', 'my.name', '123-abc']);
    return [`a qualified name ${explained} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const errors: string[] = [];
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    const prefixErrors = prefix === '' ? ['must be non-empty'] : dns1123SubdomainErrors(prefix);
    errors.push(...prefixErrors.map((error) => `prefix part ${error}`));
  }
  if (name === '') errors.push('name part must be non-empty');
  else if (name.length > nameMaxLength) errors.push(`name part must be no more than ${nameMaxLength} characters`);
  if (!qualifiedName.test(name)) {
    errors.push(`name part ${explain(qualifiedNameText, qualifiedNameFormat, ['MyName', 'my.name', '123-abc'])}`);
  }
  return errors;
}

/** Why a text is no label value, empty when it is one.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go IsValidLabelValue */
export function labelValueErrors(text: string): string[] {
  const errors: string[] = [];
  if (text.length > nameMaxLength) errors.push(`must be no more than ${nameMaxLength} characters`);
  if (!labelValue.test(text)) {
    const rule = `a valid label must be an empty string or ${qualifiedNameText.replace(/^must /, '')}`;
    errors.push(explain(rule, labelValueFormat, ['MyValue', 'my_value', '12345']));
  }
  return errors;
}

/** Why a text is no lowercase DNS subdomain (the name of most objects), empty when it is one.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go IsDNS1123Subdomain */
export function dns1123SubdomainErrors(text: string): string[] {
  const errors: string[] = [];
  if (text.length > subdomainMaxLength) errors.push(`must be no more than ${subdomainMaxLength} characters`);
  if (!subdomain.test(text)) {
    const rule =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', " +
      'and must start and end with an alphanumeric character';
    errors.push(explain(rule, dns1123SubdomainFormat, ['example.com']));
  }
  return errors;
}

/** Why a text is no lowercase DNS label (the name of a namespace, a container, a port), empty when it is one.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go IsDNS1123Label */
export function dns1123LabelErrors(text: string): string[] {
  const errors: string[] = [];
  if (text.length > nameMaxLength) errors.push(`must be no more than ${nameMaxLength} characters`);
  if (!new RegExp(`^${dns1123LabelFormat}$`).test(text)) {
    const rule =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', " +
      'and must start and end with an alphanumeric character';
    errors.push(explain(rule, dns1123LabelFormat, ['my-name', '123-abc']));
  }
  return errors;
}

/** @models staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go RegexError */
function explain(rule: string, format: string, examples: readonly string[]): string {
  const quoted = examples.map((example) => `'${example}', `).join(' or ');
  return `${rule} (e.g. ${quoted}regex used for validation is '${format}')`;
}
