/** A text in single quotes where it needs them, as `set -x` and `declare -p` print it. */
export function quoteWhereNeeded(text: string): string {
  if (text !== '' && /^[\w@%+=:,./-]+$/.test(text)) return text;
  return quote(text);
}

/** A text in quotes that read back as itself. */
export function quote(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to be escaped here
  if (/[\x00-\x1f\x7f]/.test(text)) {
    const escapes: Record<string, string> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '\x1b': '\\E' };
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
    const inside = text.replace(/[\\'\x00-\x1f\x7f]/g, (character) => {
      if (character === '\\' || character === "'") return `\\${character}`;
      return escapes[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
    });
    return `$'${inside}'`;
  }
  return `'${text.replace(/'/g, "'\\''")}'`;
}

/** A text with every character that means something to the shell behind a backslash, as `printf %q` prints it. */
export function backslashQuote(text: string): string {
  if (text === '') return "''";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters need the other form
  if (/[\x00-\x1f\x7f]/.test(text)) return quote(text);
  return text.replace(/[^\w@%+=:./\-\u0080-\uffff]/g, '\\$&').replace(/^~/, '\\~');
}

/** A text in double quotes, as `declare -p` prints values. */
export function doubleQuote(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters need the other form
  if (/[\x00-\x08\x0b-\x1f\x7f]/.test(text)) return quote(text);
  return `"${text.replace(/[\\"$`]/g, '\\$&')}"`;
}
