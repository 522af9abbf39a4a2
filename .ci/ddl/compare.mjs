// Compares what `DdlStatement` reads with PostgreSQL's own parse trees, statement by statement.
//
//   node compare.mjs STATEMENTS DIFFERENCES      (in a folder with libpg-query in its node_modules)
//
// STATEMENTS is what DdlDump printed; DIFFERENCES lists the known differences, each with its reason.
import { createRequire } from 'node:module'
import { readFileSync, createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { EXACT, columns, expression, functions, prune, statement } from './trees.mjs'

const { loadModule, parseSync } = createRequire(process.cwd() + '/')('libpg-query')
await loadModule()

const LONGEST_NAME = 63
const FIELDS = /^(year|month|day|hour|minute|second)( to \w+)?$/

/** The server cuts names off; we do not. */
function cut(name) {
  const bytes = Buffer.from(name)
  if (bytes.length <= LONGEST_NAME) return name
  let end = LONGEST_NAME
  while ((bytes[end] & 0xc0) === 0x80) end--
  return bytes.subarray(0, end).toString()
}

function parsed(text) {
  return parseSync(`SELECT (${text}\n)`).stmts[0].stmt.SelectStmt.targetList[0].ResTarget.val
}

const names = (list) => [...new Set(list.map((name) => cut(name)))].sort().join(', ')

function treeOf({ text, functions: called, columns: used }) {
  const tree = parsed(text)
  for (const [what, actual, expected] of [['functions', called, functions(tree)], ['columns', used, columns(tree)]]) {
    if (names(actual) !== names(expected)) throw new Error(`the ${what} in ${text.slice(0, 200)} are ${names(expected)}, not ${names(actual)}`)
  }
  return expression(tree)
}

const DROPPED = {
  Dml: ['range'], Query: ['keyword'], Opaque: ['head'], AlterSequence: ['options'], SetVariable: ['values'], CreateView: ['query'],
  PartitionBound: ['text']
}

function ours(value, sql) {
  if (typeof value === 'string') return cut(value)
  if (Array.isArray(value)) return value.map((each) => ours(each, sql))
  if (value === null || typeof value !== 'object') return value
  if (value.is === 'Expression') return treeOf(value)
  const result = {}
  for (const [key, component] of Object.entries(value)) {
    if (key === 'start') result[key] = Buffer.byteLength(sql.slice(0, component))
    else if (key === 'modifiers') result[key] = component.map((m) => (FIELDS.test(m) ? m : expression(parsed(m)).tree))
    else if (key === 'body' || key === 'label' || key === 'labels' || key === 'newLabel') result[key] = component
    else if (key === 'events') result[key] = [...component].sort()
    else if (!(DROPPED[value.is] ?? []).includes(key)) result[key] = ours(component, sql)
  }
  if (result.functions) result.functions = names(result.functions.map((f) => f.join?.('.') ?? f))
  if (value.is === 'Grant' && value.type === 'OTHER') result.names = result.names?.map((name) => [name.join('.')])
  if (result.method === 'btree') delete result.method
  if (result.storage === 'UNSPECIFIED') result.storage = 'VIRTUAL'
  return prune(result)
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
}

function normal(expected) {
  if (expected?.functions) expected.functions = names(expected.functions)
  return prune(expected)
}

/** The first place where two values differ. */
function difference(left, right, path = '') {
  if (JSON.stringify(left) === JSON.stringify(right)) return undefined
  if (left && right && typeof left === 'object' && typeof right === 'object' && left.is === right.is) {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const inner = difference(left[key], right[key], path ? `${path}.${key}` : key)
      if (inner) return inner
    }
  }
  return `${path}: ${JSON.stringify(left)?.slice(0, 300)} instead of ${JSON.stringify(right)?.slice(0, 300)}`
}

const known = new Map(readFileSync(process.argv[3], 'utf8').split('\n').filter((line) => line && !line.startsWith('#'))
  .map((line) => /^(\S+): (.*)$/.exec(line).slice(1)))
const counts = { exact: 0, other: 0, refused: 0, exactDifferences: 0, otherDifferences: 0 }
const found = new Map()
const kinds = new Map()

for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  const { place, sql, read } = JSON.parse(line)
  let node
  try {
    const { stmts } = parseSync(sql)
    if (!stmts || stmts.length !== 1) continue
    node = stmts[0].stmt
  }
  catch (error) {
    counts.refused++
    continue
  }
  const kind = Object.keys(node)[0]
  const exact = EXACT.includes(kind)
  counts[exact ? 'exact' : 'other']++
  kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  let different
  try {
    different = difference(sorted(ours(read, sql)), sorted(normal(statement(node))))
  }
  catch (error) {
    different = `cannot be compared: ${error.message}`
  }
  if (different) {
    counts[exact ? 'exactDifferences' : 'otherDifferences']++
    found.set(place, `${different} (${sql.replace(/\s+/g, ' ').slice(0, 200)})`)
  }
}

const say = (message) => console.log(`ddl: ${message}`)
say([...kinds].sort((a, b) => b[1] - a[1]).slice(0, 12).map(([kind, count]) => `${kind} ${count}`).join(', '))
say(`${counts.exact} statements compared exactly, ${counts.exactDifferences} differences; `
  + `${counts.other} by head, target and flags, ${counts.otherDifferences} differences; ${counts.refused} refused by PostgreSQL's grammar`)
let unexpected = 0
for (const [place, different] of found) {
  if (known.has(place)) say(`known difference: ${place}: ${known.get(place)}`)
  else {
    unexpected++
    say(`DIFFERENCE: ${place}: ${different}`)
  }
}
for (const [place, reason] of known) {
  if (!found.has(place)) {
    unexpected++
    say(`LISTED, BUT EQUAL: ${place}: ${reason}`)
  }
}
process.exit(unexpected === 0 && counts.exact > 0 ? 0 : 1)
