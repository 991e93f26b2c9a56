import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const PAGES = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/contract.md', 'docs/editors.md']

describe('documentation', () => {
  for (const page of PAGES) {
    it(`${page} names only paths that exist`, () => {
      const text = readFileSync(page, 'utf8')
      const named = [...text.matchAll(/`((?:server|rules|client|scripts|test|docs)(?:\/[\w.-]+)+)`/g)].map(
        (m) => m[1] as string,
      )
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)\)/g)].map((m) => join(dirname(page), m[1] as string))
      for (const path of [...named, ...links]) assert.ok(existsSync(path), `${page}: ${path}`)
    })
  }
})
