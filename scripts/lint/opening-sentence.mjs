// A lint rule: every file opens with one sentence, in a comment, saying what it is.

/** @type {import('eslint').Rule.RuleModule} */
export const openingSentence = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { missing: 'A file opens with a comment: one sentence saying what it is.' },
  },
  create: (context) => ({
    Program: (program) => {
      const first = context.sourceCode.getAllComments().find((comment) => /** @type {string} */ (comment.type) !== 'Shebang')
      const code = program.body[0]
      const stands = first !== undefined && isSentence(first.value) && (code === undefined || isBefore(first, code))
      if (!stands) context.report({ loc: { line: 1, column: 0 }, messageId: 'missing' })
    },
  }),
}

/** @param {string} text */
function isSentence(text) {
  return text.trim().split(/\s+/).length >= 3
}

/**
 * @param {{ readonly range?: [number, number] | undefined }} comment
 * @param {{ readonly range?: [number, number] | undefined }} code
 */
function isBefore(comment, code) {
  return (comment.range?.[1] ?? 0) <= (code.range?.[0] ?? 0)
}
