// `npm start`: runs the story of a district, or another example named by its file.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { root } from '../workspace.ts'

const [name = 'district-story', ...args] = process.argv.slice(2)
const file = join(root, 'examples', 'src', name.endsWith('.ts') ? name : `${name}.ts`)

if (existsSync(file)) {
  // The example sees its own arguments, as if it had been started by itself.
  process.argv.splice(1, process.argv.length, file, ...args)
  await import(file)
} else {
  console.error(`There is no example examples/src/${name}.ts.`)
  process.exitCode = 1
}
