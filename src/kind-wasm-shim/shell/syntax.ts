import type { CommandNode, ScriptNode, SimpleCommandNode, StatementNode, WordNode } from 'just-bash';

/** The syntax tree of bash as just-bash's parser gives it, under the names that the executor uses. Only types come
 *  from there: the tree itself arrives from the host as plain JSON. */
export type Script = ScriptNode;
export type Statement = StatementNode;
export type Pipeline = Statement['pipelines'][number];
export type CommandSyntax = CommandNode;
export type SimpleCommand = SimpleCommandNode;
export type Word = WordNode;
export type WordPart = Word['parts'][number];
export type Assignment = SimpleCommand['assignments'][number];
export type Redirection = SimpleCommand['redirections'][number];
export type FunctionDefinition = Extract<CommandSyntax, { type: 'FunctionDef' }>;
export type CompoundCommand = FunctionDefinition['body'];
export type Compound<Type extends CompoundCommand['type']> = Extract<CompoundCommand, { type: Type }>;
export type Condition = Compound<'ConditionalCommand'>['expression'];
export type Part<Type extends WordPart['type']> = Extract<WordPart, { type: Type }>;
export type ParameterOperation = NonNullable<Part<'ParameterExpansion'>['operation']>;
export type Operation<Type extends ParameterOperation['type']> = Extract<ParameterOperation, { type: Type }>;
export type ArithmeticText = Part<'ArithmeticExpansion'>['expression'];

/** What the host answers when it is asked to parse a text. `incomplete` says that more lines could mend it. */
export type ParseAnswer =
  | { readonly script: Script }
  | { readonly error: { readonly message: string; readonly line: number; readonly incomplete: boolean } };

/** The host call that parses: its input is `{ text }`, its answer a ParseAnswer. */
export const parseCall = 'shell.parse';
