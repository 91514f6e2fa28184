/** The commands of gridgov: arguments, options and examples of each, and where its code is; loaded when it is asked for, so that gridgov starts at once. */

import type { ArgumentName, CommandName, OptionName } from './command-names.ts'
import type { AuditCommand, WritingCommand } from './outcome.ts'

interface Spec {
  readonly arguments: ReadonlyArray<ArgumentName>
  /** Arguments behind these that may be left out. */
  readonly perhaps?: ReadonlyArray<ArgumentName>
  readonly required?: ReadonlyArray<OptionName>
  readonly options: ReadonlyArray<OptionName>
  readonly examples: ReadonlyArray<string>
}

/** A command with its code: one that writes, or one that audits and is handed a reader. */
export type CommandSpec = Spec & (
  | { readonly kind: 'writing', readonly load: () => Promise<WritingCommand<unknown>> }
  | { readonly kind: 'audit', readonly load: () => Promise<AuditCommand<unknown>> }
)

const who: ReadonlyArray<OptionName> = ['actor', 'role']
const view: ReadonlyArray<OptionName> = ['asOf', 'asKnownAt']

export const commandSpecs: Readonly<Record<CommandName, CommandSpec>> = {
  init: {
    kind: 'writing', arguments: ['log'], required: ['district', 'name'], options: ['rules', ...who],
    examples: ['gridgov init xiangzhou.db --district 440402 --name 香洲区'],
    load: async () => erased((await import('./commands/init.ts')).init),
  },
  import: {
    kind: 'writing', arguments: ['log', 'csv'], options: ['effectiveOn', 'header', 'encoding', 'document', 'issuer', 'documentDate', 'inDistrict', ...who],
    examples: ['gridgov import xiangzhou.db divisions.csv --as-of 2018-07-01', 'gridgov import xiangzhou.db 网格.csv --header zh --encoding gb18030'],
    load: async () => erased((await import('./commands/import.ts')).importFile),
  },
  submit: {
    kind: 'writing', arguments: ['log', 'json'], options: ['commit', ...who],
    examples: ['gridgov submit xiangzhou.db plan.json', 'gridgov submit xiangzhou.db plan.json --commit'],
    load: async () => erased((await import('./commands/submit.ts')).submit),
  },
  'run-due': {
    kind: 'writing', arguments: ['log'], options: ['on', 'commit', ...who],
    examples: ['gridgov run-due xiangzhou.db', 'gridgov run-due xiangzhou.db --on 2019-01-01 --commit'],
    load: async () => erased((await import('./commands/run-due.ts')).runDue),
  },
  verify: {
    kind: 'audit', arguments: ['log'], options: ['head'],
    examples: ['gridgov verify xiangzhou.db', 'gridgov verify xiangzhou.db --head 811:5c1f...', 'gridgov verify xiangzhou.db --format csv > findings.csv'],
    load: async () => erased((await import('./audit/verify.ts')).verify),
  },
  backup: {
    kind: 'writing', arguments: ['log', 'backup'], options: [],
    examples: ['gridgov backup xiangzhou.db xiangzhou-2019-01-01.db'],
    load: async () => erased((await import('./commands/backup.ts')).backup),
  },
  restore: {
    kind: 'writing', arguments: ['copy', 'newLog'], options: ['head'],
    examples: ['gridgov restore xiangzhou-2019-01-01.db xiangzhou.db --head 811:5c1f...'],
    load: async () => erased((await import('./commands/restore.ts')).restore),
  },
  transfer: {
    kind: 'writing', arguments: ['fromLog', 'toLog'], options: ['carryOutcomes', 'outcomesTo'],
    examples: [
      'gridgov transfer xiangzhou.db esdb://127.0.0.1:2113?tls=false', 'gridgov transfer esdb+discover://cluster.example:2113 xiangzhou.db',
      'gridgov transfer xiangzhou.db moved.db --outcomes xiangzhou.outcomes.db',
    ],
    load: async () => erased((await import('./commands/transfer.ts')).transfer),
  },
  trail: {
    kind: 'audit', arguments: ['log'], options: ['byDocument', 'byActor', 'byCause', 'byCommand', ...view],
    examples: ['gridgov trail xiangzhou.db --document 香委办〔2018〕1号', 'gridgov trail xiangzhou.db --actor operator --format json'],
    load: async () => erased((await import('./audit/trail.ts')).trail),
  },
  tree: {
    kind: 'audit', arguments: ['log'], options: ['level', 'under', ...view, 'inDistrict'],
    examples: ['gridgov tree xiangzhou.db', 'gridgov --store esdb://db1:2113 tree', 'gridgov tree xiangzhou.db --level grid --under C440402001001', 'gridgov tree xiangzhou.db --as-of 2019-01-01 --as-known-at 2019-03-31'],
    load: async () => erased((await import('./audit/tree.ts')).tree),
  },
  lineage: {
    kind: 'audit', arguments: ['log', 'grid'], required: ['from'], options: ['to', ...view, 'inDistrict'],
    examples: ['gridgov lineage xiangzhou.db G440402001001001 --from 2018-07-01 --to 2020-01-01'],
    load: async () => erased((await import('./audit/lineage.ts')).lineage),
  },
  history: {
    kind: 'audit', arguments: ['log', 'unit'], options: [...view, 'inDistrict'],
    examples: ['gridgov history xiangzhou.db G440402001001001', 'gridgov history xiangzhou.db C440402001001 --lang zh-CN', 'gridgov history xiangzhou.db P2018_01'],
    load: async () => erased((await import('./audit/history.ts')).history),
  },
  explain: {
    kind: 'audit', arguments: ['log', 'what', 'named'], perhaps: ['figure'], options: ['explainFrom', 'to', ...view, 'inDistrict'],
    examples: [
      'gridgov explain xiangzhou.db grid G440402001001001 name --as-of 2020-01-01', 'gridgov explain xiangzhou.db tree T440402001 grids',
      'gridgov explain xiangzhou.db lineage G440402001001001 G440402001001003 --from 2018-07-01 --to 2020-01-01',
      'gridgov explain xiangzhou.db model community-grids/440402.C440402001001 grids.G440402001001001.code',
    ],
    load: async () => erased((await import('./audit/explain.ts')).explain),
  },
  plans: {
    kind: 'audit', arguments: ['log'], options: [...view],
    examples: ['gridgov plans xiangzhou.db', 'gridgov plans xiangzhou.db --as-of 2019-03-01 --as-known-at 2019-02-28', 'gridgov plans xiangzhou.db --format csv > plans.csv'],
    load: async () => erased((await import('./audit/plans.ts')).plans),
  },
  deadlines: {
    kind: 'audit', arguments: ['log'], options: [...view, 'outcomes'],
    examples: ['gridgov deadlines xiangzhou.db', 'gridgov deadlines xiangzhou.db --as-of 2019-03-01 --as-known-at 2019-02-28', 'gridgov deadlines xiangzhou.db --format csv > deadlines.csv'],
    load: async () => erased((await import('./audit/deadlines.ts')).deadlines),
  },
  projections: {
    kind: 'writing', arguments: ['log'], perhaps: ['action', 'projection', 'otherProjection'],
    options: ['models', 'blocked', 'skipped', 'check', 'key', 'position', 'reason', 'forgetSkips', 'anyway', 'commit', ...who],
    examples: [
      'gridgov projections xiangzhou.db',
      'gridgov projections xiangzhou.db build',
      'gridgov projections xiangzhou.db --blocked',
      'gridgov projections xiangzhou.db --check --format json',
      'gridgov projections xiangzhou.db diff community-grids@1 community-grids@2',
      'gridgov projections xiangzhou.db switch community-grids@2 --commit',
      'gridgov projections xiangzhou.db drop community-grids@1 --commit',
      'gridgov projections xiangzhou.db resume community-grids --key 440402.C440402001001',
      'gridgov projections xiangzhou.db skip community-grids --key 440402.C440402001001 --position 811 --reason 楼栋重复，待更正 --commit',
      'gridgov projections xiangzhou.db rebuild community-grids --commit',
    ],
    load: async () => erased((await import('./commands/projections.ts')).projections),
  },
  sql: {
    kind: 'audit', arguments: ['log'], perhaps: ['query'], options: ['tables', ...view],
    examples: [
      'gridgov sql xiangzhou.db --tables', 'gridgov sql xiangzhou.db "select status, count(*) from grids group by status" --as-of 2020-01-01',
      'gridgov sql xiangzhou.db "select * from lineage_edges where kind = \'split\'" --format csv > splits.csv',
    ],
    load: async () => erased((await import('./audit/sql.ts')).sql),
  },
  export: {
    kind: 'audit', arguments: ['log'], required: ['target'], options: ['table', 'sql', 'writeAs', 'forExcel', 'force', ...view],
    examples: [
      'gridgov export xiangzhou.db --table grids --to grids.parquet', 'gridgov export xiangzhou.db --table buildings --to 楼栋.csv --for-excel --as-of 2020-01-01',
      'gridgov export xiangzhou.db --sql "select * from grids where status = \'closed\'" --to closed.jsonl --force',
    ],
    load: async () => erased((await import('./audit/export.ts')).exportRows),
  },
}

/** What a command's request is, is known to its own `read` and `run` only; here they are always called one after the other. */
function erased<Request>(command: WritingCommand<Request>): WritingCommand<unknown>
function erased<Question>(command: AuditCommand<Question>): AuditCommand<unknown>
function erased(command: unknown): unknown {
  return command
}
