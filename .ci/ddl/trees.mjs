// Turns PostgreSQL's parse trees, as libpg_query gives them, into what `DdlStatement` reads from the same text:
// objects with the names of the records and of their components, without what is null, false or empty.

const text = (node) => node.String?.sval
const texts = (nodes) => (nodes ?? []).map(text)
const relation = (r) => [r.catalogname, r.schemaname, r.relname].filter(Boolean)
const named = (kind, properties) => prune({ is: kind, ...properties })
const cascade = (node) => node.behavior === 'DROP_CASCADE'

export function prune(object) {
  for (const key of Object.keys(object)) {
    const value = object[key]
    if (value === undefined || value === null || value === false || value === '' || (Array.isArray(value) && value.length === 0)) delete object[key]
  }
  return object
}

/** An expression without the places of its nodes. */
export function expression(node) {
  return node && (typeof node === 'object') && { is: 'Expression', tree: JSON.stringify(node, (key, value) => (/location$|_len$|^rexpr_list|^list_/.test(key) ? undefined : value)) }
}

const SPECIAL = { extract: 'extract', btrim: 'trim', ltrim: 'trim', rtrim: 'trim', overlay: 'overlay', position: 'position', substring: 'substring', normalize: 'normalize', system_user: 'system_user' }
const VALUES = {
  SVFOP_CURRENT_DATE: 'current_date', SVFOP_CURRENT_TIME: 'current_time', SVFOP_CURRENT_TIME_N: 'current_time', SVFOP_CURRENT_TIMESTAMP: 'current_timestamp',
  SVFOP_CURRENT_TIMESTAMP_N: 'current_timestamp', SVFOP_LOCALTIME: 'localtime', SVFOP_LOCALTIME_N: 'localtime', SVFOP_LOCALTIMESTAMP: 'localtimestamp',
  SVFOP_LOCALTIMESTAMP_N: 'localtimestamp', SVFOP_CURRENT_ROLE: 'current_role', SVFOP_CURRENT_USER: 'current_user', SVFOP_USER: 'user',
  SVFOP_SESSION_USER: 'session_user', SVFOP_CURRENT_CATALOG: 'current_catalog', SVFOP_CURRENT_SCHEMA: 'current_schema'
}

/** The names of the functions that are called in a tree; operators in words, which the grammar turns into calls, are none. */
export function functions(tree, names = []) {
  if (Array.isArray(tree)) tree.forEach((node) => functions(node, names))
  else if (tree && typeof tree === 'object') {
    if (tree.FuncCall) {
      const name = texts(tree.FuncCall.funcname)
      if (/^pg_catalog\.(similar_to_escape|like_escape|json_object)$/.test(name.join('.'))) {
        // an operator or a construct
      }
      else if (tree.FuncCall.funcformat !== 'COERCE_SQL_SYNTAX') names.push(name.join('.'))
      else if (SPECIAL[name.at(-1)]) names.push(SPECIAL[name.at(-1)])
    }
    if (tree.SQLValueFunction) names.push(VALUES[tree.SQLValueFunction.op])
    Object.values(tree).forEach((node) => functions(node, names))
  }
  return names
}

/** The names of the columns in a tree, as written. */
export function columns(tree, names = []) {
  if (Array.isArray(tree)) tree.forEach((node) => columns(node, names))
  else if (tree && typeof tree === 'object') {
    const fields = tree.ColumnRef?.fields
    if (fields?.at(-1).String) names.push(texts(fields).join('.'))
    Object.values(tree).forEach((node) => columns(node, names))
  }
  return names
}

const FIELDS = { year: 2, month: 1, day: 3, hour: 10, minute: 11, second: 12 }
const ORDER = ['year', 'month', 'day', 'hour', 'minute', 'second']

function intervalFields(mask) {
  for (const from of ORDER) {
    let bits = 0
    for (const to of ORDER.slice(ORDER.indexOf(from))) {
      bits |= 1 << FIELDS[to]
      if (bits === mask) return from === to ? from : `${from} to ${to}`
    }
  }
}

function modifiers(type, name) {
  const all = (type.typmods ?? []).map((m) => expression(m).tree)
  if (name.join('.') !== 'pg_catalog.interval' || all.length === 0) return all
  const fields = intervalFields(type.typmods[0].A_Const.ival.ival)
  return [...(fields ? [fields] : []), ...all.slice(1)]
}

export function typeName(type) {
  if (!type) return undefined
  const name = texts(type.names)
  return named('TypeName', { start: type.location ?? 0, name, modifiers: modifiers(type, name), array: (type.arrayBounds ?? []).length > 0 })
}

const ACTIONS = { a: 'NO_ACTION', r: 'RESTRICT', c: 'CASCADE', n: 'SET_NULL', d: 'SET_DEFAULT' }

function indexElement(node) {
  const e = node.IndexElem
  return named('IndexElement', {
    column: e.name, expression: expression(e.expr), collation: texts(e.collation), operatorClass: texts(e.opclass),
    descending: e.ordering === 'SORTBY_DESC'
  })
}

export function constraint(c, column) {
  const enforceable = ['CONSTR_CHECK', 'CONSTR_FOREIGN'].includes(c.contype)
  const notEnforced = enforceable && !c.is_enforced
  const common = {
    start: c.location ?? 0, name: c.conname, notEnforced, notValid: c.skip_validation && !notEnforced, deferrable: c.deferrable,
    initiallyDeferred: c.initdeferred, noInherit: c.is_no_inherit
  }
  const own = column ? [column] : []
  switch (c.contype) {
    case 'CONSTR_NULL': return named('Null', common)
    case 'CONSTR_NOTNULL': return named('NotNull', { ...common, column: column ?? texts(c.keys)[0] })
    case 'CONSTR_DEFAULT': return named('Default', { ...common, value: expression(c.raw_expr) })
    case 'CONSTR_IDENTITY': return named('Identity', { ...common, always: c.generated_when === 'a' })
    case 'CONSTR_GENERATED': return named('Generated', { ...common, value: expression(c.raw_expr), storage: c.generated_kind === 's' ? 'STORED' : 'VIRTUAL' })
    case 'CONSTR_CHECK': return named('Check', { ...common, condition: expression(c.raw_expr) })
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE': return named('Unique', {
      ...common, primary: c.contype === 'CONSTR_PRIMARY', columns: c.keys ? texts(c.keys) : c.indexname ? [] : own,
      included: texts(c.including), usingIndex: c.indexname, nullsNotDistinct: c.nulls_not_distinct, withoutOverlaps: c.without_overlaps
    })
    case 'CONSTR_EXCLUSION': return named('Exclusion', {
      ...common, method: c.access_method === 'btree' ? undefined : c.access_method,
      elements: c.exclusions.map((pair) => indexElement(pair.List.items[0])), condition: expression(c.where_clause)
    })
    case 'CONSTR_FOREIGN': return named('ForeignKey', {
      ...common, columns: c.fk_attrs ? texts(c.fk_attrs) : own, referenced: relation(c.pktable), referencedColumns: texts(c.pk_attrs),
      onDelete: ACTIONS[c.fk_del_action], onUpdate: ACTIONS[c.fk_upd_action]
    })
  }
  throw new Error(c.contype)
}

/** The flags of a column's constraint stand behind it as constraints of their own. */
function columnConstraints(nodes, column) {
  const constraints = []
  for (const { Constraint: c } of nodes ?? []) {
    const last = constraints.at(-1) ?? {}
    switch (c.contype) {
      case 'CONSTR_ATTR_DEFERRABLE': last.deferrable = true; break
      case 'CONSTR_ATTR_DEFERRED': last.deferrable = last.initiallyDeferred = true; break
      case 'CONSTR_ATTR_NOT_ENFORCED': last.notEnforced = true; break
      case 'CONSTR_ATTR_ENFORCED': delete last.notEnforced; break
      case 'CONSTR_ATTR_NOT_DEFERRABLE':
      case 'CONSTR_ATTR_IMMEDIATE': break
      default: constraints.push(constraint(c, column))
    }
  }
  return constraints
}

export function column(c) {
  return named('ColumnDefinition', {
    start: c.location ?? 0, name: c.colname, type: typeName(c.typeName), collation: c.collClause && texts(c.collClause.collname),
    constraints: columnConstraints(c.constraints, c.colname)
  })
}

function persistence(r) { return { p: 'PERMANENT', u: 'UNLOGGED', t: 'TEMPORARY' }[r.relpersistence] }

function bound(b) {
  return b && named('PartitionBound', { isDefault: b.is_default })
}

export function createTable(s, foreign) {
  const elements = s.tableElts ?? []
  const parents = (s.inhRelations ?? []).map((n) => relation(n.RangeVar))
  return named('CreateTable', {
    table: relation(s.relation), persistence: persistence(s.relation), foreign, ifNotExists: s.if_not_exists,
    columns: elements.filter((e) => e.ColumnDef).map((e) => column(e.ColumnDef)),
    constraints: elements.filter((e) => e.Constraint).map((e) => constraint(e.Constraint)),
    like: elements.filter((e) => e.TableLikeClause).map((e) => relation(e.TableLikeClause.relation)),
    inherits: s.partbound ? [] : parents, partitionOf: s.partbound && parents[0], bound: bound(s.partbound),
    type: s.ofTypename && texts(s.ofTypename.names), partitioned: Boolean(s.partspec)
  })
}

export function createIndex(s) {
  return named('CreateIndex', {
    name: s.idxname, table: relation(s.relation), only: !s.relation.inh, unique: s.unique, concurrently: s.concurrent,
    ifNotExists: s.if_not_exists, method: s.accessMethod === 'btree' ? undefined : s.accessMethod,
    elements: s.indexParams.map(indexElement), included: (s.indexIncludingParams ?? []).map((e) => e.IndexElem.name),
    nullsNotDistinct: s.nulls_not_distinct, predicate: expression(s.whereClause)
  })
}

const OBJECTS = {
  OBJECT_MATVIEW: 'MATERIALIZED_VIEW', OBJECT_TABCONSTRAINT: 'CONSTRAINT', OBJECT_DOMCONSTRAINT: 'CONSTRAINT', OBJECT_ATTRIBUTE: 'COLUMN',
  OBJECT_STATISTIC_EXT: 'STATISTICS'
}
const TYPES = new Set(['TABLE', 'FOREIGN_TABLE', 'VIEW', 'MATERIALIZED_VIEW', 'INDEX', 'SEQUENCE', 'COLUMN', 'CONSTRAINT', 'TYPE', 'DOMAIN',
  'FUNCTION', 'PROCEDURE', 'ROUTINE', 'AGGREGATE', 'TRIGGER', 'EVENT_TRIGGER', 'RULE', 'POLICY', 'SCHEMA', 'DATABASE', 'TABLESPACE', 'ROLE',
  'EXTENSION', 'PUBLICATION', 'SUBSCRIPTION', 'STATISTICS', 'COLLATION'])

export function objectType(type) {
  const name = OBJECTS[type] ?? type.replace('OBJECT_', '')
  return TYPES.has(name) ? name : 'OTHER'
}

const role = (r) => ({ ROLESPEC_CSTRING: r.rolename, ROLESPEC_CURRENT_USER: 'current_user', ROLESPEC_CURRENT_ROLE: 'current_role', ROLESPEC_SESSION_USER: 'session_user', ROLESPEC_PUBLIC: 'public' })[r.roletype]
const flag = (condition, value) => (condition ? String(value) : undefined)
const optionNames = (def) => (def?.List?.items ?? []).map(({ DefElem: e }) => [e.defnamespace, e.defname].filter(Boolean).join('.').toLowerCase())

const COMMANDS = {
  AT_AddColumn: (c) => ['AddColumn', { ifNotExists: c.missing_ok, column: column(c.def.ColumnDef) }],
  AT_DropColumn: (c) => ['DropColumn', { column: c.name, ifExists: c.missing_ok, cascade: cascade(c) }],
  AT_AlterColumnType: (c) => ['SetType', {
    column: c.name, type: typeName(c.def.ColumnDef.typeName), collation: texts(c.def.ColumnDef.collClause?.collname), using: expression(c.def.ColumnDef.raw_default)
  }],
  AT_ColumnDefault: (c) => (c.def ? ['SetDefault', { column: c.name, value: expression(c.def) }] : ['DropDefault', { column: c.name }]),
  AT_SetNotNull: (c) => ['SetNotNull', { column: c.name }],
  AT_DropNotNull: (c) => ['DropNotNull', { column: c.name }],
  AT_SetExpression: (c) => ['SetExpression', { column: c.name, value: expression(c.def) }],
  AT_DropExpression: (c) => ['DropExpression', { column: c.name, ifExists: c.missing_ok }],
  AT_AddIdentity: (c) => ['AddIdentity', { column: c.name, always: c.def.Constraint.generated_when === 'a' }],
  AT_SetIdentity: (c) => ['AlterIdentity', { column: c.name }],
  AT_DropIdentity: (c) => ['DropIdentity', { column: c.name, ifExists: c.missing_ok }],
  AT_AddConstraint: (c) => ['AddConstraint', { constraint: constraint(c.def.Constraint) }],
  AT_AlterConstraint: (c) => alterConstraint(c.def.ATAlterConstraint ?? c.def.Constraint),
  AT_ValidateConstraint: (c) => ['ValidateConstraint', { constraint: c.name }],
  AT_DropConstraint: (c) => ['DropConstraint', { constraint: c.name, ifExists: c.missing_ok, cascade: cascade(c) }],
  AT_DropOids: () => ['DropOids', {}],
  AT_ClusterOn: (c) => ['ClusterOn', { index: c.name }],
  AT_DropCluster: () => ['ClusterOn', {}],
  AT_SetLogged: () => ['SetLogged', { logged: true }],
  AT_SetUnLogged: () => ['SetLogged', {}],
  AT_AddInherit: (c) => ['Inherit', { parent: relation(c.def.RangeVar), added: true }],
  AT_DropInherit: (c) => ['Inherit', { parent: relation(c.def.RangeVar) }],
  AT_AddOf: (c) => ['OfType', { type: texts(c.def.TypeName.names) }],
  AT_DropOf: () => ['OfType', {}],
  AT_ChangeOwner: (c) => ['OwnerTo', { role: role(c.newowner) }],
  AT_SetAccessMethod: (c) => ['SetAccessMethod', { method: c.name }],
  AT_SetTableSpace: (c) => ['SetTablespace', { tablespace: c.name }],
  AT_SetRelOptions: (c) => ['SetOptions', { names: optionNames(c.def) }],
  AT_ResetRelOptions: (c) => ['SetOptions', { reset: true, names: optionNames(c.def) }],
  AT_GenericOptions: (c) => ['SetOptions', { names: optionNames(c.def) }],
  AT_ReplicaIdentity: (c) => ['ReplicaIdentity', {
    identity: { d: 'default', f: 'full', n: 'nothing', i: 'index' }[c.def.ReplicaIdentityStmt.identity_type], index: c.def.ReplicaIdentityStmt.name
  }],
  AT_AttachPartition: (c) => ['AttachPartition', { partition: relation(c.def.PartitionCmd.name), bound: bound(c.def.PartitionCmd.bound) }],
  AT_DetachPartition: (c) => ['DetachPartition', { partition: relation(c.def.PartitionCmd.name), concurrently: c.def.PartitionCmd.concurrent }],
  AT_DetachPartitionFinalize: (c) => ['DetachPartition', { partition: relation(c.def.PartitionCmd.name), finalizing: true }]
}

const PROPERTIES = {
  AT_SetStatistics: 'statistics', AT_SetStorage: 'storage', AT_SetCompression: 'compression', AT_SetOptions: 'set', AT_ResetOptions: 'reset',
  AT_AlterColumnGenericOptions: 'options'
}
const ROW_SECURITY = { AT_EnableRowSecurity: 'enable', AT_DisableRowSecurity: 'disable', AT_ForceRowSecurity: 'force', AT_NoForceRowSecurity: 'no force' }

function alterConstraint(c) {
  return ['AlterConstraint', {
    constraint: c.conname, deferrable: flag(c.alterDeferrability, Boolean(c.deferrable)), enforced: flag(c.alterEnforceability, Boolean(c.is_enforced)),
    inherit: flag(c.alterInheritability, !c.noinherit)
  }]
}

function command({ AlterTableCmd: c }) {
  const known = COMMANDS[c.subtype]?.(c)
  if (known) return named(...known)
  if (PROPERTIES[c.subtype]) return named('SetColumnProperty', { column: c.name ?? String(c.num), property: PROPERTIES[c.subtype] })
  if (ROW_SECURITY[c.subtype]) return named('RowSecurity', { setting: ROW_SECURITY[c.subtype] })
  const [, what, kind, scope] = /^AT_(Enable|Disable)(?:Always|Replica)?(Trig|Rule)(All|User)?$/.exec(c.subtype)
  const enabled = what === 'Enable'
  return kind === 'Rule' ? named('SwitchRule', { rule: c.name, enabled })
    : named('SwitchTrigger', { trigger: scope ? scope.toLowerCase() : c.name, enabled })
}

export function alterTable(s) {
  return named('AlterTable', {
    type: objectType(s.objtype), table: relation(s.relation), ifExists: s.missing_ok, only: !s.relation.inh && s.objtype !== 'OBJECT_TYPE',
    actions: s.cmds.map(command)
  })
}

/** A name in a list of dropped or renamed objects: a list of strings, a type, or a routine. */
function objectName(node) {
  if (node.List) return texts(node.List.items)
  if (node.TypeName) return texts(node.TypeName.names)
  if (node.ObjectWithArgs) return texts(node.ObjectWithArgs.objname)
  return [text(node)]
}

function drop(s) {
  const type = objectType(s.removeType)
  if (/OPERATOR|OPCLASS|OPFAMILY|CAST|TRANSFORM/.test(s.removeType)) return opaque()
  const part = ['TRIGGER', 'RULE', 'POLICY'].includes(type)
  const objects = s.objects.map(objectName)
  return named('Drop', {
    type, names: part ? [objects[0].slice(-1)] : objects, table: part ? objects[0].slice(0, -1) : undefined, ifExists: s.missing_ok,
    concurrently: s.concurrent, cascade: cascade(s)
  })
}

function rename(s) {
  const type = objectType(s.renameType)
  if (/OPERATOR|OPCLASS|OPFAMILY/.test(s.renameType)) return opaque()
  const whole = s.relation ? relation(s.relation) : s.object ? objectName(s.object) : [s.subname]
  return named('Rename', { type, object: whole, part: s.relation || /CONSTRAINT/.test(s.renameType) ? s.subname : undefined, newName: s.newname, ifExists: s.missing_ok })
}

function setSchema(s) {
  if (/OPERATOR|OPCLASS|OPFAMILY/.test(s.objectType)) return opaque()
  return named('SetSchema', { type: objectType(s.objectType), object: s.relation ? relation(s.relation) : objectName(s.object), schema: s.newschema, ifExists: s.missing_ok })
}

const opaque = () => ({ is: 'Opaque' })
const option = (options, name) => (options ?? []).map((o) => o.DefElem).find((o) => o.defname === name)
const isOn = (element) => Boolean(element) && (!element.arg || !['0', 'off', 'false'].includes(String(element.arg.String?.sval ?? element.arg.Integer?.ival ?? element.arg.Boolean?.boolval ?? 0)))

const LOCKS = ['', 'access share', 'row share', 'row exclusive', 'share update exclusive', 'share', 'share row exclusive', 'exclusive', 'access exclusive']
const DOMAIN = { T: ['SET_DEFAULT', 'DROP_DEFAULT'], N: ['DROP_NOT_NULL'], O: ['SET_NOT_NULL'], C: ['ADD_CONSTRAINT'], X: ['DROP_CONSTRAINT'], V: ['VALIDATE_CONSTRAINT'] }

function changes(kind, s, properties) {
  return named('Dml', { kind, target: relation(s.relation), ...properties })
}

/** The change of rows that decides: the statement's own, or the first in its WITH. */
function changeIn(s) {
  for (const { CommonTableExpr: e } of s.withClause?.ctes ?? []) {
    const inner = rows(e.ctequery)
    if (inner) return inner
  }
}

function rows(node) {
  if (node.InsertStmt) {
    const query = node.InsertStmt.selectStmt?.SelectStmt
    return changes('INSERT', node.InsertStmt, { query: Boolean(query) && !query.valuesLists && !query.op?.match(/UNION|INTER|EXC/) || Boolean(query?.larg) })
  }
  if (node.UpdateStmt) return changes('UPDATE', node.UpdateStmt, { where: Boolean(node.UpdateStmt.whereClause) })
  if (node.DeleteStmt) return changes('DELETE', node.DeleteStmt, { where: Boolean(node.DeleteStmt.whereClause) })
  if (node.MergeStmt) return changes('MERGE', node.MergeStmt, { where: true, query: true })
  return node.SelectStmt && changeIn(node.SelectStmt)
}

function select(s) {
  const change = changeIn(s)
  if (change) return change
  let leftmost = s
  while (leftmost.larg) leftmost = leftmost.larg
  const into = leftmost.intoClause
  if (into) return named('CreateTableAs', { table: relation(into.rel), persistence: persistence(into.rel), withData: true })
  return { is: 'Query', functions: functions({ SelectStmt: s }) }
}

function copy(s) {
  if (s.query) return rows(s.query) ?? { is: 'Query' }
  return s.is_from ? changes('COPY', s, { where: Boolean(s.whereClause) }) : { is: 'Query' }
}

function variable(s) {
  if (s.kind === 'VAR_SET_MULTI') return opaque()
  if (s.kind === 'VAR_SET_CURRENT') return opaque()
  const name = s.kind === 'VAR_RESET_ALL' ? 'all' : s.name
  if (s.kind === 'VAR_RESET' && /^transaction_/.test(name)) return opaque()
  return named('SetVariable', { variable: name.toLowerCase(), local: s.is_local })
}

function func(s) {
  const volatility = (option(s.options, 'volatility')?.arg.String.sval ?? 'volatile').toUpperCase()
  const body = option(s.options, 'as')?.arg.List.items[0]
  return named('CreateFunction', {
    function: texts(s.funcname), procedure: s.is_procedure, orReplace: s.replace, volatility,
    language: option(s.options, 'language')?.arg.String.sval.toLowerCase(), body: body && text(body)
  })
}

const EVENTS = [['insert', 4], ['delete', 8], ['update', 16], ['truncate', 32]]

function trigger(s) {
  return named('CreateTrigger', {
    trigger: s.trigname, table: relation(s.relation), orReplace: s.replace, constraint: s.isconstraint,
    timing: s.timing & 2 ? 'before' : s.timing & 64 ? 'instead of' : 'after', events: EVENTS.filter(([, bit]) => s.events & bit).map(([name]) => name).sort(),
    columns: texts(s.columns), forEachRow: s.row, function: texts(s.funcname)
  })
}

function grant(s) {
  if (s.targtype !== 'ACL_TARGET_OBJECT') return named('Grant', { revoke: !s.is_grant, cascade: cascade(s) })
  const names = s.objtype === 'OBJECT_PARAMETER_ACL' ? s.objects.map((o) => [text(o)])
    : s.objects.map((o) => (o.RangeVar ? relation(o.RangeVar) : o.Integer || o.Float ? undefined : objectName(o))).filter(Boolean)
  return named('Grant', { revoke: !s.is_grant, type: objectType(s.objtype), names, cascade: cascade(s) })
}

/** The owner of a type is changed by a statement of its own, which we read like the attributes of one. */
function owner(s) {
  if (s.objectType !== 'OBJECT_TYPE') return opaque()
  return named('AlterTable', { type: 'TYPE', table: objectName(s.object), actions: [named('OwnerTo', { role: role(s.newowner) })] })
}

const OTHERS = {
  AlterOwnerStmt: owner,
  RenameStmt: rename, AlterObjectSchemaStmt: setSchema, DropStmt: drop, SelectStmt: select, CopyStmt: copy, VariableSetStmt: variable,
  CreateFunctionStmt: func, CreateTrigStmt: trigger, GrantStmt: grant,
  InsertStmt: (s) => rows({ InsertStmt: s }), UpdateStmt: (s) => rows({ UpdateStmt: s }), DeleteStmt: (s) => rows({ DeleteStmt: s }), MergeStmt: (s) => rows({ MergeStmt: s }),
  GrantRoleStmt: (s) => named('Grant', { revoke: !s.is_grant, cascade: cascade(s) }),
  DropRoleStmt: (s) => named('Drop', { type: 'ROLE', names: s.roles.map((r) => [role(r.RoleSpec)]), ifExists: s.missing_ok }),
  DropdbStmt: (s) => named('Drop', { type: 'DATABASE', names: [[s.dbname]], ifExists: s.missing_ok }),
  DropTableSpaceStmt: (s) => named('Drop', { type: 'TABLESPACE', names: [[s.tablespacename]], ifExists: s.missing_ok }),
  DropSubscriptionStmt: (s) => named('Drop', { type: 'SUBSCRIPTION', names: [[s.subname]], ifExists: s.missing_ok, cascade: cascade(s) }),
  TruncateStmt: (s) => named('Truncate', { tables: s.relations.map((r) => relation(r.RangeVar)), cascade: cascade(s) }),
  ReindexStmt: (s) => named('Reindex', { type: s.kind.replace('REINDEX_OBJECT_', ''), name: s.relation ? relation(s.relation) : s.name && [s.name], concurrently: isOn(option(s.params, 'concurrently')) }),
  ClusterStmt: (s) => named('Cluster', { table: s.relation && relation(s.relation), index: s.indexname }),
  VacuumStmt: (s) => named('Vacuum', { vacuum: s.is_vacuumcmd, full: isOn(option(s.options, 'full')), tables: (s.rels ?? []).map((r) => relation(r.VacuumRelation.relation)) }),
  RefreshMatViewStmt: (s) => named('RefreshMaterializedView', { view: relation(s.relation), concurrently: s.concurrent, withData: !s.skipData }),
  LockStmt: (s) => named('LockTable', { tables: s.relations.map((r) => relation(r.RangeVar)), mode: LOCKS[s.mode], nowait: s.nowait }),
  CreateEnumStmt: (s) => named('CreateType', { type: texts(s.typeName), kind: 'ENUM', labels: texts(s.vals) }),
  CompositeTypeStmt: (s) => named('CreateType', { type: relation(s.typevar), kind: 'COMPOSITE' }),
  CreateRangeStmt: (s) => named('CreateType', { type: texts(s.typeName), kind: 'RANGE' }),
  DefineStmt: (s) => (s.kind === 'OBJECT_TYPE' ? named('CreateType', { type: texts(s.defnames), kind: 'BASE' }) : opaque()),
  AlterEnumStmt: (s) => named('AlterEnum', { type: texts(s.typeName), label: s.oldVal ?? s.newVal, newLabel: s.oldVal && s.newVal, ifNotExists: s.skipIfNewValExists }),
  CreateDomainStmt: (s) => named('CreateDomain', { domain: texts(s.domainname), type: typeName(s.typeName), constraints: columnConstraints(s.constraints, texts(s.domainname).at(-1)) }),
  AlterDomainStmt: (s) => named('AlterDomain', {
    domain: texts(s.typeName), action: DOMAIN[s.subtype][s.subtype === 'T' && !s.def ? 1 : 0], constraint: s.name ?? s.def?.Constraint?.conname, notValid: s.def?.Constraint?.skip_validation
  }),
  CreateSeqStmt: (s) => named('CreateSequence', { sequence: relation(s.sequence), persistence: persistence(s.sequence), ifNotExists: s.if_not_exists }),
  AlterSeqStmt: (s) => named('AlterSequence', { sequence: relation(s.sequence), ifExists: s.missing_ok }),
  ViewStmt: (s) => named('CreateView', { view: relation(s.view), orReplace: s.replace, temporary: s.view.relpersistence === 't', columns: texts(s.aliases) }),
  CreateTableAsStmt: (s) => named('CreateTableAs', {
    table: relation(s.into.rel), materializedView: s.objtype === 'OBJECT_MATVIEW', persistence: persistence(s.into.rel), ifNotExists: s.if_not_exists, withData: !s.into.skipData
  }),
  CreatePolicyStmt: (s) => named('CreatePolicy', { policy: s.policy_name, table: relation(s.table) }),
  CreateExtensionStmt: (s) => named('CreateExtension', {
    extension: s.extname, ifNotExists: s.if_not_exists, schema: option(s.options, 'schema')?.arg.String.sval, cascade: Boolean(option(s.options, 'cascade'))
  }),
  CreateSchemaStmt: (s) => named('CreateSchema', { schema: s.schemaname, ifNotExists: s.if_not_exists }),
  CallStmt: (s) => ({ is: 'Query', functions: functions({ FuncCall: s.funccall }) }), DoStmt: () => ({ is: 'Query' }), ExecuteStmt: () => ({ is: 'Query' }),
  ExplainStmt: (s) => (isOn(option(s.options, 'analyze') ?? option(s.options, 'analyse')) ? statement(s.query) : { is: 'Query' })
}

/** What `DdlStatement` should have read. */
export function statement(node) {
  const [[kind, s]] = Object.entries(node)
  switch (kind) {
    case 'CreateStmt': return createTable(s, false)
    case 'CreateForeignTableStmt': return createTable(s.base ?? s.baseStmt, true)
    case 'IndexStmt': return createIndex(s)
    case 'AlterTableStmt': return alterTable(s)
    default: return OTHERS[kind]?.(s) ?? opaque()
  }
}

export const EXACT = ['CreateStmt', 'CreateForeignTableStmt', 'IndexStmt', 'AlterTableStmt']
