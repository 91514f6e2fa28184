// Checks that every generated page is what the code makes of it now.
import { freshPages, stalePages } from '../../docs/pages.ts'
import { failed, passed, skipped, type Step } from '../outcome.ts'

const name = 'generated pages are fresh'

export const generatedDocs: Step = {
  name: 'docs',
  title: 'generated docs',
  run: async () => {
    const pages = await freshPages()
    if (pages === undefined) return [skipped(name, 'there is no generator scripts/docs/generate.ts yet')]
    const stale = stalePages(pages)
    return [stale.length === 0 ? passed(name) : failed(name, `stale: ${stale.join(', ')}; run "npm run docs" and commit the result`)]
  },
}
