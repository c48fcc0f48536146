const dns1035LabelFormat = '[a-z]([-a-z0-9]*[a-z0-9])?';

/** Why a text is no name of a service, empty when it is one.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go IsDNS1035Label */
export function dns1035LabelErrors(text: string): string[] {
  const errors: string[] = [];
  if (text.length > 63) errors.push('must be no more than 63 characters');
  if (!new RegExp(`^${dns1035LabelFormat}$`).test(text)) {
    errors.push(
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, " +
        "and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is " +
        `'${dns1035LabelFormat}')`,
    );
  }
  return errors;
}

/** Why a text cannot be a segment of a path, the only rule for the names of roles.
 *  @models staging/src/k8s.io/apimachinery/pkg/api/validation/path/name.go IsValidPathSegmentName */
export function pathSegmentNameErrors(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%']
    .filter((character) => name.includes(character))
    .map((character) => `may not contain '${character}'`);
}
