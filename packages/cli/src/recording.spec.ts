/** What the commands that write do: init, import, submit, run-due. */

import { describe, expect, it } from 'vitest'
import type { EventStore } from '@grid-governance/event-store'
import { divisionsCsv, gridsCsv, renameGrid, smallDistrict, splitPlan } from './testing/samples.ts'
import { failingAfter, newTrial, type Trial } from './testing/trial.ts'

const fullDisk = { tag: 'StoreUnavailable', reason: 'full', where: 'x.db', detail: 'database or disk is full' } as const

describe('init', () => {
  it('opens a simulated log, issues both editions of the rule book and enters the district (6.8, B1, D1)', async () => {
    const trial = newTrial()
    const printed = await trial.gridgov('init', 'x.db', '--district', '440402', '--name', '香洲区')
    expect(printed).toMatchObject({ code: 0, err: '' })
    expect(await typesIn(trial)).toEqual(['LogOpened', 'RuleBookIssued', 'RuleBookIssued', 'DistrictRegistered'])
  })

  it('says that the case gives no document number', async () => {
    const trial = newTrial()
    const { out } = await trial.gridgov('init', 'x.db', '--district', '440402', '--name', '香洲区')
    expect(out).toContain('Rule book 2018-07, in force from 2018-07-01: 《关于进一步深化社区党建网格化的意见》 (the case gives no number).')
  })

  it('leaves out the rule book where asked to', async () => {
    const trial = newTrial()
    await trial.gridgov('init', 'x.db', '--district', '440402', '--name', '香洲区', '--rules', 'none')
    expect(await typesIn(trial)).toEqual(['LogOpened', 'DistrictRegistered'])
  })

  it('writes nothing when run again', async () => {
    const trial = newTrial()
    await trial.gridgov('init', 'x.db', '--district', '440402', '--name', '香洲区')
    const again = await trial.gridgov('init', 'x.db', '--district', '440402', '--name', '香洲区')
    expect(again).toMatchObject({ code: 0, out: 'x.db was set up like this before; nothing was written.' })
    expect(await trial.countEvents('x.db')).toBe(4)
  })

  it.each([
    ['another district', ['--district', '440403', '--name', '斗门区']],
    ['another name', ['--district', '440402', '--name', '斗门区']],
  ])('refuses a log of %s and leaves it as it is', async (_, words) => {
    const trial = newTrial()
    await trial.gridgov('init', 'x.db', '--district', '440402', '--name', '香洲区')
    const printed = await trial.gridgov('init', 'x.db', ...words)
    expect(printed.code).toBe(1)
    expect(printed.err).toContain('x.db is the log of district 440402 already')
    expect(await trial.countEvents('x.db')).toBe(4)
  })

  it('goes on where it was interrupted', async () => {
    const trial = newTrial()
    let sound: EventStore | undefined
    trial.replaceLog('x.db', (store) => { sound = store; return failingAfter(2, fullDisk)(store) })
    expect((await trial.gridgov('init', 'x.db', '--district', '440402', '--name', '香洲区')).code).toBe(4)
    trial.replaceLog('x.db', (store) => sound ?? store)
    expect((await trial.gridgov('init', 'x.db', '--district', '440402', '--name', '香洲区')).out).toContain('x.db is the log of 香洲区')
    expect(await typesIn(trial)).toEqual(['LogOpened', 'RuleBookIssued', 'RuleBookIssued', 'DistrictRegistered'])
  })
})

describe('import of divisions', () => {
  it('records towns and communities with what was before as unknown (T33)', async () => {
    const trial = await opened()
    trial.writeFile('divisions.csv', divisionsCsv)
    const printed = await trial.type('gridgov import x.db divisions.csv --as-of 2018-07-01')
    expect(printed.out).toContain('Recorded 2 towns and 3 communities as of 2018-07-01 in x.db; what was before is marked as unknown.')
    expect((await typesIn(trial)).slice(4)).toEqual(['TownRegistered', 'TownRegistered', ...Array<string>(3).fill('CommunityRegistered')])
  })

  it('reads a Chinese header, in GB 18030 if asked to', async () => {
    const trial = await opened()
    // 社区代码,社区名称,街道代码,街道名称 and one line, in the bytes of GB 18030.
    const bytes = 'c9e7c7f8b4fac2eb2cc9e7c7f8c3fbb3c62cbdd6b5c0b4fac2eb2cbdd6b5c0c3fbb3c60a3434303430323030313030312cbcd7c9e7c7f82c3434303430323030312cb6abbdd6b5c00a'
    trial.writeFile('divisions.csv', Uint8Array.from(Buffer.from(bytes, 'hex')))
    expect((await trial.type('gridgov import x.db divisions.csv --encoding gb18030')).out).toContain('Recorded 1 town and 1 community')
    expect((await trial.type('gridgov tree x.db')).out).toContain('甲社区')
  })

  it('records the same file once', async () => {
    const trial = await opened()
    trial.writeFile('divisions.csv', divisionsCsv)
    await trial.type('gridgov import x.db divisions.csv --as-of 2018-07-01')
    const again = await trial.type('gridgov import x.db divisions.csv --as-of 2018-07-01')
    expect(again).toMatchObject({ code: 0, out: 'divisions.csv was imported before; nothing was written.' })
    expect(await trial.countEvents('x.db')).toBe(9)
  })

  it('adds communities to a street of the register (D1), and records that file once as well', async () => {
    const trial = await opened()
    trial.writeFile('divisions.csv', divisionsCsv)
    trial.writeFile('more.csv', 'community_code,community_name,street_code,street_name\n440402002002,丁社区,440402002,西街道\n440402003001,戊社区,440402003,南街道\n')
    await trial.type('gridgov import x.db divisions.csv --as-of 2018-07-01')
    expect((await trial.type('gridgov import x.db more.csv --as-of 2018-09-01')).out).toContain('Recorded 1 town and 2 communities as of 2018-09-01')
    expect((await trial.type('gridgov import x.db more.csv --as-of 2018-09-01')).out).toBe('more.csv was imported before; nothing was written.')
    expect((await trial.type('gridgov tree x.db --under T440402002')).out).toContain('丁社区')
  })

  it('does not take another name of a street for a new street', async () => {
    const trial = await opened()
    trial.writeFile('divisions.csv', divisionsCsv)
    trial.writeFile('more.csv', 'community_code,community_name,street_code,street_name\n440402002002,丁社区,440402002,南街道\n')
    await trial.type('gridgov import x.db divisions.csv --as-of 2018-07-01')
    expect(await trial.type('gridgov import x.db more.csv --as-of 2018-09-01')).toMatchObject({
      code: 3, err: 'more.csv, line 2: street_name is 南街道, and the street of that code is registered as 西街道; a new name is given with RenameTown. Nothing was written.',
    })
    expect(await trial.countEvents('x.db')).toBe(9)
  })

  it('names every line whose community is registered already (D1)', async () => {
    const trial = await opened()
    trial.writeFile('divisions.csv', divisionsCsv)
    trial.writeFile('more.csv', `${divisionsCsv}440402002002,丁社区,440402002,西街道\n`)
    await trial.type('gridgov import x.db divisions.csv --as-of 2018-07-01')
    const printed = await trial.type('gridgov import x.db more.csv --as-of 2018-07-01')
    expect(printed.code).toBe(3)
    expect(printed.err.split('\n')).toEqual([
      'more.csv has 3 mistakes; nothing was written:',
      '  line 2: community_code is 440402001001, which is registered already as 甲社区',
      '  line 3: community_code is 440402001002, which is registered already as 乙社区',
      '  line 4: community_code is 440402002001, which is registered already as 丙社区',
    ])
  })
})

describe('the document of an import', () => {
  it('is made out of the file where none is given, and the answer says so; a given one is named without a word', async () => {
    const trial = newTrial()
    await trial.gridgov('init', 'x.db', '--district', '440402', '--name', '香洲区')
    trial.writeFile('divisions.csv', divisionsCsv)
    trial.writeFile('grids.csv', gridsCsv)
    const made = await trial.type('gridgov import x.db divisions.csv --as-of 2018-07-01')
    expect(made.out).toMatch(/the facts name sha256:[0-9a-f]{16}, made out of the file.*--document, --issuer and --document-date/)
    const given = await trial.gridgov('import', 'x.db', 'grids.csv', '--as-of', '2018-07-01', '--document', '虚构〔2018〕1号')
    expect(given.out).not.toContain('made out of the file')
  })
})

describe('import of grids', () => {
  it('lays out the grids of each community, each in a decision of its own (I2, I3)', async () => {
    const trial = newTrial()
    await smallDistrict(trial)
    expect((await trial.type('gridgov tree x.db --level grid --under T440402001 --format csv')).out.split('\n').map((line) => line.split(',').slice(2, 4).join(' '))).toEqual([
      'id code', 'T440402001 440402001', 'C440402001001 440402001001', 'G440402001001001 440402001001001', 'G440402001001002 440402001001002',
      'C440402001002 440402001002', 'G440402001002001 440402001002001', 'G440402001002002 440402001002002',
    ])
  })

  it('tells all refusals together with their lines, and records none of the file', async () => {
    const trial = await opened()
    trial.writeFile('divisions.csv', divisionsCsv)
    trial.writeFile('grids.csv', gridsCsv.split('\n').filter((line) => !line.includes('甲二') && !line.includes('乙二')).join('\n'))
    await trial.type('gridgov import x.db divisions.csv --as-of 2018-07-01')
    const printed = await trial.type('gridgov import x.db grids.csv --as-of 2018-07-01')
    expect(printed.err.split('\n')).toEqual([
      'grids.csv has 2 mistakes; nothing was written:',
      '  line 2: the rules refuse 440402001001: C440402001001 would have 1 grid on 2018-07-01; 2 to 5 are allowed (rule I2)',
      '  line 5: the rules refuse 440402001002: C440402001002 would have 1 grid on 2018-07-01; 2 to 5 are allowed (rule I2)',
    ])
    expect(await trial.countEvents('x.db')).toBe(9)
  })

  it('goes on where it was interrupted, and records nothing twice', async () => {
    const whole = newTrial()
    await smallDistrict(whole)
    const trial = await opened()
    trial.writeFile('divisions.csv', divisionsCsv)
    trial.writeFile('grids.csv', gridsCsv)
    await trial.type('gridgov import x.db divisions.csv --as-of 2018-07-01')
    const sound = trial.log('x.db')
    trial.replaceLog('x.db', failingAfter(1, fullDisk))
    const interrupted = await trial.type('gridgov import x.db grids.csv --as-of 2018-07-01')
    expect(interrupted).toMatchObject({ code: 4, err: 'The disk of x.db is full; make room and run the same command again: what was recorded is not recorded twice.' })
    trial.replaceLog('x.db', () => sound)
    const again = await trial.type('gridgov import x.db grids.csv --as-of 2018-07-01')
    expect(again.out).toContain('Recorded 2 grids of 1 community')
    expect(again.out).toContain('1 community of this file had been recorded before.')
    expect(await typesIn(trial)).toEqual(await typesIn(whole))
  })
})

describe('submit', () => {
  it('shows what would happen and writes nothing', async () => {
    const trial = await withPlan(splitPlan())
    const before = await trial.countEvents('x.db')
    const printed = await trial.type('gridgov submit x.db plan.json')
    expect(printed).toMatchObject({ code: 0, err: '' })
    expect(printed.out).toContain('Nothing was written; run it again with --commit to record them.')
    expect(printed.out).toContain('plan P1 takes effect on 2019-03-01 in C440402001001')
    expect(await trial.countEvents('x.db')).toBe(before)
  })

  it('shows what a schedule will come to: grids before and after', async () => {
    const trial = await withPlan(splitPlan())
    const { out } = await trial.type('gridgov submit x.db plan.json')
    expect(out).toContain('G440402001001001 becomes G440402001001003 (2 buildings) and G440402001001004 (1 building)')
    expect(out).toMatch(/C440402001001 +甲社区 +2 +3 +5 +5/)
  })

  it.each([
    ['a community', { type: 'RenameCommunity', data: { districtId: '440402', communityId: 'C440402001001', name: '新社区', kind: 'change', effectiveOn: '2019-01-01' } }],
    ['a plan', { type: 'DraftPlan', data: { districtId: '440402', planId: 'P1', title: { sealed: 'clear@1', subjects: [], body: '虚构方案' } } }],
  ])('refuses the id of a command about a grid for one about %s, before anything of the file is written', async (_, { type, data }) => {
    const trial = await withPlan([renameGrid('先名', { commandId: '3d594650-3436-4f0c-9b1c-6b1f3f0e7a11' })])
    await trial.type('gridgov submit x.db plan.json --commit')
    const before = await trial.countEvents('x.db')
    const { authority } = renameGrid('x') as { readonly authority: unknown }
    trial.writeFile('next.json', JSON.stringify([renameGrid('再名'), { type, data, authority, commandId: '3d594650-3436-4f0c-9b1c-6b1f3f0e7a11' }]))
    for (const words of ['gridgov submit x.db next.json', 'gridgov submit x.db next.json --commit']) {
      const printed = await trial.type(words)
      expect(printed.code).toBe(1)
      expect(printed.err).toContain('Command 2 of 2: The command id 3d594650-3436-4f0c-9b1c-6b1f3f0e7a11 was used before for something else (gridMap-440402.C440402001001, version 3)')
    }
    expect(await trial.countEvents('x.db')).toBe(before)
    expect((await trial.type('gridgov submit x.db plan.json --commit')).code).toBe(0)
  })

  it('records with --commit, and the same file only once', async () => {
    const trial = await withPlan(splitPlan())
    expect((await trial.type('gridgov submit x.db plan.json --commit')).out).toContain('6 commands recorded 20 facts.')
    const before = await trial.countEvents('x.db')
    expect((await trial.type('gridgov submit x.db plan.json --commit')).out).toContain('6 commands recorded 0 facts.')
    expect(await trial.countEvents('x.db')).toBe(before)
  })

  it('I4 refuses a split that leaves a building in no grid, and then records none of the batch', async () => {
    const trial = await withPlan(splitPlan([['00001'], ['00002']]))
    const before = await trial.countEvents('x.db')
    const printed = await trial.type('gridgov submit x.db plan.json --commit')
    expect(printed.code).toBe(1)
    expect(printed.out).toContain('Of 6 commands not all are accepted. Nothing was written.')
    expect(printed.err).toContain('every building of G440402001001001 must go to exactly one grid: B440402001001_00003 left out (rule I4)')
    expect(await trial.countEvents('x.db')).toBe(before)
  })

  it('says in Chinese what the rules refuse', async () => {
    const trial = await withPlan(splitPlan([['00001'], ['00002']]))
    const { err } = await trial.type('gridgov submit x.db plan.json --lang zh-CN')
    expect(err).toMatch(/G440402001001001 的每栋楼须恰好划入一个网格.漏列 B440402001001_00003.规则 I4/)
  })

  it('6.8 puts nothing of a sealed text into the ids that it makes', async () => {
    const idsOf = async (body: string) => {
      const trial = await withPlan({ type: 'DraftPlan', data: { districtId: '440402', planId: 'P1', title: { sealed: 'clear@1', subjects: [], body } } })
      await trial.type('gridgov submit x.db plan.json --commit')
      const { out } = await trial.type('gridgov trail x.db --actor operator --format json')
      return [...out.matchAll(/"(?:commandId|eventId)": *"([^"]+)"/g)].map(([, id]) => id).slice(-2)
    }
    const first = await idsOf('虚构标题')
    expect(first).toHaveLength(2)
    expect(await idsOf('another made-up title')).toEqual(first)
  })

  it('takes a single command as well, and gives it an actor', async () => {
    const trial = await withPlan(renameGrid('新名网格'))
    await trial.type('gridgov submit x.db plan.json --commit --actor officer7 --role 经办')
    expect((await trial.type('gridgov trail x.db --actor officer7')).out).toContain('G440402001001002 is called 新名网格')
  })
})

describe('run-due', () => {
  it('executes a plan on its day, not before (4.1.9)', async () => {
    const trial = await withPlan(splitPlan())
    await trial.type('gridgov submit x.db plan.json --commit')
    expect((await trial.type('gridgov run-due x.db')).out).toBe('No plan is due by 2019-01-02.')
    trial.setNow('2019-03-01T00:00:01+08:00')
    expect((await trial.type('gridgov run-due x.db')).out).toContain('1 plan due by 2019-03-01 would be executed.')
    expect((await trial.type('gridgov run-due x.db --commit')).out).toContain('1 plan due by 2019-03-01 executed.')
    expect((await trial.type('gridgov run-due x.db --commit')).out).toBe('No plan is due by 2019-03-01.')
  })

  it('finishes at the next opening what died between the plan and its maps', async () => {
    const trial = await withPlan(splitPlan())
    await trial.type('gridgov submit x.db plan.json --commit')
    trial.setNow('2019-03-01T00:00:01+08:00')
    const sound = trial.log('x.db')
    trial.replaceLog('x.db', failingAfter(1, fullDisk))
    expect((await trial.type('gridgov run-due x.db --commit')).code).toBe(4)
    trial.replaceLog('x.db', () => sound)
    trial.writeFile('rename.json', JSON.stringify(renameGrid('新名网格')))
    const half = await trial.countEvents('x.db')
    for (const words of ['gridgov run-due x.db', 'gridgov submit x.db rename.json']) {
      expect((await trial.type(words)).err).toBe('An earlier run left something half-done; with --commit it is finished first: 1 map or register to revise, 0 reservations to release. What is shown here takes it as finished.')
    }
    expect((await trial.type('gridgov submit x.db rename.json --lang zh-CN')).err).toBe('上次的工作中断未完；使用 --commit 时将先行补完：更新网格图或区划登记 1 处，解除预留 0 处。此处所示以补完为前提。')
    expect(await trial.countEvents('x.db')).toBe(half)
    const next = await trial.type('gridgov run-due x.db --commit')
    expect(next.err).toBe('Finished what an earlier run had left half-done: 1 map or register revised, 0 reservations released.')
    expect((await typesIn(trial)).at(-1)).toBe('GridMapRevised')
  })
})

async function opened(): Promise<Trial> {
  const trial = newTrial()
  await trial.gridgov('init', 'x.db', '--district', '440402', '--name', '试验区')
  return trial
}

async function withPlan(commands: object): Promise<Trial> {
  const trial = newTrial()
  await smallDistrict(trial)
  trial.writeFile('plan.json', JSON.stringify(commands))
  return trial
}

async function typesIn(trial: Trial): Promise<ReadonlyArray<string>> {
  const page = await trial.log('x.db').readAll({ after: 'beginning', maxCount: 100_000 })()
  return page._tag === 'Right' ? page.right.events.map((event) => event.type) : []
}
