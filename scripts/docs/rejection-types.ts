// The rejections as the compiler sees them: names, rules and fields, and an example value of each.
import { join } from 'node:path'
import ts from 'typescript'
import { root } from '../workspace.ts'
import { exampleValue } from './example-values.ts'

export interface RejectionType {
  readonly type: string
  /** The numbers of the rules that it may cite. */
  readonly rules: readonly string[]
  readonly fields: ReadonlyArray<{ readonly name: string; readonly words: string }>
  /** What the code says of it, in English; empty where it says nothing. */
  readonly comment: string
  /** A made-up rejection of this type. */
  readonly example: Readonly<Record<string, unknown>>
}

const domain = join(root, 'packages', 'domain', 'src')
const allRejections = { file: join(domain, 'governance-rejection.ts'), name: 'GovernanceRejection' }

/** The rejections of each concept folder (paths from the top of the checkout), in the order of its file. */
export function rejectionTypes(folders: readonly string[]): ReadonlyMap<string, readonly RejectionType[]> {
  const places = folders.map((folder) => ({ folder, file: join(root, folder, 'rejections.ts') }))
  const program = ts.createProgram([allRejections.file, ...places.map(({ file }) => file)], compilerOptions())
  const known = readUnion(program, allRejections.file, allRejections.name).map(({ type }) => type)
  const found = new Map(places.map(({ folder, file }) => [folder, readUnion(program, file, unionName(folder))]))
  const forgotten = [...found.values()].flat().filter(({ type }) => !known.includes(type))
  if (forgotten.length > 0) throw new Error(`packages/domain/src/governance-rejection.ts forgets ${forgotten.map(({ type }) => type).join(', ')}.`)
  return found
}

/** `grid-map` has the union `GridMapRejection`. */
function unionName(folder: string): string {
  const name = folder.split('/').at(-1) ?? ''
  return `${name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Rejection`
}

function compilerOptions(): ts.CompilerOptions {
  const config: unknown = ts.readConfigFile(join(root, 'tsconfig.base.json'), (file) => ts.sys.readFile(file)).config
  return ts.parseJsonConfigFileContent(config, ts.sys, root).options
}

function readUnion(program: ts.Program, file: string, name: string): readonly RejectionType[] {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  const symbol = module && checker.getExportsOfModule(module).find((one) => one.name === name)
  if (symbol === undefined) throw new Error(`${file} exports no type ${name}.`)
  const union = checker.getDeclaredTypeOfSymbol(symbol)
  return (union.isUnion() ? union.types : [union]).map((type) => readRejection(checker, type))
}

function readRejection(checker: ts.TypeChecker, rejection: ts.Type): RejectionType {
  const fields = rejection.getProperties().map((property) => ({ name: property.name, type: checker.getTypeOfSymbol(property) }))
  const literalsOf = (name: string): readonly string[] => fields.filter((field) => field.name === name).flatMap(({ type }) => literals(type))
  const type = literalsOf('type')[0]
  if (type === undefined) throw new Error(`A rejection has no type of its own: ${checker.typeToString(rejection)}.`)
  return {
    type,
    rules: literalsOf('rule'),
    fields: fields.filter(({ name }) => name !== 'type' && name !== 'rule').map((field) => ({ name: field.name, words: typeWords(checker, field.type) })),
    comment: ts.displayPartsToString((rejection.aliasSymbol ?? rejection.getSymbol())?.getDocumentationComment(checker)),
    example: exampleValue(checker, rejection, type) as Readonly<Record<string, unknown>>,
  }
}

function literals(type: ts.Type): readonly string[] {
  return (type.isUnion() ? type.types : [type]).flatMap((one) => (one.isStringLiteral() ? [one.value] : []))
}

function typeWords(checker: ts.TypeChecker, type: ts.Type): string {
  const item = checker.isArrayType(type) ? checker.getTypeArguments(type as ts.TypeReference)[0] : undefined
  if (item !== undefined) return `列表 list: ${typeWords(checker, item)}`
  const text = checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation)
  const isShape = text.startsWith('ShapeOf<')
  const plain = (isShape ? `{ ${type.getProperties().map(({ name }) => name).join(', ')} }` : text)
    .replaceAll(/(?:string|number) & Brand<"(\w+)">/g, '$1')
    .replaceAll('readonly ', '')
    .replaceAll('"', "'")
    .replaceAll(/\((\w+)\)/g, '$1')
  return `\`${plain.replaceAll('|', '\\|')}\``
}
