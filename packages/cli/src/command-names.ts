/** How commands, arguments and options are called on the command line. */

export const commandNames = ['init', 'import', 'submit', 'run-due', 'verify', 'backup', 'restore', 'transfer', 'trail', 'tree', 'lineage', 'history', 'explain', 'plans', 'deadlines', 'projections', 'sql', 'export'] as const
export type CommandName = typeof commandNames[number]

export type ArgumentName = 'log' | 'csv' | 'json' | 'backup' | 'copy' | 'newLog' | 'fromLog' | 'toLog' | 'grid' | 'unit' | 'what' | 'named' | 'figure' | 'action' | 'projection' | 'otherProjection' | 'query'

/** How an argument is called on the command line. */
export const argumentNames: Readonly<Record<ArgumentName, string>> = {
  log: 'log.db', csv: 'file.csv', json: 'commands.json', backup: 'backup.db', copy: 'backup.db', newLog: 'new-log.db', fromLog: 'from', toLog: 'to', grid: 'grid', unit: 'unit', what: 'what', named: 'unit', figure: 'figure',
  action: 'action', projection: 'projection', otherProjection: 'other', query: 'select',
}

/** How an option is written; the part in angle brackets is the name of its value. */
export const flags = {
  store: '--store <log>',
  district: '--district <code>',
  inDistrict: '--district <code>',
  name: '--name <name>',
  rules: '--rules <choice>',
  header: '--header <language>',
  encoding: '--encoding <name>',
  effectiveOn: '--as-of <day>',
  document: '--document <number>',
  issuer: '--issuer <name>',
  documentDate: '--document-date <day>',
  actor: '--actor <ref>',
  role: '--role <role>',
  commit: '--commit',
  on: '--on <day>',
  head: '--head <position:link>',
  asOf: '--as-of <day>',
  asKnownAt: '--as-known-at <place>',
  outcomes: '--outcomes <file>',
  carryOutcomes: '--outcomes <file>',
  outcomesTo: '--outcomes-to <file>',
  byDocument: '--document <number>',
  byActor: '--actor <ref>',
  byCause: '--cause <id>',
  byCommand: '--command <id>',
  level: '--level <level>',
  under: '--under <id>',
  from: '--from <day>',
  explainFrom: '--from <day>',
  to: '--to <day>',
  models: '--models <file>',
  blocked: '--blocked',
  skipped: '--skipped',
  check: '--check',
  key: '--key <key>',
  position: '--position <position>',
  reason: '--reason <text>',
  anyway: '--anyway',
  forgetSkips: '--forget-skips',
  tables: '--tables',
  table: '--table <name>',
  sql: '--sql <select>',
  target: '--to <file>',
  writeAs: '--as <format>',
  forExcel: '--for-excel',
  force: '--force',
  format: '--format <format>',
  lang: '--lang <language>',
} as const
export type OptionName = keyof typeof flags
