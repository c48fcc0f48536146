const longName = /[A-Za-z]{18,}/g;

/** A text in whose long CamelCase names a line may end between two words, where a narrow column would else cut them
 *  anywhere: with a zero-width space, since a hyphen would not be part of the name. */
export function withBreakableNames(text: string): string {
  return text.replace(longName, (name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '\u200b'));
}
