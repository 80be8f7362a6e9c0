import math from 'mathjs/lib/browser/math.js'

/** What mathjs makes of a text, as far as objectives use it. */
export type SyntaxNode =
  | { readonly type: 'ParenthesisNode'; readonly content: SyntaxNode }
  | { readonly type: 'ConstantNode'; readonly value: unknown }
  | { readonly type: 'SymbolNode'; readonly name: string }
  | AccessorNode
  | RelationalNode
  | OperatorNode
  | { readonly type: 'FunctionNode' | 'ArrayNode' | 'AssignmentNode' | 'BlockNode' | 'ConditionalNode' }

/** `utilisation.database` or `utilisation["web-1"]`. */
export interface AccessorNode {
  readonly type: 'AccessorNode'
  readonly object: SyntaxNode
  readonly index: { readonly dimensions: readonly SyntaxNode[] }
}

/** `a < b < c`. */
export interface RelationalNode {
  readonly type: 'RelationalNode'
  readonly conditionals: readonly string[]
  readonly params: readonly SyntaxNode[]
}

export interface OperatorNode {
  readonly type: 'OperatorNode'
  /** Name of the function of the operator: smaller, add, and. */
  readonly fn: string
  readonly args: readonly SyntaxNode[]
  /** A product without a sign: `500 ms`. */
  readonly implicit: boolean
}

/**
 * Reads a text. A percentage becomes the number that it is, before mathjs sees it: mathjs takes `1 % and` for a remainder, and
 * `a + 10 %` for a tenth more. Remainders are then a syntax error.
 *
 * Errors  SyntaxError; it names the character, counted from 1, unless percentages moved it
 */
export function parse(text: string): SyntaxNode {
  const plain = text.replaceAll(percentage, (_, number: string) => String(Number(`${number}e-2`)))
  try {
    // The declared types of the bundle cover its units only; it is the whole of mathjs, and its nodes have these fields.
    return (math as unknown as { parse(text: string): SyntaxNode }).parse(plain)
  } catch (error) {
    if (plain === text) throw error
    throw new SyntaxError((error as Error).message.replace(/ \(char \d+\)/, ''), { cause: error })
  }
}

/** A number that is no end of a name, then %. */
const percentage = /(?<![\w.])(\d+\.?\d*|\.\d+)\s*%/g
