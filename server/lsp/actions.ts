/** Code actions: fixes of rules, fix all, suppress with a reason, declare the host, explain. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver'
import { mergeFixes } from '../engine/edits'
import type { Finding, Fix } from '../engine/types'
import { commands, type SuppressArguments } from '../protocol'
import { POLICY_NAMES } from '../workspace/policy-file'
import { policyWords } from '../workspace/policy-words'
import { Placer, shown, toDiagnostic } from './convert'
import { dayAfter, declareGateway, suppressing } from './edits'
import type { Folder } from './folder'
import type { Session } from './session'

const FIX_ALL = 'source.fixAll.relaylint'

export const actionKinds = [CodeActionKind.QuickFix, FIX_ALL]

export function codeActions(params: CodeActionParams, folder: Folder, path: string, session: Session): CodeAction[] {
  const { project } = folder
  const placer = new Placer(project, session.encoding)
  const lines = placer.of(path)
  const from = lines.offset(params.range.start)
  const to = lines.offset(params.range.end)
  const all = shown(project.findings(path))
  const wanted = (kind: string) =>
    !params.context.only || params.context.only.some((k) => k === kind || kind.startsWith(`${k}.`))
  const out: CodeAction[] = []
  if (wanted(CodeActionKind.QuickFix)) {
    const here = all.filter((f) => f.span.start <= to && from <= f.span.end)
    for (const finding of here) out.push(...forFinding(finding, folder, placer, session))
  }
  if (wanted(FIX_ALL)) {
    const fixes = all.flatMap((f) => f.fixes.filter((x) => x.safe && x.path === path).slice(0, 1))
    if (fixes.length > 0)
      out.push({
        title: 'Apply all safe fixes of relaylint in this file',
        kind: FIX_ALL,
        edit: editOf(fixes, folder, placer, session),
      })
  }
  return out
}

function forFinding(finding: Finding, folder: Folder, placer: Placer, session: Session): CodeAction[] {
  const diagnostics = [toDiagnostic(finding, folder, placer, session.engine.redactor)]
  const actions: CodeAction[] = finding.fixes.map((fix) => ({
    title: fix.safe ? fix.title : `${fix.title} (needs a decision)`,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    isPreferred: fix.safe,
    edit: editOf([fix], folder, placer, session),
  }))
  const suppress = suppressAction(finding, folder, placer, session)
  if (suppress) actions.push({ ...suppress, kind: CodeActionKind.QuickFix, diagnostics })
  const declare = declareAction(finding, folder, placer, session)
  if (declare) actions.push({ ...declare, kind: CodeActionKind.QuickFix, diagnostics })
  const title = `Explain ${finding.rule}`
  const { line } = placer.range(finding.path, finding.span).start
  const uri = session.publisher.uriOf(folder, finding.path)
  actions.push({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    command: { title, command: commands.explain, arguments: [{ rule: finding.rule, host: finding.host, uri, line }] },
  })
  return actions
}

function editOf(fixes: readonly Fix[], folder: Folder, placer: Placer, session: Session): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {}
  for (const path of new Set(fixes.map((f) => f.path))) {
    const edits = mergeFixes(fixes.filter((f) => f.path === path))
    changes[session.publisher.uriOf(folder, path)] = edits.map((e) => ({
      range: placer.range(path, e.span),
      newText: e.text,
    }))
  }
  return { changes }
}

/** Hygiene of the tool itself cannot be suppressed. */
const OWN = /^(?:invalid-policy|invalid-suppression|expired-exception|unused-exception)$/

function suppressAction(finding: Finding, folder: Folder, placer: Placer, session: Session): CodeAction | null {
  const { project } = folder
  const facts = project.facts(finding.path)
  const text = project.text(finding.path)
  if (!facts || text === null || OWN.test(finding.rule)) return null
  const { readers, redactor, rules } = session.engine
  const until = dayAfter(session.platform.today(), 30)
  const ruleIds = new Set(rules.map((r) => r.id))
  const form = suppressing(finding, text, facts, until, { readers, redactor, ruleIds })
  if (!form) return null
  const uri = session.publisher.uriOf(folder, finding.path)
  const range = placer.range(finding.path, { start: form.offset, end: form.offset })
  const title = `Suppress ${finding.rule} here until ${until}`
  if (session.initialization.ownCommands) {
    const given: SuppressArguments = { uri, range, before: form.before, after: form.after, rule: finding.rule }
    return { title: `${title}, with a reason…`, command: { title, command: commands.suppress, arguments: [given] } }
  }
  const newText = `${form.before}accepted for now, give the reason${form.after}`
  return { title, edit: { changes: { [uri]: [{ range, newText }] } } }
}

const DECLARABLE =
  /^(?:unknown-endpoint|undeclared-gateway|relay-endpoint|tunnel-endpoint|agent-redirect|gateway-bypass)$/

/** Where the repository's own word counts for nothing, declaring something in it would change nothing. */
function declareAction(finding: Finding, folder: Folder, placer: Placer, session: Session): CodeAction | null {
  if (!finding.host || !DECLARABLE.test(finding.rule) || folder.file || !session.settings.trusted) return null
  const { project } = folder
  if (project.policyErrors.length > 0) return null
  const path = project.policies[0]?.path ?? ''
  const known = path !== '' && project.text(path) !== null ? path : ''
  if (path !== '' && known === '') return null
  const endpoint = project.model?.endpoints.find((e) => e.host === finding.host && e.vendor)
  const words = policyWords(session.engine.facts, new Set(session.engine.rules.map((r) => r.id)))
  const reason = `declared on ${session.platform.today()}: say who runs it, and why`
  const text = known ? (project.text(known) ?? '') : ''
  const upstream = endpoint && endpoint.vendor !== 'any' ? [endpoint.vendor] : []
  const edit = declareGateway(text, finding.host, upstream, reason, words)
  if (!edit) return null
  const title = `Declare ${finding.host} as your own gateway in ${known || POLICY_NAMES[0]}`
  if (known) {
    const range = placer.range(known, { start: edit.offset, end: edit.offset })
    return { title, edit: { changes: { [session.publisher.uriOf(folder, known)]: [{ range, newText: edit.insert }] } } }
  }
  const { workspaceEdit } = session.capabilities.workspace ?? {}
  if (!workspaceEdit?.documentChanges || !workspaceEdit.resourceOperations?.includes('create')) return null
  const uri = folder.uriOf(POLICY_NAMES[0])
  const start = { line: 0, character: 0 }
  return {
    title,
    edit: {
      documentChanges: [
        { kind: 'create', uri, options: { ignoreIfExists: true } },
        { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: edit.insert }] },
      ],
    },
  }
}
