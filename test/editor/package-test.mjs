// What is packed is what somebody decided to pack.
import assert from 'node:assert/strict'

const ALLOWED = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'dist/cli.bundle.js',
  'dist/cli.js',
  'dist/extension.js',
  'dist/extension.web.js',
  'dist/server.bundle.js',
  'dist/server.js',
  'dist/server.web.js',
  'media/icon.png',
  'media/walkthrough-explain.md',
  'media/walkthrough-policy.md',
  'media/walkthrough-sample.md',
  'media/walkthrough-scan.md',
  'package.json',
  'rules/schema/policy.schema.json',
]

export function checkPackage(listed, bytes) {
  const checks = [
    [
      'the package holds the allowed files and no other',
      () =>
        assert.deepEqual(
          listed.filter((p) => !/^dist\/(?:rules\/[a-z-]+\.md|worker\.js)$/.test(p)),
          ALLOWED,
        ),
    ],
    ['the package is smaller than 3 MB', () => assert.ok(bytes < 3_000_000, `${bytes} bytes`)],
  ]
  const stats = { passes: 0, failures: 0 }
  for (const [name, check] of checks) {
    try {
      check()
      stats.passes++
      console.log(`    ✔ ${name}${name.includes('smaller') ? ` (${bytes} bytes)` : ''}`)
    } catch (error) {
      stats.failures++
      console.error(`    ✖ ${name}: ${error.message}`)
    }
  }
  return stats
}
