// `npm run docs`: writes the pages that are generated from the code.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { root } from '../workspace.ts'
import { freshPages } from './pages.ts'

const pages = await freshPages()
if (pages === undefined) {
  console.error('There is no generator scripts/docs/generate.ts yet.')
  process.exitCode = 1
} else {
  for (const [path, text] of Object.entries(pages)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    console.log(`wrote ${path}`)
  }
}
