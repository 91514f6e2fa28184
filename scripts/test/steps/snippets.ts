// Runs the snippets of the documentation: what a reader is told to write must work, and print what the page says.
import { checkSnippets } from '../../snippets/check.ts'
import { root } from '../../workspace.ts'
import type { Step } from '../outcome.ts'

export const snippets: Step = {
  name: 'snippets',
  title: 'snippets of the documentation',
  run: () => checkSnippets(root),
}
