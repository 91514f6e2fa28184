// Made-up values of types, so that the sentence for each rejection can be shown as a reader would meet it.
import ts from 'typescript'

/** Texts and numbers by `Owner.field`, `Brand.field`, brand or field; the first that is found counts. */
const values: Readonly<Record<string, string | number>> = {
  DistrictId: '440402', TownId: 'T1', CommunityId: 'C1', GridId: 'G1', BuildingId: 'B1', PlanId: 'P1', OperationId: 'O1', EntryId: 'E1',
  'TownId.actual': 'T2', 'TownId.successor': 'T2', 'CommunityId.actual': 'C2', 'GridId.actual': 'G2',
  'GridId.successors': 'G2', 'GridId.instead': 'G2', 'GridId.target': 'G3', 'GridId.allowed': 'G2', 'GridId.twice': 'G2', 'GridId.foreign': 'G3',
  'BuildingId.twice': 'B2', 'BuildingId.foreign': 'B3', 'EntryId.named': 'E2', 'EntryId.head': 'E3', 'EntryId.entries': 'E2',
  'ContinuingIsNoSource.target': 'G3', 'ContinuingIsNoSource.sources': 'G1',
  TownCode: '440402001', CommunityCode: '440402001001', GridCode: '440402001001001', BuildingNumber: '00007',
  code: '440402001001001', number: '00007', 'CodeOutsideTown.code': '440402009001', 'CodeOutsideDistrict.code': '440403001', townCode: '440402001',
  CalendarDate: '2019-01-01', 'CalendarDate.from': '2018-07-01', 'CalendarDate.closedOn': '2018-10-01', 'CalendarDate.leftOn': '2018-10-01',
  'CalendarDate.opensOn': '2019-03-01', 'CalendarDate.gridsSince': '2018-07-01', 'CalendarDate.decidedOn': '2018-12-20',
  'AlreadyInEffect.decidedOn': '2019-02-01', 'DivisionNotLiving.to': '2018-10-01', 'ExemptionWithoutDays.until': '2018-12-31',
  command: 'RecodeGrid', 'PlanNotInState.command': 'ExecutePlan', 'PlanNotInState.state': 'approved', 'PlanNotInState.allowed': 'scheduled',
  'DispositionTargetMissing.action': 'moveTo',
  'DistrictNameDiffers.registered': '甲区', 'DistrictNameDiffers.named': '乙区', 'ContinuingCommunityChanged.named': '440402001009',
  'CorrectionOfAnotherFact.named': 'GridRenamed', recorded: 'GridEstablished', 'CorrectionOfAnotherUnit.recorded': 'G1', 'CorrectionOfAnotherUnit.named': 'G2',
  'RepeatedInRequest.value': 'C1', 'IdSpent.id': 'C1', edition: '2018-07', list: 'communities', nature: 'simulated', range: 'gridsPerCommunity',
  min: 2, max: 5, 'RangeUpsideDown.min': 5, 'RangeUpsideDown.max': 2, would: 6, targets: 1, sources: 1, facts: 3, ordinal: 0,
  'PlanTooLarge.bytes': 1_200_000, 'PlanTooLarge.events': 900, 'PlanTooLarge.allowedBytes': 1_000_000, 'PlanTooLarge.allowedEvents': 1000,
}

/** Where a value stands: of whom, under which name, and as which item of a tuple. */
interface Place {
  readonly owner: string
  readonly name: string
  readonly nth: number
}

/** A value of the type; `owner` is the name of the whole. */
export function exampleValue(checker: ts.TypeChecker, type: ts.Type, owner: string): unknown {
  return valueAt(checker, type, { owner, name: '', nth: 0 })
}

function valueAt(checker: ts.TypeChecker, type: ts.Type, place: Place): unknown {
  const known = values[`${place.owner}.${place.name}`]
  const isList = checker.isArrayType(type) || checker.isTupleType(type)
  if (known !== undefined && !isList && !hasFields(type)) return known
  if (type.isUnion()) return valueAt(checker, type.types.find((one) => !(one.flags & ts.TypeFlags.Null)) ?? type, place)
  if (type.isStringLiteral() || type.isNumberLiteral()) return type.value
  if (type.flags & ts.TypeFlags.BooleanLiteral) return checker.typeToString(type) === 'true'
  if (isA(type, ts.TypeFlags.String)) return byBrand(checker, type, place) ?? place.name
  if (isA(type, ts.TypeFlags.Number)) return Number(byBrand(checker, type, place) ?? 3) + 3 * place.nth
  if (isList) return checker.getTypeArguments(type as ts.TypeReference).map((item, nth) => valueAt(checker, item, { ...place, nth }))
  const fields = type.getProperties().filter(({ flags }) => !(flags & ts.SymbolFlags.Optional))
  return Object.fromEntries(fields.map((field) => [field.name, valueAt(checker, checker.getTypeOfSymbol(field), { ...place, name: field.name })]))
}

function byBrand(checker: ts.TypeChecker, type: ts.Type, { name }: Place): string | number | undefined {
  const brand = type.getProperty('__brand')
  const literal = brand && checker.getTypeOfSymbol(brand)
  const branded = literal?.isStringLiteral() === true ? (values[`${literal.value}.${name}`] ?? values[literal.value]) : undefined
  return branded ?? values[name]
}

/** Whether it is this primitive, branded or not. */
function isA(type: ts.Type, flag: ts.TypeFlags): boolean {
  return (type.isIntersection() ? type.types : [type]).some((one) => (one.flags & flag) !== 0)
}

function hasFields(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Object) !== 0
}
