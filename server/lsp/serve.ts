/** Binds a session to a connection. Every answer is guarded: a bug is a logged line, never a dead server. */
import {
  type CodeAction,
  type CompletionItem,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  FileChangeType,
  type InitializeResult,
  ResponseError,
  TextDocumentSyncKind,
  type WorkDoneProgressReporter,
} from 'vscode-languageserver'
import { checks, loadPack } from '../../rules'
import { createFactBase } from '../engine/factbase'
import { readerFor } from '../engine/read'
import { readers } from '../engine/readers'
import { createRedactor } from '../engine/redact'
import { commands, type ExplainRequest, type ReportRequest, requests } from '../protocol'
import { leftOut } from '../workspace/ignore'
import { POLICY_NAMES } from '../workspace/policy-file'
import { actionKinds, codeActions } from './actions'
import { endpointItems, explain, report, scanWorkspace } from './commands'
import { Placer } from './convert'
import type { Folder } from './folder'
import type { Home } from './folders'
import { type Refusal, refused } from './gate'
import { hoverAt } from './hover'
import { documentLinks, inlayHints } from './inlay'
import type { LspPlatform } from './platform'
import { completePolicy, hoverPolicy, isPolicyPath } from './policy-help'
import { type Engine, Session } from './session'
import { withSettings } from './settings'

export function createEngine(): Engine {
  const pack = loadPack()
  return { facts: createFactBase(pack), readers, redactor: createRedactor(pack.keys), rules: checks }
}

export function serve(connection: Connection, platform: LspPlatform, engine: Engine = createEngine()): Session {
  const session = new Session(connection, platform, engine)
  const guard =
    <A extends unknown[], R>(what: string, fallback: R, answer: (...args: A) => R | Promise<R>) =>
    async (...args: A): Promise<R> => {
      try {
        return await answer(...args)
      } catch (error) {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
        connection.console.error(engine.redactor.cut(`${what}: ${text}`))
        return fallback
      }
    }
  /** Answers about a document see its newest text. */
  const at = <R>(uri: string, none: R, answer: (folder: Folder, path: string) => R): R => {
    session.flush(uri)
    const found = session.settings.enable ? session.folderOf(uri) : null
    return found ? answer(found.folder, found.path) : none
  }
  const policyHelp = ({ project }: Folder) => ({
    facts: engine.facts,
    rules: engine.rules,
    endpoints: project.model?.endpoints ?? [],
    day: platform.today(),
  })
  const auditor = (folder: Folder, path: string) => folder.project.persona(path) === 'auditor'

  connection.onRequest(refused.request, ({ code, message }: Refusal) => new ResponseError(code, message))
  connection.onNotification(refused.notification, ({ message }: Refusal) => connection.console.warn(message))
  connection.onInitialize((params): InitializeResult => {
    session.initialize(params)
    return { serverInfo: { name: 'relaylint', version: platform.version }, capabilities: capabilities(session) }
  })
  connection.onInitialized(guard('initialized', undefined, () => start(session)))

  connection.onDidOpenTextDocument(({ textDocument: d }) => {
    void guard('open', undefined, () => session.opened(d))()
  })
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    if (session.documents.changed(textDocument.uri, textDocument.version, contentChanges))
      session.changed(textDocument.uri)
  })
  connection.onDidCloseTextDocument(({ textDocument }) => session.closed(textDocument.uri))
  connection.onDidSaveTextDocument(({ textDocument }) => session.saved(textDocument.uri))

  connection.onHover(
    guard('hover', null, ({ textDocument, position }) =>
      at(textDocument.uri, null, (folder, path) => {
        const { facts, redactor } = engine
        const { encoding } = session
        const besideDiagnostics = session.initialization.hoverShowsDiagnostics ?? false
        const lines = new Placer(folder.project, encoding).of(path)
        const offset = lines.offset(position)
        const told = hoverAt(path, offset, {
          folder,
          facts,
          redactor,
          encoding,
          auditor: auditor(folder, path),
          besideDiagnostics,
        })
        return told ?? (isPolicyPath(path) ? hoverPolicy(lines.text, offset, lines, policyHelp(folder)) : null)
      }),
    ),
  )
  connection.onCompletion(
    guard('completion', [] as CompletionItem[], ({ textDocument, position }) =>
      at(textDocument.uri, [] as CompletionItem[], (folder, path) => {
        if (!isPolicyPath(path)) return []
        const lines = new Placer(folder.project, session.encoding).of(path)
        return completePolicy(lines.text, lines.offset(position), lines, policyHelp(folder))
      }),
    ),
  )
  connection.onCodeAction(
    guard('code action', [] as CodeAction[], (params) =>
      at(params.textDocument.uri, [] as CodeAction[], (folder, path) => codeActions(params, folder, path, session)),
    ),
  )
  connection.onDocumentLinks(
    guard('document link', [], ({ textDocument }) =>
      at(textDocument.uri, [], (folder, path) =>
        documentLinks(
          folder.project,
          path,
          new Placer(folder.project, session.encoding).of(path),
          engine.facts,
          auditor(folder, path),
        ),
      ),
    ),
  )
  connection.languages.inlayHint.on(
    guard('inlay hint', [], ({ textDocument, range }) =>
      session.settings.inlayHints
        ? at(textDocument.uri, [], (folder, path) => {
            const lines = new Placer(folder.project, session.encoding).of(path)
            return inlayHints(folder.project, path, lines, range, engine.redactor, auditor(folder, path))
          })
        : [],
    ),
  )

  connection.onExecuteCommand(async (params, token, progress) => {
    const argument: unknown = params.arguments?.[0]
    if (params.command === commands.explain)
      return explain((typeof argument === 'string' ? { rule: argument } : (argument ?? {})) as ExplainRequest, session)
    if (params.command !== commands.scanWorkspace)
      return new ResponseError(ErrorCodes.InvalidParams, `${params.command} is not a command of relaylint`)
    return withProgress(session, progress, params.workDoneToken !== undefined, token)
  })
  connection.onRequest(requests.endpoints, () => endpointItems(session))
  connection.onRequest(requests.report, (request: ReportRequest) => report(request, session))
  connection.onNotification(requests.trust, (given: { trusted: boolean }) => {
    void guard('trust', undefined, async () => {
      await session.apply(session.settings, given.trusted)
      await session.scanAll()
    })()
  })

  connection.onDidChangeConfiguration((given) => {
    void guard('configuration', undefined, async () => {
      const own = (given.settings as { relaylint?: unknown } | null | undefined)?.relaylint
      if (session.capabilities.workspace?.configuration) await session.pullSettings()
      else await session.apply(withSettings(session.settings, own))
      await session.scanAll()
    })()
  })
  connection.onDidChangeWatchedFiles(({ changes }) => {
    void guard('watched files', undefined, async () => {
      const touched = new Set<Folder>()
      for (const change of changes) {
        const home = session.folderOf(change.uri)
        if (home && !home.folder.file) {
          if (await tellProject(home, change.type, engine)) touched.add(home.folder)
        } else for (const lone of await tellLone(session.folders, change.uri)) touched.add(lone)
      }
      for (const folder of touched) session.follow(folder)
    })()
  })
  return session
}

/** Documents that lie in no folder follow the policy beside them; returns those that may. */
async function tellLone(folders: readonly Folder[], uri: string): Promise<Folder[]> {
  const name = POLICY_NAMES.find((policy) => uri.endsWith(`/${policy}`))
  const beside = name ? folders.filter((f) => f.file && `${f.uri}/${name}` === uri) : []
  for (const { project } of beside) await project.changed(name ?? '', 'changed')
  return beside
}

/** Tells a project what happened to a file; false when it is none of its concern. Editors report a folder as one change. */
async function tellProject({ folder, path }: Home, type: FileChangeType, engine: Engine): Promise<boolean> {
  const { project } = folder
  if (leftOut(path)) return false
  const known =
    /(?:^|\/)\.(?:git)?ignore$/.test(path) ||
    readerFor(engine.readers, path) ||
    project.facts(path) ||
    project.isReferred(path)
  if (type === FileChangeType.Deleted) {
    if (!known && !project.knowsBelow(path)) return false
    await project.changed(path, 'deleted')
  } else if (type === FileChangeType.Created) {
    if (!known && !(await project.isFolder(path))) return false
    await project.changed(path, 'created')
  } else {
    if (!known) return false
    await project.changed(path, 'changed')
  }
  return true
}

function capabilities(session: Session): InitializeResult['capabilities'] {
  return {
    positionEncoding: session.encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: actionKinds },
    documentLinkProvider: {},
    completionProvider: { triggerCharacters: [':', ' ', '-', '{', '[', ','] },
    inlayHintProvider: true,
    // a client with commands of its own would register these names twice
    ...(session.initialization.ownCommands
      ? {}
      : { executeCommandProvider: { commands: [commands.scanWorkspace, commands.explain], workDoneProgress: true } }),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  }
}

async function start(session: Session): Promise<void> {
  const { connection, capabilities: client } = session
  session.watches = client.workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false
  if (session.watches)
    void connection.client
      .register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*' }] })
      .catch(() => {})
  if (client.workspace?.didChangeConfiguration?.dynamicRegistration)
    void connection.client.register(DidChangeConfigurationNotification.type, { section: 'relaylint' }).catch(() => {})
  if (client.workspace?.workspaceFolders)
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const uris = (list: readonly { uri: string }[]) => list.map((f) => f.uri)
      void session
        .changeFolders(uris(added), uris(removed))
        .catch((error: unknown) => connection.console.error(`folders: ${String(error)}`))
    })
  await session.pullSettings()
  await session.scanAll()
}

async function withProgress(
  session: Session,
  given: WorkDoneProgressReporter,
  hasToken: boolean,
  token: Parameters<typeof scanWorkspace>[1],
): ReturnType<typeof scanWorkspace> {
  if (hasToken || !session.capabilities.window?.workDoneProgress) return scanWorkspace(session, token, given)
  const own = await session.connection.window.createWorkDoneProgress()
  const either = {
    get isCancellationRequested() {
      return token.isCancellationRequested || own.token.isCancellationRequested
    },
    onCancellationRequested: token.onCancellationRequested,
  }
  return scanWorkspace(session, either, own)
}
