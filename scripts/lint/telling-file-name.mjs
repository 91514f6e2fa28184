// A lint rule: a file is named after what it holds, never after the fact that it holds this and that.
import { basename, relative } from 'node:path'

const saysNothing = /(^|[-.])(utils?|helpers?|common|misc|managers?)([-.]|$)/i

/** @type {import('eslint').Rule.RuleModule} */
export const tellingFileName = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { empty: '"{{part}}" says nothing about what is in the file; name it after the one thing it holds.' },
  },
  create: (context) => ({
    Program: () => {
      const parts = relative(context.cwd, context.filename).split(/[/\\]/)
      const part = parts.find((name) => saysNothing.test(name === parts.at(-1) ? basename(name) : name))
      if (part !== undefined) context.report({ loc: { line: 1, column: 0 }, messageId: 'empty', data: { part } })
    },
  }),
}
