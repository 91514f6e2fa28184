/** What the commands that audit answer: tree, lineage, history, trail, verify, and the two clocks of all of them. */

import { beforeAll, describe, expect, it } from 'vitest'
import { projectionName } from '@grid-governance/event-sourcing'
import { beginnings, communityGrids, divisions } from '@grid-governance/projections-grids'
import { renameGrid, smallDistrict, splitPlan } from './testing/samples.ts'
import { newTrial, type Trial } from './testing/trial.ts'

/** A district whose first grid was split on 2019-03-01; written once, then only read. */
let trial: Trial

/** The projections on which a tree rests. */
const rests = [divisions, communityGrids, beginnings].map(projectionName)

beforeAll(async () => {
  trial = newTrial()
  await smallDistrict(trial)
  trial.writeFile('plan.json', JSON.stringify(splitPlan()))
  trial.writeFile('rename.json', JSON.stringify(renameGrid('更名网格')))
  await trial.type('gridgov submit x.db plan.json --commit')
  trial.setNow('2019-03-01T00:00:01+08:00')
  await trial.type('gridgov run-due x.db --commit')
  trial.setNow('2019-05-06T10:00:00+08:00')
  await trial.type('gridgov submit x.db rename.json --commit')
})

describe('the two clocks', () => {
  it('answers as of a day: the day of effect belongs to the new state', async () => {
    expect(await gridsOf('gridgov tree x.db --level grid --under C440402001001 --as-of 2019-02-28')).toEqual(['甲一网格', '更名网格'])
    expect(await gridsOf('gridgov tree x.db --level grid --under C440402001001 --as-of 2019-03-01')).toEqual(['更名网格', '甲3网格', '甲4网格'])
  })

  it('answers with what was known: a name learnt in May for January is not known in March (6.1)', async () => {
    expect(await gridsOf('gridgov tree x.db --level grid --under C440402001001 --as-of 2019-01-31')).toContain('更名网格')
    expect(await gridsOf('gridgov tree x.db --level grid --under C440402001001 --as-of 2019-01-31 --as-known-at 2019-04-30')).toContain('甲二网格')
  })

  it('takes a position, a day or an instant for what was known', async () => {
    const said = async (place: string): Promise<unknown> => json(await trial.type(`gridgov tree x.db --as-known-at ${place} --format json`))
    const byDay = await said('2019-03-01') as { knownAt: { position: number } }
    expect(await said(String(byDay.knownAt.position))).toEqual(byDay)
    expect(await said('2019-03-01T12:00')).toEqual(byDay)
    expect(await said('2019-03-01T04:00:00Z')).toEqual(byDay)
  })

  it('shows no part of an append: a position within one counts from the end of the one before', async () => {
    // 4 opens the register of divisions, which ends at 8.
    const within = json(await trial.type('gridgov tree x.db --as-known-at 6 --format json')) as { knownAt: unknown, units: ReadonlyArray<unknown> }
    expect(within).toMatchObject({ knownAt: { position: 3 } })
    expect(within.units).toHaveLength(1)
  })

  it('names day, place, instant, projections and fingerprint in every answer', async () => {
    expect((await trial.type('gridgov tree x.db --as-known-at 3')).out.split('\n')[0])
      .toMatch(new RegExp(`^As of 2019-05-06, as known at position 3 \\(recorded 2019-01-02T09:00:00\\.000\\+08:00\\), by ${rests.join(', ')} \\(fingerprint [0-9a-f]{12}\\)\\.$`))
  })

  it('says of a day to come that scheduled plans are not counted', async () => {
    expect((await trial.type('gridgov tree x.db --as-of 2030-01-01')).out).toContain('2030-01-01 lies in the future (today is 2019-05-06)')
  })

  it('says that nothing had been recorded before the first event', async () => {
    expect((await trial.type('gridgov tree x.db --as-known-at 2018-12-31')).out).toContain('Nothing had been recorded by then.')
  })

  it('says unknown, not none, of days before the import (T33)', async () => {
    const { out, code } = await trial.type('gridgov tree x.db --as-of 2018-06-30')
    expect(code).toBe(0)
    expect(out).toContain('Unknown before 2018-07-01 (imported as of that day): 试验区, 东街道, 西街道.')
    expect(out).toMatch(/东街道 +T440402001 +unknown +unknown +unknown +unknown/)
    expect((await trial.type('gridgov tree x.db --as-of 2016-01-01')).out).toContain('What 440402 was before 2017-03-01 is unknown')
    expect((await trial.type('gridgov history x.db G440402001001001')).out).toContain('What G440402001001001 was before 2018-07-01 is unknown: it was imported as of that day.')
  })
})

describe('plans', () => {
  it('are listed with their standing, day, document and communities, as known at a moment', async () => {
    const plansAt = async (...places: ReadonlyArray<string>): Promise<unknown> =>
      (json(await trial.gridgov('plans', 'x.db', '--format', 'json', ...places)) as { plans: ReadonlyArray<Record<string, unknown>> }).plans
        .map(({ plan, stage, standing, effectiveOn, inEffect, document, communities, name }) => [plan, stage, standing, effectiveOn, inEffect, document, communities, name])
    const plan = (stage: string, inEffect: boolean): ReadonlyArray<unknown> => ['P1', stage, stage, '2019-03-01', inEffect, '虚构〔2018〕1号', ['C440402001001'], '甲一网格拆分']
    expect(await plansAt()).toEqual([plan('executed', true)])
    expect(await plansAt('--as-of', '2019-02-28')).toEqual([plan('executed', false)])
    expect(await plansAt('--as-known-at', '2019-02-01')).toEqual([plan('scheduled', false)])
    expect(await plansAt('--as-known-at', '2018-12-31')).toEqual([])
  })

  it('that were taken back are told as such, and hold on no day', async () => {
    const own = newTrial()
    await smallDistrict(own)
    own.writeFile('plan.json', JSON.stringify(splitPlan()))
    await own.type('gridgov submit x.db plan.json --commit')
    own.setNow('2019-03-01T00:00:01+08:00')
    await own.type('gridgov run-due x.db --commit')
    const { facts } = json(await own.type('gridgov history x.db P1 --format json')) as { facts: ReadonlyArray<{ type: string, entryId: string }> }
    const root = facts.find(({ type }) => type === 'GridSplit')?.entryId
    const reason = { sealed: 'clear@1', subjects: [], body: '误拆' }
    own.writeFile('back.json', JSON.stringify({
      type: 'CorrectPlan', data: { districtId: '440402', planId: 'P1', corrections: [{ root, corrects: root }], reason },
      authority: { documentNumber: '虚构〔2019〕2号', issuer: '虚构机关', date: '2019-03-01' },
    }))
    expect((await own.type('gridgov submit x.db back.json --commit')).err).toBe('')
    const { plans } = json(await own.type('gridgov plans x.db --format json')) as { plans: ReadonlyArray<unknown> }
    expect(plans).toMatchObject([{ plan: 'P1', stage: 'executed', standing: 'taken back', effectiveOn: null, inEffect: false }])
  })
})

describe('tree', () => {
  it('tells of the unit that was asked for, not of its district, where it was not there yet', async () => {
    expect((await trial.type('gridgov tree x.db --under T440402001 --as-of 2016-01-01')).out).toContain('What T440402001 was before 2018-07-01 is unknown')
  })

  it('says why a grid that a plan made or ended is not there on a day', async () => {
    const noteOf = async (words: string): Promise<string | undefined> => (await trial.type(`gridgov tree x.db ${words}`)).out.split('\n')[1]
    expect(await noteOf('--under G440402001001003 --as-of 2019-02-28')).toBe('G440402001001003 begins on 2019-03-01; before, there was none.')
    expect(await noteOf('--under G440402001001001 --as-of 2019-03-01')).toMatch(/^G440402001001001 had ended on 2019-03-01 \(split\); G440402001001003 and G440402001001004 followed/)
  })

  it('says that a town had ended, not that there is none', async () => {
    const own = newTrial()
    await smallDistrict(own)
    const authority = { documentNumber: '虚构〔2018〕9号', issuer: '虚构机关', date: '2018-12-01' }
    own.writeFile('town.json', JSON.stringify([
      { type: 'RegisterDivisions', authority, data: { districtId: '440402', name: '试验区', kind: 'lateRecording', effectiveOn: '2018-12-01', towns: [{ townId: 'T9', code: '440402009', name: '北镇' }], communities: [], earlierHistory: 'none' } },
      { type: 'CloseTown', authority, data: { districtId: '440402', townId: 'T9', kind: 'lateRecording', effectiveOn: '2019-01-01', reason: 'abolished', successors: ['T440402001'] } },
    ]))
    expect((await own.type('gridgov submit x.db town.json --commit')).err).toBe('')
    expect((await own.type('gridgov tree x.db --under T9 --as-of 2019-01-01')).out.split('\n')[1]).toBe('T9 had ended on 2019-01-01 (abolished); T440402001 followed.')
    expect((await own.type('gridgov tree x.db --under T9 --as-of 2018-11-30')).out).toContain('T9 begins on 2018-12-01; before, there was none.')
  })

  it('counts down to buildings', async () => {
    const rows = json(await trial.type('gridgov tree x.db --level building --under G440402001001003 --format json')) as { units: ReadonlyArray<Record<string, unknown>> }
    expect(rows.units.map(({ level, id, buildings, households }) => [level, id, buildings, households])).toEqual([
      ['grid', 'G440402001001003', 2, 220], ['building', 'B440402001001_00001', 1, 100], ['building', 'B440402001001_00002', 1, 120],
    ])
  })

  it('says in CSV on every row what it rests on, and leaves empty what is not known: of one community the grids were never told', async () => {
    const { out, err } = await trial.type('gridgov tree x.db --level district --format csv')
    expect(out.split('\n')).toEqual([
      'name,level,id,code,since,communities,grids,buildings,households,residents,unknown_before,as_of,known_at_position,known_at_instant,projections,fingerprint',
      expect.stringMatching(new RegExp(`^试验区,district,440402,440402,,3,,,,,,2019-05-06,36,2019-05-06T10:00:00\\.000\\+08:00,${rests.join(' ')},[0-9a-f]{64}$`)),
    ])
    expect(err).toContain('As of 2019-05-06')
  })

  it('knows no unit of another name', async () => {
    expect(await trial.type('gridgov tree x.db --under C9')).toMatchObject({ code: 1, err: 'The log, as far as it was known then, has no C9; "gridgov tree --level grid" lists the units, "gridgov plans" the plans.' })
  })
})

describe('lineage', () => {
  it('gives exact shares of buildings, households and residents', async () => {
    const { parts } = json(await trial.type('gridgov lineage x.db G440402001001001 --from 2019-01-01 --format json')) as { parts: ReadonlyArray<Record<string, unknown>> }
    expect(parts.map(({ id, buildingsShare, householdsShare, residentsShare }) => [id, buildingsShare, householdsShare, residentsShare])).toEqual([
      ['G440402001001003', '2/3 (66.7 %)', '220/300 (73.3 %)', '650/900 (72.2 %)'],
      ['G440402001001004', '1/3 (33.3 %)', '80/300 (26.7 %)', '250/900 (27.8 %)'],
    ])
  })

  it.each([
    ['a grid of which nothing is known on the first day', 'G440402001001001 --from 2018-01-01', 'What G440402001001001 was before 2018-07-01 is unknown'],
    ['a grid that begins later', 'G440402001001003 --from 2019-01-01', 'G440402001001003 begins on 2019-03-01; before, there was none.'],
    ['a grid that had ended', 'G440402001001001 --from 2019-04-01', 'G440402001001001 had ended on 2019-03-01 (split); G440402001001003 and G440402001001004 followed.'],
  ])('says what it can of %s', async (_, words, sentence) => {
    const printed = await trial.type(`gridgov lineage x.db ${words}`)
    expect(printed.code).toBe(0)
    expect(printed.out).toContain(sentence)
  })
})

describe('history', () => {
  it('lists facts by the day of effect, and whether they hold', async () => {
    const { facts } = json(await trial.type('gridgov history x.db G440402001001002 --format json')) as { facts: ReadonlyArray<Record<string, unknown>> }
    expect(facts.map(({ effectiveOn, type, holds, kind }) => [effectiveOn, type, holds, kind])).toEqual([
      ['2018-07-01', 'GridEstablished', true, 'lateRecording'], ['2019-01-01', 'GridRenamed', true, 'change'],
    ])
  })

  it('follows a plan from its draft to its execution', async () => {
    const { facts } = json(await trial.type('gridgov history x.db P1 --format json')) as { facts: ReadonlyArray<{ type: string }> }
    expect([...new Set(facts.map(({ type }) => type))]).toEqual([
      'RestructurePlanDrafted', 'RestructureOperationAdded', 'DispositionSet', 'RestructurePlanSubmitted', 'RestructurePlanApproved', 'GridsReserved',
      'RestructureScheduled', 'GridSplit', 'RestructureExecuted', 'GridMapRevised',
    ])
  })
})

describe('trail', () => {
  it.each([
    ['a document', '--document 虚构〔2018〕1号', 24],
    ['an actor', '--actor operator', 37],
    ['an actor who did nothing', '--actor nobody', 0],
  ])('lists the facts by %s', async (_, words, count) => {
    const { facts } = json(await trial.type(`gridgov trail x.db ${words} --format json`)) as { facts: ReadonlyArray<unknown> }
    expect(facts).toHaveLength(count)
  })

  it('goes from a fact to its command, and from a cause to what it led to', async () => {
    const { facts } = json(await trial.type('gridgov history x.db P1 --format json')) as { facts: ReadonlyArray<{ type: string, eventId: string }> }
    const scheduled = facts.find(({ type }) => type === 'RestructureScheduled')
    const led = json(await trial.type(`gridgov trail x.db --cause ${scheduled?.eventId ?? ''} --format json`)) as { facts: ReadonlyArray<{ type: string, commandId: string }> }
    expect(led.facts.map(({ type }) => type)).toContain('RestructureExecuted')
    const same = json(await trial.type(`gridgov trail x.db --command ${led.facts[0]?.commandId ?? ''} --format json`)) as { facts: ReadonlyArray<{ type: string }> }
    expect(same.facts.map(({ type }) => type)).toContain('GridSplit')
  })
})

describe('verify', () => {
  it('finds a sound log sound, and prints its head', async () => {
    const printed = await trial.type('gridgov verify x.db')
    expect(printed.code).toBe(0)
    expect(printed.out).toMatch(/The log is sound: 37 events in 6 streams; .*\nHead to keep outside of the file: 36:[0-9a-f]{64}$/)
  })

  it('finds the head that was pinned, and misses one that was cut off', async () => {
    const head = /36:[0-9a-f]{64}/.exec((await trial.type('gridgov verify x.db')).out)?.[0] ?? ''
    expect((await trial.type(`gridgov verify x.db --head ${head}`)).code).toBe(0)
    const cut = await trial.type(`gridgov verify x.db --head ${head.replace('36:', '40:')}`)
    expect(cut.code).toBe(1)
    expect(cut.out).toContain('it was cut, or written anew')
  })

  it.each([
    ['a version that is missing', (place: number) => place === 9 ? { streamVersion: 7 } : {}, 'version 1 of the stream was expected, and 7 found'],
    ['a clock that went back', (place: number) => place === 9 ? { recordedAt: 1 } : {}, 'the recorded time goes back from'],
    ['a fact of an unknown type', (place: number) => place === 9 ? { type: 'GridPainted' } : {}, 'GridPainted is not a known fact'],
    ['a fact of a newer shape', (place: number) => place === 9 ? { schemaVersion: 2 } : {}, 'GridEstablished@2 has no upcaster to version 1; it may come from a newer release'],
    ['an altered figure', (place: number) => place === 36 ? { data: '{}' } : {}, 'the chain comes to'],
    ['an event that was not written by this library', (place: number) => place === 9 ? { foreign: true } : {}, 'the event was not written by this library'],
  ])('finds %s', async (_, change, sentence) => {
    const tampered = newTrial()
    tampered.replaceLog('x.db', () => {
      const sound = trial.log('x.db')
      return {
        ...sound,
        readAll: (request) => async () => {
          const page = await sound.readAll(request)()
          return page._tag === 'Left' ? page : { ...page, right: { ...page.right, events: page.right.events.map((event) => ({ ...event, ...change(event.globalPosition) })) } }
        },
      }
    })
    const printed = await tampered.type('gridgov verify x.db')
    expect(printed.code).toBe(1)
    expect(printed.out).toContain('The log is not sound')
    expect(printed.out).toContain(sentence)
  })
})

async function gridsOf(line: string): Promise<ReadonlyArray<string>> {
  const { units } = json(await trial.type(`${line} --format json`)) as { units: ReadonlyArray<{ level: string, name: string }> }
  return units.filter(({ level }) => level === 'grid').map(({ name }) => name)
}

function json({ out }: { readonly out: string }): unknown {
  return JSON.parse(out)
}
