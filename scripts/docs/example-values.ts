// Made-up values of types, so that the sentence for each rejection can be shown as a reader would meet it.
import ts from 'typescript'

/** Texts by the name of their brand or field. */
const texts: Readonly<Record<string, string>> = {
  DistrictId: '440402', TownId: 'T1', CommunityId: 'C1', GridId: 'G1', BuildingId: 'B1', PlanId: 'P1', OperationId: 'O1', EntryId: 'E1',
  TownCode: '440402001', CommunityCode: '440402001001', GridCode: '440402001001001', BuildingNumber: '00007', CalendarDate: '2019-01-01',
  code: '440402001001', townCode: '440402001', number: '00007', command: 'RecodeGrid', edition: '2018-07', list: 'communities',
  actor: 'officer', nature: 'simulated', recorded: 'GridEstablished', document: '〔2019〕1', documentNumber: '〔2019〕1', range: 'gridsPerCommunity',
}

/** Whole numbers by the name of their field. */
const numbers: Readonly<Record<string, number>> = { min: 2, max: 5, would: 6, ordinal: 0, targets: 1, sources: 1 }

/** A value of the type; `name` is that of the field in which it stands. */
export function exampleValue(checker: ts.TypeChecker, type: ts.Type, name: string): unknown {
  if (type.isUnion()) return exampleValue(checker, type.types.find((one) => !(one.flags & ts.TypeFlags.Null)) ?? type, name)
  if (type.isStringLiteral() || type.isNumberLiteral()) return type.value
  if (type.flags & ts.TypeFlags.BooleanLiteral) return checker.typeToString(type) === 'true'
  if (isA(type, ts.TypeFlags.String)) return texts[brandOf(checker, type) ?? name] ?? texts[name] ?? name
  if (isA(type, ts.TypeFlags.Number)) return numbers[name] ?? 3
  if (checker.isTupleType(type)) return checker.getTypeArguments(type as ts.TypeReference).map((item) => exampleValue(checker, item, name))
  if (checker.isArrayType(type)) return checker.getTypeArguments(type as ts.TypeReference).map((item) => exampleValue(checker, item, name))
  return Object.fromEntries(
    type.getProperties()
      .filter((property) => !(property.flags & ts.SymbolFlags.Optional))
      .map((property) => [property.name, exampleValue(checker, checker.getTypeOfSymbol(property), property.name)]),
  )
}

/** Whether it is this primitive, branded or not. */
function isA(type: ts.Type, flag: ts.TypeFlags): boolean {
  return (type.isIntersection() ? type.types : [type]).some((one) => (one.flags & flag) !== 0)
}

function brandOf(checker: ts.TypeChecker, type: ts.Type): string | undefined {
  const brand = type.getProperty('__brand')
  const literal = brand && checker.getTypeOfSymbol(brand)
  return literal?.isStringLiteral() === true ? literal.value : undefined
}
