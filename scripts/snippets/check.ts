// Runs every snippet of the documentation, each in a process of its own, and checks what it prints.
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { forEachAtOnce, run, type Ended } from '../shell.ts'
import { failed, outcomeOf, passed, type Outcome } from '../test/outcome.ts'
import { disappointments, watched, type Expectation } from './expectations.ts'
import { snippetsOf, type Snippet } from './extract.ts'

const pages = ['README.md', 'docs/**/*.md', 'packages/*/README.md']
const watch = join(import.meta.dirname, 'watch.mjs')
const minute = 60_000

export async function checkSnippets(root: string): Promise<readonly Outcome[]> {
  const snippets = globSync(pages, { cwd: root })
    .sort()
    .flatMap((page) => snippetsOf(page, readFileSync(join(root, page), 'utf8')))
  // Under examples/, for from there every package of the workspace can be imported.
  mkdirSync(join(root, 'examples', 'node_modules'), { recursive: true })
  const folder = mkdtempSync(join(root, 'examples', '.snippets-'))
  try {
    const ran = await forEachAtOnce(snippets, (snippet) => checkSnippet(snippet, folder))
    return snippets.length === 0 ? [] : [...ran, await checkTypes(snippets, folder)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function checkSnippet(snippet: Snippet, folder: string): Promise<Outcome> {
  const name = `${snippet.page}:${snippet.line}`
  try {
    const { code, expectations } = watched(snippet.code)
    const place = join(folder, fileName(snippet))
    const ended = needsTestRunner(snippet) ? await runAsSpec(place, code) : await runAlone(place, code)
    if (ended.code !== 0) return outcomeOf(name, ended)
    const faults = disappointments(expectations, printsOf(place))
    return faults.length === 0 ? passed(name) : failed(name, faults.join('\n'))
  } catch (error) {
    return failed(name, String(error))
  }
}

/** Each snippet has a folder of its own, so that files it writes meet no other snippet's. */
function fileName(snippet: Snippet): string {
  return `${snippet.page.replaceAll(/\W+/g, '-')}-${snippet.line}`
}

function needsTestRunner(snippet: Snippet): boolean {
  return /from '(vitest|@grid-governance\/event-store-contract)'/.test(snippet.code)
}

function runAlone(place: string, code: string): Promise<Ended> {
  const file = writeSnippet(place, 'snippet.ts', code)
  return run(process.execPath, ['--import', watch, file], { cwd: place, milliseconds: minute, env: environment(place) })
}

function runAsSpec(place: string, code: string): Promise<Ended> {
  const file = writeSnippet(place, 'snippet.spec.ts', `import ${JSON.stringify(watch)}\n${code}`)
  return run('vitest', ['run', '--root', place, file], { cwd: place, milliseconds: minute, env: environment(place) })
}

function writeSnippet(place: string, name: string, code: string): string {
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, name), code)
  return join(place, name)
}

function environment(place: string): Readonly<Record<string, string>> {
  return { SNIPPET_PRINTS: printsFile(place) }
}

function printsFile(place: string): string {
  return join(place, 'prints.jsonl')
}

function printsOf(place: string): readonly Expectation[] {
  if (!existsSync(printsFile(place))) return []
  const lines = readFileSync(printsFile(place), 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Expectation)
}

/** The snippets as they stand on the pages, in one program: a reader's compiler must accept them too. */
async function checkTypes(snippets: readonly Snippet[], folder: string): Promise<Outcome> {
  for (const snippet of snippets) writeSnippet(join(folder, 'types'), `${fileName(snippet)}.ts`, `${snippet.code}\nexport {}\n`)
  const config = { extends: '../../tsconfig.base.json', include: ['types'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  return outcomeOf('types of the snippets', await run('tsc', ['-p', folder]))
}
