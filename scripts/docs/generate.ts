// The pages, and parts of pages, that are made from the code: the reference, the index of decisions, the picture of the packages.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../workspace.ts'
import { commandsPage } from './commands-page.ts'
import { conceptTable, readConcepts } from './concepts.ts'
import { decisionsPage } from './decisions-page.ts'
import { factsPage } from './facts-page.ts'
import { arrowTable, packageGraph, packageList } from './package-picture.ts'
import { withRegions } from './regions.ts'
import { rejectionsPage } from './rejections-page.ts'

/** The text of each page by its path from the top of the checkout. */
export async function generateDocs(): Promise<Readonly<Record<string, string>>> {
  const concepts = await readConcepts()
  return {
    'docs/reference/facts.md': factsPage(concepts),
    'docs/reference/commands.md': commandsPage(concepts),
    'docs/reference/rejections.md': rejectionsPage(concepts),
    'docs/decisions/README.md': decisionsPage(),
    'docs/architecture.md': withRegions(page('docs/architecture.md'), {
      'package graph': packageGraph(),
      'package table': arrowTable(),
      concepts: conceptTable(concepts),
    }),
    'README.md': withRegions(page('README.md'), { packages: packageList() }),
  }
}

function page(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}
