/** A text whose long names may be broken before a capital letter, and nowhere else: a narrow list would cut
 *  `RemovePodsViolatingNodeTaints` anywhere. */
export function breakable(text: string): string {
  return text.replaceAll(/[A-Za-z]{24,}/g, (name) => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, zeroWidthSpace));
}

const zeroWidthSpace = '\u200b';
