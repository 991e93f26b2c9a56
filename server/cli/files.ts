import { type Session, scanTarget, targetOf } from './session'

/** `relaylint files`: every file that was looked at, with the reader that read it. */
export async function files(session: Session): Promise<number> {
  const target = targetOf(session.args.positional[0] ?? '.', session.io)
  const result = await scanTarget(target, session)
  const rows = [...result.model.files.values()].map((f) => ({
    path: f.path,
    reader: f.reader,
    dialect: f.dialect,
    local: f.local ?? false,
  }))
  if (session.args.formats.some((f) => f.format === 'json'))
    session.io.out(`${JSON.stringify({ files: rows, skipped: result.skipped }, null, 2)}\n`)
  else {
    for (const r of rows)
      session.io.out(
        `${r.path}  ${r.reader}${r.dialect !== r.reader ? `/${r.dialect}` : ''}${r.local ? '  (not under version control)' : ''}\n`,
      )
    for (const s of result.skipped) session.io.out(`${s.path}  not read: ${s.reason}\n`)
    session.io.err(`${rows.length} of ${result.files} files hold something to read\n`)
  }
  return result.complete ? 0 : 3
}
