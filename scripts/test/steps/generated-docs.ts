// Checks that every generated page is what the code makes of it now.
import { freshPages, hasGenerator, stalePages } from '../../docs/pages.ts'
import { failed, passed, skipped, type Outcome, type Step } from '../outcome.ts'

export const generatedDocs: Step = {
  name: 'docs',
  title: 'generated docs',
  run: async () => [await freshness(), ...reference()],
}

async function freshness(): Promise<Outcome> {
  const name = 'generated pages are fresh'
  const stale = stalePages(await freshPages())
  return stale.length === 0 ? passed(name) : failed(name, `stale: ${stale.join(', ')}; run "npm run docs" and commit the result`)
}

function reference(): readonly Outcome[] {
  const why = 'there is no generator scripts/docs/generate.ts yet'
  return hasGenerator() ? [] : [skipped('reference of commands, facts and rejections', why)]
}
