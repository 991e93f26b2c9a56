// What a user sees, with the packaged extension installed: squiggle, Problems, hover, quick fix, palette, tree, Restricted Mode.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { cli, dirs, offline, startChromium, startServer } from './vscode.mjs'
import { makeWorkspace } from './workspace.mjs'

/** Runs the steps in one window; a step that fails ends the run, those after it count as failed. */
async function inWindow(vsix, workspace, options, steps) {
  const d = dirs()
  const installed = cli(d, ['--install-extension', vsix])
  assert.equal(installed.status, 0, installed.stderr)
  const server = await startServer(d, { smoke: false, ...options })
  const browser = await startChromium()
  let passes = 0
  try {
    const page = await browser.newPage({ viewport: { width: 1180, height: 640 } })
    page.setDefaultTimeout(30_000)
    await offline(page)
    await page.goto(`${server.base}/?folder=${encodeURIComponent(workspace)}`)
    for (const [name, step] of steps) {
      try {
        await step(page)
        passes++
        console.log(`    ✔ ${name}`)
      } catch (error) {
        console.error(`    ✖ ${name}: ${error}`)
        await page.screenshot({ path: join(d.home, 'failed.png') }).catch(() => {})
        console.error(`      ${d.home}/failed.png`)
        break
      }
    }
  } finally {
    await browser.close()
    await server.stop()
  }
  return { passes, failures: steps.length - passes }
}

/** The harness has no TypeScript server, and the editor says so: that is nothing to show. */
const ERRORS_OF_THE_HARNESS = '.notification-toast-container:has(.codicon-error) { display: none }'

/** A picture for the pages, where `RELAYLINT_SHOTS` names a folder. */
const shot = (page, name) => {
  const folder = process.env.RELAYLINT_SHOTS
  if (!folder) return undefined
  return page.screenshot({ path: join(folder, `screenshot-${name}.png`), style: ERRORS_OF_THE_HARNESS })
}
const squiggle = (page) => page.locator('.monaco-editor .squiggly-warning, .monaco-editor .squiggly-error').first()
const problems = (page) => page.locator('.markers-panel .monaco-list-row', { hasText: 'relaylint' })

async function openFile(page, name) {
  const row = page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first()
  await row.waitFor()
  await row.dblclick()
}

async function palette(page, text) {
  await page.keyboard.press('F1')
  await page.locator('.quick-input-widget input').waitFor()
  await page.keyboard.type(text)
  await page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().waitFor()
  await page.keyboard.press('Enter')
}

/** What a preview or a web view holds that is in sight. */
const shown = (page) => page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame')

/** Rows out of sight do not exist in the page: the filter brings them up. */
async function onlyProblems(page, text) {
  // while it filters, its own count lies over it: no clicks there
  await page.getByPlaceholder(/^Filter \(e\.g/).fill(text)
}

async function fixByMenu(page) {
  await onlyProblems(page, 'plain HTTP')
  await problems(page).filter({ hasText: 'plain HTTP' }).first().dblclick()
  await page.locator('.editor-instance .monaco-editor.focused').waitFor()
  const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'Use https' })
  // a key pressed while the menu is still being computed is lost: press again
  for (let i = 0; ; i++) {
    await page.keyboard.press('Control+.')
    try {
      await fix.waitFor({ timeout: 3000 })
      break
    } catch (error) {
      if (i === 4) throw error
      await page.keyboard.press('Escape')
    }
  }
  await shot(page, 'quick-fix')
  await fix.click()
}

export function trusted(vsix) {
  const workspace = makeWorkspace()
  return inWindow(vsix, workspace, {}, [
    [
      'a squiggle and an inlay hint stand in an open file',
      async (page) => {
        await openFile(page, '.env')
        await squiggle(page).waitFor()
        await page.locator('.monaco-editor .view-line', { hasText: 'self-described relay' }).first().waitFor()
        assert.equal(await page.locator('.monaco-editor .squiggly-warning').count(), 1)
        assert.equal(await page.locator('.monaco-editor .squiggly-error').count(), 1)
      },
    ],
    [
      'a hover says who says what',
      async (page) => {
        await page
          .locator('.monaco-editor .view-line', { hasText: 'OPENAI_BASE_URL' })
          .getByText('yunwu')
          .first()
          .hover()
        await page.locator('.monaco-hover', { hasText: 'who says so' }).first().waitFor()
        await shot(page, 'hover')
        await page.keyboard.press('Escape')
      },
    ],
    [
      'the Problems view lists the workspace',
      async (page) => {
        await page.keyboard.press('Control+Shift+M')
        await problems(page).first().waitFor()
        await page
          .locator('.part.panel .action-item', { hasText: 'Problems' })
          .locator('.badge', { hasText: '4' })
          .waitFor()
        await shot(page, 'problems')
        await onlyProblems(page, 'brackenfield')
        await page.locator('.markers-panel .monaco-list-row', { hasText: 'compose.yaml' }).first().waitFor()
      },
    ],
    [
      'the rule of a problem opens its page, offline',
      async (page) => {
        await problems(page).first().locator('a', { hasText: 'unknown-endpoint' }).first().click()
        await page.locator('.tab', { hasText: 'unknown-endpoint' }).first().waitFor()
        await shown(page).getByRole('heading', { name: 'unknown-endpoint' }).waitFor()
        await shot(page, 'page')
      },
    ],
    [
      'a quick fix changes the file and its finding goes',
      async (page) => {
        await fixByMenu(page)
        await page.locator('.monaco-editor .view-line', { hasText: 'https://api.openai.com/v1' }).first().waitFor()
        await problems(page).filter({ hasText: 'plain HTTP' }).first().waitFor({ state: 'detached' })
        await page.keyboard.press('Control+S')
        const saved = () =>
          readFileSync(join(workspace, 'web/index.ts'), 'utf8').includes("'https://api.openai.com/v1'")
        for (let i = 0; i < 100 && !saved(); i++) await page.waitForTimeout(50)
        assert.ok(saved(), 'the file on disk')
      },
    ],
    [
      'the palette scans the workspace and says what it saw',
      async (page) => {
        await palette(page, 'relaylint: Scan Workspace')
        const toast = page.locator('.notifications-toasts .notification-list-item', { hasText: 'endpoints' })
        await toast.first().waitFor()
        assert.match(await toast.first().textContent(), /in \d+ files, \d+ endpoints/)
      },
    ],
    [
      'the tree goes from provider to host to use, and a use opens its place',
      async (page) => {
        await page.locator('.pane-header', { hasText: 'AI Endpoints' }).click()
        // rows out of sight do not exist in the page: the list of files gives its room to the tree
        await page.locator('.pane-header', { hasText: basename(workspace) }).click()
        const row = (text) => page.locator('.pane-body .monaco-list-row', { hasText: text })
        await row('Anthropic').waitFor()
        await row(/llm\.brackenfield-hub\.net.*unlisted/s).waitFor()
        await row(/api\.openai\.com.*official/s).waitFor()
        assert.equal(await row(/app\.py:4/).count(), 0)
        await row(/yunwu\.ai.*self-described relay/s).click()
        await row(/OPENAI_BASE_URL.*\.env:1/s).waitFor()
        await row(/used.*app\.py:4/s).waitFor()
        await row(/used.*app\.py:4/s).click()
        await page.locator('.tab.active', { hasText: 'app.py' }).waitFor()
        await page
          .locator('.monaco-editor .view-line', { hasText: 'yunwu.ai · self-described relay' })
          .first()
          .waitFor()
        await onlyProblems(page, '')
        await problems(page).first().waitFor()
        await shot(page, 'tree')
      },
    ],
    [
      'the map of the traffic and the report are shown',
      async (page) => {
        await palette(page, 'relaylint: Show Traffic Map')
        await shown(page).getByRole('cell', { name: 'self-described relay' }).waitFor()
        await palette(page, 'relaylint: Open Report')
        await page.locator('.tab.active', { hasText: 'relaylint report' }).waitFor()
        await shown(page).getByText('yunwu.ai').first().waitFor()
        await shot(page, 'report')
      },
    ],
    [
      'the language status says how much is reported',
      async (page) => {
        await page.locator('.tab', { hasText: 'app.py' }).click()
        await page.locator('[id="status.languageStatus"]').hover()
        await page.locator('.hover-language-status', { hasText: 'relaylint: 3 findings' }).first().waitFor()
      },
    ],
    [
      'the walkthrough opens a sample that is reported',
      async (page) => {
        await palette(page, 'Welcome: Open Walkthrough')
        await page.locator('.quick-input-widget input').fill('Know where your AI requests go')
        await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Know where' }).first().waitFor()
        await page.keyboard.press('Enter')
        await page.locator('.gettingStartedContainer', { hasText: 'See it on a sample' }).waitFor()
        await shot(page, 'walkthrough')
        await page.locator('.gettingStartedContainer .monaco-button', { hasText: 'Open the sample' }).click()
        await page.locator('.tab.active', { hasText: 'sample.env' }).waitFor()
        await page.locator('.monaco-editor .squiggly-warning').first().waitFor()
      },
    ],
  ])
}

/** The build for browsers: server and extension in workers of the page, files through the editor. */
export function inWorker(vsix) {
  const settings = { 'remote.extensionKind': { 'relaylint.relaylint': ['web'] } }
  return inWindow(vsix, makeWorkspace(), { settings }, [
    [
      'in a web worker: a squiggle, an inlay hint, and the workspace in the Problems view',
      async (page) => {
        await openFile(page, 'app.py')
        await page
          .locator('.monaco-editor .view-line', { hasText: 'yunwu.ai · self-described relay' })
          .first()
          .waitFor()
        await openFile(page, '.env')
        await squiggle(page).waitFor()
        await page.keyboard.press('Control+Shift+M')
        await onlyProblems(page, 'brackenfield')
        await page.locator('.markers-panel .monaco-list-row', { hasText: 'compose.yaml' }).first().waitFor()
      },
    ],
  ])
}

/** A folder that nobody has trusted: its own exception must not hide the finding. */
export function restricted(vsix) {
  const workspace = makeWorkspace({
    'relaylint.yaml': 'version: 1\nexceptions:\n  - { rule: relay-endpoint, reason: "trust me" }\n',
  })
  const settings = { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.enabled': true }
  return inWindow(vsix, workspace, { trust: false, settings }, [
    [
      'Restricted Mode: the folder cannot silence a finding by its own word',
      async (page) => {
        await page.locator('.statusbar-item, .monaco-banner', { hasText: 'Restricted Mode' }).first().waitFor()
        await openFile(page, '.env')
        await squiggle(page).waitFor()
        await page.keyboard.press('Control+Shift+M')
        await problems(page).filter({ hasText: 'relay-endpoint' }).first().waitFor()
        await shot(page, 'restricted')
      },
    ],
    [
      'once the folder is trusted, its own word counts',
      async (page) => {
        await palette(page, 'Workspaces: Manage Workspace Trust')
        await page
          .locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust/ })
          .first()
          .click()
        await problems(page).filter({ hasText: 'relay-endpoint' }).first().waitFor({ state: 'detached' })
      },
    ],
  ])
}
