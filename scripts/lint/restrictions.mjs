// What may not be written where, and why, as the lint rules take it.

const reference = 'fp-ts and io-ts have no such entry for plain node'

export const imports = [
  { regex: '^fp-ts/(?!lib/.*\\.js$)', message: `${reference}: write fp-ts/lib/Either.js.` },
  { regex: '^io-ts/(?!lib/.*\\.js$)', message: `${reference}: write io-ts/lib/PathReporter.js.` },
  { regex: '^fp-ts$', message: 'Import the one module: fp-ts/lib/Either.js.' },
  { regex: '^\\.{1,2}/.*(?<!\\.(ts|mjs|json))$', message: 'Write the file with its ending, .ts: Node runs the sources as they are.' },
]

export const defaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: a name is found again, a default is renamed by whoever imports it.',
}

export const everywhere = [defaultExport]

/** For the entry points of packages. */
export const exportAll = {
  selector: 'ExportAllDeclaration[exported=null]',
  message: 'A package lists its exports by hand, so that a new public name is a visible difference.',
}

/** For the packages that are pure: the same history gives the same answer, on any machine and any day. */
export const outsideCalls = [
  call('Date', 'now'),
  call('Math', 'random'),
  call('crypto', 'randomUUID'),
  call('crypto', 'getRandomValues'),
  call('Temporal', 'Now'),
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"]',
    message: 'A pure package reads no clock: take the date as a parameter.',
  },
]

export const outsideGlobals = [
  'process',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'fetch',
  'console',
  'Buffer',
  'globalThis',
].map((name) => ({ name, message: 'A pure package touches nothing outside of its parameters.' }))

/** For decide and evolve: the compiler names the missing case only where no default takes it. */
export const openSwitch = [
  {
    selector: 'SwitchCase[test=null]',
    message: 'No default here: the switch lists every case, so that the compiler names a missing one.',
  },
]

/** For what fills a read model: it is a JSON tree, or replay and live runs differ. */
export const notJson = [
  ...['Map', 'Set', 'WeakMap', 'WeakSet', 'Date'].map((name) => ({
    selector: `NewExpression[callee.name="${name}"]`,
    message: 'A read model is a JSON tree: records and values, no Map, Set, Date or class.',
  })),
  {
    selector: 'AssignmentExpression[right.type="Identifier"][right.name="undefined"]',
    message: 'A read model holds no undefined: delete the key.',
  },
  { selector: 'Property[value.type="Identifier"][value.name="undefined"]', message: 'A read model holds no undefined: leave the key out.' },
  { selector: 'ClassDeclaration, ClassExpression', message: 'A read model is a JSON tree: records and values, no class.' },
]

/**
 * @param {string} object
 * @param {string} property
 */
function call(object, property) {
  return {
    selector: `MemberExpression[object.name="${object}"][property.name="${property}"]`,
    message: `A pure package does not call ${object}.${property}: take the value as a parameter.`,
  }
}
